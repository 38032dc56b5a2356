"""The saved example queries, as the site shows them: files in queries/ that open with a comment on what they answer."""

from dataclasses import dataclass

from pipelines.common.workspace import PROJECT

FOLDER = PROJECT / "queries"


@dataclass(frozen=True)
class Query:
    """One saved query: its file's name without the ending, what it answers in Chinese, and its SQL."""

    name: str
    title: str
    sql: str


def all_queries() -> list[Query]:
    """Every saved query, in the order of their names."""
    found = []
    for path in sorted(FOLDER.glob("*.sql")):
        title, _, sql = path.read_text(encoding="utf-8").partition("\n")
        found.append(Query(path.stem, title.removeprefix("-- "), sql.strip()))
    return found
