"""README and docs name what there is, and state figures that are true."""

import re
import tomllib
from collections.abc import Callable

import pytest

from pipelines.catalogue.quality import QUALITY_TABLES
from pipelines.catalogue.tables import Catalogue
from pipelines.cli.commands import app
from pipelines.common.workspace import PROJECT
from pipelines.disclosure.small_cells import load_small_cells
from pipelines.orchestration import schedules, sensors
from pipelines.orchestration.jobs import RETRIES
from pipelines.reading import headers
from pipelines.releases.store import KEPT_RELEASES, OLDEST_READER
from pipelines.statements import departures
from pipelines.values import dates
from pipelines.workbooks.feedback import MOST_WHOLE_ROWS
from tests.audit.test_yearly_files import LEAST_EXPLAINED, LEAST_FOUND
from tests.faults.test_interrupted_builds import SOAK_READERS, SOAK_RELEASES
from tests.test_repository import LONGEST_SELECT, LONGEST_SUBJECT

DOCS = {
    path.relative_to(PROJECT).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted([*PROJECT.glob("*.md"), *(PROJECT / "docs").glob("*.md")])
}
NUMBERS = {"third": 3, "five": 5, "五": 5, "six": 6, "half a minute": 30}


def number(text: str) -> int:
    return NUMBERS[text] if text in NUMBERS else int(text.replace(",", ""))


def retry_delays() -> list[int]:
    assert RETRIES.delay is not None
    return [int(RETRIES.delay * 2**attempt) for attempt in range(RETRIES.max_retries)]


FIGURES: dict[str, tuple[str, str, Callable[[], object]]] = {
    "kept releases": ("docs/architecture.md", r"the last (\w+) releases stay", lambda: [KEPT_RELEASES]),
    "kept releases (中文)": ("docs/analysts.zh.md", r"留着的版本（最近(五)个）", lambda: [KEPT_RELEASES]),
    "header rows": ("docs/deliveries.md", r"within its first (\d+) rows", lambda: [headers._LATEST_HEADER]),
    "years of two digits": (
        "docs/deliveries.md",
        r"are a year from (\d+) to (\d+)",
        lambda: [
            f(year for year in range(2000, 2100) if dates._SHORT_YEAR.match(f"{year % 100}年"))
            for f in (min, max)
        ],
    ),
    "households that are gone": (
        "docs/deliveries.md",
        r"without more than a (third) of the last one's households",
        lambda: [round(1 / departures._MOST_GONE)],
    ),
    "planted breaks": (
        "docs/operating.md",
        r"the tests expect (\d+) in 100 to be found and (\d+) to be explained",
        lambda: [round(100 * share) for share in (LEAST_FOUND, LEAST_EXPLAINED)],
    ),
    "retries": (
        "docs/operating.md",
        r"tried again after (\d+), (\d+) and (\d+) seconds",
        retry_delays,
    ),
    "poll": ("docs/operating.md", r"lain still for (half a minute)", lambda: [sensors._POLL_SECONDS]),
    "daily": (
        "docs/operating.md",
        r"every morning at (\w+);",
        lambda: [int(str(schedules.daily.cron_schedule).split()[1])],
    ),
    "small cells": (
        "docs/privacy.md",
        r"counts of (\d) or (\d) households",
        lambda: [*range(1, load_small_cells().threshold)],
    ),
    "small cells (中文)": (
        "docs/analysts.zh.md",
        r"人数不足 (\d) 的行",
        lambda: [load_small_cells().threshold],
    ),
    "soak": (
        "docs/operating.md",
        r"kills builds at (\d+) random moments, publishes (\d+) releases under (\d+) readers",
        lambda: [soak_rounds(), SOAK_RELEASES, SOAK_READERS],
    ),
    "retries (中文)": ("docs/operating.zh.md", r"一步失败后，隔 (\d+)、(\d+)、(\d+) 秒再试", retry_delays),
    "soak (中文)": (
        "docs/operating.zh.md",
        r"随机杀掉生成 (\d+) 次、在 (\d+) 个读者面前发布 (\d+) 个版本",
        lambda: [soak_rounds(), SOAK_READERS, SOAK_RELEASES],
    ),
    "whole rows": (
        "docs/deliveries.md",
        r"beyond ([\d,]+) rows only the rows at fault",
        lambda: [MOST_WHOLE_ROWS],
    ),
    "lines of a SELECT": (
        "docs/registers-and-marts.md",
        r"A SELECT over (\d+) lines is split",
        lambda: [LONGEST_SELECT],
    ),
    "subject of a commit": (
        "CONTRIBUTING.md",
        r"subject of at most (\d+) characters",
        lambda: [LONGEST_SUBJECT],
    ),
    "oldest DuckDB": ("README.md", r"DuckDB from 1\.(\d) on", lambda: [int(OLDEST_READER.split(".")[1])]),
    "oldest Python": ("README.md", r"Python 3\.(\d+) or later", lambda: [oldest_python()]),
}
"""Each figure that a text states: where, as which words, and how it is worked out."""


def soak_rounds() -> int:
    found = re.search(r"TOWNSHIP_SOAK=(\d+)", (PROJECT / "Makefile").read_text(encoding="utf-8"))
    assert found
    return int(found[1])


