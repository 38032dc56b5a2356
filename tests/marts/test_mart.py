"""A mart that is not as it should be is named, with what to mend."""

from pathlib import Path

import pytest

from pipelines.common.errors import UserError
from pipelines.marts.mart import load_marts

DESCRIBED = "{title: 表, description: 一张表。, grain: 一行, key: [], computed: 数出来。, columns: []}"


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"a.sql": "select 1"}, r"a\.sql has no description; expected a\.yml beside it\.$"),
        ({"a.sql": "select 1", "a.yml": "title: 表"}, r"a\.yml: description: Field required\.$"),
        ({"a.sql": "select 1", "a.yml": "{"}, r"a\.yml: not a description of a mart \(.+\)\.$"),
        (
            {"a.sql": "select 1\nfrom b where (c = 1\ngroup by c", "a.yml": DESCRIBED},
            r"a\.sql: not a SELECT \(line 3, at 'group by': Expecting \)\)\.$",
        ),
        ({"a.sql": "select 'a", "a.yml": DESCRIBED}, r"a\.sql: not a SELECT \(.+\)\.$"),
        (
            {"x/a.sql": "select 1", "x/a.yml": DESCRIBED, "y/a.sql": "select 2", "y/a.yml": DESCRIBED},
            r"y/a\.sql: another subject has a mart a; expected a name of its own\.$",
        ),
        (
            {"a.sql": "from b", "b.sql": "from a", "a.yml": DESCRIBED, "b.yml": DESCRIBED},
            r"^The marts a, b read each other in a circle\.$",
        ),
    ],
)
def test_a_faulty_mart_is_named(tmp_path: Path, files: dict[str, str], said: str) -> None:
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match=said):
        load_marts(tmp_path)
