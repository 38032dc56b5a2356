"""Data Docs show of every rule whether it held, open without a network, and show nothing of data but counts."""

import re
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from pipelines.validation import (
    UNEXPECTED_ROWS,
    Expectation,
    Failure,
    Outcome,
    Suite,
    Waiver,
    write_data_docs,
)

RULE = Expectation(
    id="sum_is_small",
    type=UNEXPECTED_ROWS,
    kwargs={"unexpected_rows_query": "select {keys} from big where yuan > 10"},
    severity="critical",
    dimension="valid",
    zh="金额过大 <100 元",
    en="a large sum",
    owner="财政所",
    source="R-090",
    keys=("unit", "yuan"),
)
FILLED = replace(
    RULE,
    id="unit_is_stated",
    type="expect_column_values_to_not_be_null",
    kwargs={"column": "unit"},
    zh="单位为空",
)
SUITE = Suite("clean.sums", (RULE, FILLED), {"big": "from {batch} where yuan > 5"})
WAIVER = Waiver(table="clean.sums", rule=RULE.id, reason="r", owner="o", expires=date(2099, 1, 1))
OUTCOMES = (
    Outcome(
        RULE, False, 1234, waived_count=5, failures=(Failure("0" * 16, {"unit": "某镇", "yuan": 99}, WAIVER),)
    ),
    Outcome(FILLED, True, 0),
)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site") / "data_docs"
    assert write_data_docs(
        {"clean.sums": SUITE}, {"clean.sums": OUTCOMES}, {"clean.sums": "金额"}, folder
    ).exists()
    return folder


def text(page: Path) -> str:
    """What a reader sees of the page, in one line."""
    body = page.read_text(encoding="utf-8").partition("<body>")[2]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def test_a_page_shows_of_every_rule_whether_it_held(pages: Path) -> None:
    shown = text(pages / "clean.sums.html")
    assert "2 条规则；违反的有：严重 1 条、警告 0 条、提示 0 条。" in shown
    assert "金额过大 <100 元 a large sum 严重 · sum_is_small · 财政所 · R-090 1,234（豁免 5）" in shown
    assert re.search(r"unit 结果 规则 违反的行数 单位为空 .* unit_is_stated .* R-090 0$", shown)
    marks = re.findall(r"fa-(check-circle|times) ", (pages / "clean.sums.html").read_text(encoding="utf-8"))
    assert marks == ["times", "check-circle"]


def test_the_first_page_lists_the_tables(pages: Path) -> None:
    assert "金额 clean.sums 2 1 0 0" in text(pages / "index.html")
    assert 'href="clean.sums.html"' in (pages / "index.html").read_text(encoding="utf-8")


def test_an_empty_table_has_a_page_only_where_it_breaks_a_rule(tmp_path: Path) -> None:
    tables = {
        "clean.none": (Outcome(FILLED, True, 0),),
        "clean.lacking": (Outcome(FILLED, False, None, "0"),),
    }
    suites = {table: Suite(table, (FILLED,)) for table in tables}
    titles = {"clean.none": "空表", "clean.lacking": "缺表"}
    index = write_data_docs(suites, tables, titles, tmp_path, empty={*tables})
    assert "空表（没有行） clean.none 1 0 0 0" in text(index)
    assert {page.name for page in tmp_path.iterdir()} == {"index.html", "clean.lacking.html"}


def test_pages_open_without_a_network_and_show_no_values(
    pages: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for page in pages.glob("*.html"):
        content = page.read_text(encoding="utf-8")
        assert not re.search(r"(?:https?:)?//[\w-]+\.\w", content)
        assert "<script" not in content and "某镇" not in content and "99" not in content
        for link in re.findall(r'href="([^"#:]+)"', content):
            assert link.startswith("../") or (pages / link).exists()
    assert capfd.readouterr() == ("", "")