def oldest_python() -> int:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    return int(project["project"]["requires-python"].removeprefix(">=3."))


def stated(text: str, pattern: str) -> list[int]:
    """The figures that the text states. Raises AssertionError where it no longer states them."""
    found = re.search(pattern, " ".join(text.split()))
    assert found, f"no longer stated: {pattern}"
    return [number(group) for group in found.groups()]


@pytest.mark.parametrize("name", FIGURES)
def test_figures_are_true(name: str) -> None:
    document, pattern, computed = FIGURES[name]
    assert stated(DOCS[document], pattern) == computed()


@pytest.mark.parametrize("name", FIGURES)
def test_a_false_figure_is_noticed(name: str) -> None:
    document, pattern, computed = FIGURES[name]
    text = " ".join(DOCS[document].split())
    found = re.search(pattern, text)
    assert found
    false = text[: found.start(1)] + "77" + text[found.end(1) :]
    any_number = re.sub(r"\((?!\?)[^)]*\)", lambda _: r"(\w+)", pattern)
    assert stated(false, any_number) != computed()


@pytest.mark.parametrize("document", DOCS)
def test_texts_are_wrapped(document: str) -> None:
    """At 125 characters, but for tables, code and Chinese, which editors wrap."""
    prose = re.sub(r"(?ms)^ *```.*?^ *```$", "", DOCS[document])
    lines = [line for line in prose.splitlines() if not line.startswith("|")]
    assert [line for line in lines if len(line) > 125 and not re.search("[\u3002\uff0c]", line)] == []
    assert "\n\n\n" not in DOCS[document]


SEARCHES = re.findall(r"`grep -rl (\S+) (\S+)` \| `([^`]+)`", DOCS["docs/architecture.md"])


@pytest.mark.parametrize(("words", "folder", "found"), SEARCHES)
def test_one_search_leads_there(words: str, folder: str, found: str) -> None:
    """And to few other files."""
    files = [path for path in (PROJECT / folder).rglob("*") if path.is_file() and path.suffix != ".pyc"]
    wanted = words.strip("'").encode()
    hits = {path.relative_to(PROJECT).as_posix() for path in files if wanted in path.read_bytes()}
    assert found in hits
    assert len(hits) <= 3, hits


def test_searches_are_listed() -> None:
    assert len(SEARCHES) > 5


def test_readme_names_every_mart_and_quality_table() -> None:
    catalogue = Catalogue.load()
    row = dict(re.findall(r"(?m)^\| `(\w+)` \| (.+)", DOCS["README.md"]))
    assert set(re.findall(r"`(\w+)`", row["main"])) == set(catalogue.marts)
    made = {catalogue.reconciliation.name, catalogue.scorecard.name}
    assert set(re.findall(r"`(\w+)`", row["quality"])) == {*QUALITY_TABLES, *made}


def test_architecture_names_every_package() -> None:
    packages = {path.parent.name for path in (PROJECT / "pipelines").glob("*/__init__.py")}
    named = set(re.findall(r"`(?:pipelines/)?(\w+)/`", DOCS["docs/architecture.md"]))
    assert packages <= named


def test_readme_is_for_the_one_who_arrives() -> None:
    assert DOCS["README.md"].count("\n") <= 120
    assert DOCS["README.zh-CN.md"].count("\n") <= 120


@pytest.mark.parametrize("document", DOCS)
def test_links_lead_to_files_and_headings(document: str) -> None:
    for link in re.findall(r"\]\(([^)<]+)\)", DOCS[document]):
        if re.match(r"\w+:", link):
            continue
        target, _, heading = link.partition("#")
        path = ((PROJECT / document).parent / target).resolve() if target else PROJECT / document
        assert path.exists(), f"{document}: {link}"
        assert not heading or heading in anchors(path.read_text(encoding="utf-8")), f"{document}: {link}"


def anchors(text: str) -> set[str]:
    return {
        re.sub(r"[^\w-]", "", heading.lower().replace(" ", "-"))
        for heading in re.findall(r"(?m)^#+ (.+)$", text)
    }


@pytest.mark.parametrize("document", DOCS)
def test_commands_exist(document: str) -> None:
    text = DOCS[document]
    targets = set(re.findall(r"(?m)^([a-z-]+):", (PROJECT / "Makefile").read_text(encoding="utf-8")))
    assert set(re.findall(r"`make ([a-z-]+)|^make ([a-z-]+)", text, re.MULTILINE)) <= {
        pair for target in targets for pair in ((target, ""), ("", target))
    }
    commands = {
        command.name or command.callback.__name__ for command in app.registered_commands if command.callback
    }
    assert set(re.findall(r"(?:bin/|`)township ([a-z]+)", text)) <= commands
    files = re.findall(r"(?:queries|tests)/[\w/]+\.(?:sql|py)", text)
    assert [path for path in files if not (PROJECT / path).exists()] == []


def test_pictures_are_small_and_shown() -> None:
    pictures = set((PROJECT / "docs" / "screenshots").iterdir())
    shown = {
        PROJECT / "docs" / path
        for text in DOCS.values()
        for path in re.findall(r"!\[[^]]+\]\(([^)]+)\)", text)
    }
    assert pictures == shown
    assert all(path.stat().st_size < 150_000 for path in pictures)
