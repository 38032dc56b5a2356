"""Pages show what the release holds, in Chinese."""

from __future__ import annotations

import re
import shutil
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import duckdb
import pytest

from pipelines import connect
from pipelines.catalogue.areas import Area
from pipelines.catalogue.tables import Catalogue
from pipelines.disclosure.suppression import WITHHELD, open_publishable
from pipelines.orchestration.run import run_build
from pipelines.releases.diff import Change
from pipelines.releases.store import DATABASE, current_release
from pipelines.site.build import page_name
from pipelines.site.pages.brief import FIGURES, LeadingFigure, figure_line
from pipelines.site.pages.brief import difference as step_in_brief
from pipelines.site.pages.brief import shown as in_brief
from pipelines.site.pages.deliveries import HEADS, page_of
from pipelines.site.pages.quality import VERDICTS
from pipelines.site.site import Site
from tests.support.pages import Page, built
from tests.support.small import Household, build_of, township_folder, write_registry, write_villages


def test_a_mart_with_warnings_shows_them(site: Path) -> None:
    """As published, one project paid more than it was allocated; nothing is doubted in the figures of exits."""
    banner = re.compile(r'<p class="banner">(.*?)</p>')
    [warned] = banner.findall((site / "fund_execution.html").read_text(encoding="utf-8"))
    assert "支出资金多于下达资金（1）" in warned
    [overview] = banner.findall((site / "index.html").read_text(encoding="utf-8"))
    assert "扶贫资金执行" in overview
    assert not banner.findall((site / "exits_by_year.html").read_text(encoding="utf-8"))


def test_a_page_of_a_township_has_every_row(site: Path, sample_release: Path, catalogue: Catalogue) -> None:
    page = Page(site / "areas" / f"{page_name(Area('儋州市', '木棠镇'))}.html")
    with open_publishable(sample_release / DATABASE, catalogue) as con:
        wanted = sum(
            con.execute(f"select count(*) from {mart} where township = '木棠镇'").fetchall()[0][0]
            for mart in catalogue.marts
        )
    titles = {"地区", *(column.title for mart in catalogue.marts.values() for column in mart.columns)}
    heads = sum(row[0] in titles for row in page.rows)
    assert len(page.rows) - heads == wanted


def test_a_mart_page_has_the_figures_of_every_unit(
    site: Path, sample_release: Path, catalogue: Catalogue
) -> None:
    rows = {tuple(row[:4]) for row in Page(site / "exits_by_year.html").rows}
    assert ("儋州市·木棠镇", "2018", "2018", "393") in rows
    with open_publishable(sample_release / DATABASE, catalogue) as con:
        [(upper,)] = con.execute(
            "select count(*) from exits_by_year where area_level <> 'village' or (county is null and township is null)"
        ).fetchall()
    assert len(Page(site / "exits_by_year.html").rows) == upper + 1


def test_overview_shows_board_and_counts(site: Path, sample_release: Path) -> None:
    text = (site / "index.html").read_text(encoding="utf-8")
    with connect(sample_release) as con:
        [(accepted, quarantined)] = con.execute(
            "select sum(accepted), sum(quarantined) from quality.deliveries"
        ).fetchall()
        [(release_id,)] = con.execute("select release_id from quality.release").fetchall()
        units = {unit for (unit,) in con.execute("select distinct unit from quality.deliveries").fetchall()}
    assert f"<strong>{accepted:,}</strong>" in text and f"<strong>{quarantined}</strong>" in text
    assert release_id in text
    assert units <= {row[0] for row in Page(site / "index.html").rows}


def test_the_first_release_is_called_the_first(site: Path) -> None:
    assert "这是第一个版本" in (site / "index.html").read_text(encoding="utf-8")


def test_overview_lists_what_changed_since_the_last_release(tmp_path: Path, few: Catalogue) -> None:
    folder = township_folder(tmp_path)
    write_villages(folder / "行政村.csv", 甲村=100, 乙村=100, 丙村=100)
    others = [Household(number, village="乙村") for number in range(10, 14)]
    three = [Household(number, village="丙村") for number in range(20, 23)]
    mine = [Household(number, size=2) for number in range(1, 5)]
    write_registry(folder / "名单.csv", *others, *three, *mine)
    run_build(build_of(tmp_path, few))
    before = current_release(tmp_path / "marts")
    write_registry(folder / "名单.csv", *others, *three[:2], *mine[:3], Household(4, size=1))
    run_build(build_of(tmp_path, few))
    page = tmp_path / "marts" / "site" / "index.html"
    text = page.read_text(encoding="utf-8")
    assert f"上一个版本是 {before.name}" in text and "更正：某镇/2018/名单.csv" in text
    rows = [row for row in Page(page).rows if row[-2:-1] == ["更正"]]
    assert [
        "贫困发生率",
        "乡镇",
        "某县 某镇 2018",
        "贫困人数",
        "15",
        "13",
        "更正",
        "某镇/2018/名单.csv",
    ] in rows
    assert [
        "贫困发生率",
        "乡镇",
        "某县 某镇 2018",
        "贫困发生率",
        "5.00%",
        "4.33%",
        "更正",
        "某镇/2018/名单.csv",
    ] in rows
    assert not any("丙村" in row[2] for row in rows), (
        "two households left are not shown, nor that they were three"
    )
    levels = [row[1] for row in rows]
    assert levels == sorted(levels, key=["县", "乡镇", "村"].index)


def test_a_withheld_count_sorts_with_the_numbers_and_has_a_note(tmp_path: Path, few: Catalogue) -> None:
    folder = township_folder(tmp_path)
    write_villages(folder / "行政村.csv", 甲村=100)
    write_registry(folder / "名单.csv", Household(1), Household(2))
    run_build(build_of(tmp_path, few))
    page = (tmp_path / "marts" / "site" / "poverty_incidence.html").read_text(encoding="utf-8")
    why = "户数或人数太少，不公布"
    cells = re.findall(r"<td[^>]*>(?:<span[^>]*>)?\*(?:</span>)?</td>", page)
    assert any('class="none number"' in cell for cell in cells)
    assert all(f'title="{why}"' in cell and f'aria-label="{why}"' in cell for cell in cells)


def test_quality_writes_reported_figures_in_the_units_that_readers_use(
    site: Path, sample_release: Path
) -> None:
    rows = {row[3]: row for row in Page(site / "quality.html").rows if row[0] in VERDICTS}
    # 薛宅村 states 0.7 %, 木棠镇 94.5145 万元, of which the ledgers give 25 元 less.
    assert rows["S000-031"][5:10] == ["贫困发生率", "0.7", "0.7001", "0.0001", "%"]
    assert rows["S000-120"][5:10] == ["已发放分红", "94.5145", "94.512", "-0.0025", "万元"]
    with connect(sample_release) as con:
        dims = con.execute("select dims from quality.reconciliation").fetchall()
    assert len(rows) == len(dims)
    assert not [row for row in rows.values() if row[5].isascii() or '"' in row[10]]


def test_quality_shows_verdicts_and_reasons(site: Path, sample_release: Path) -> None:
    rows = Page(site / "quality.html").rows
    with connect(sample_release) as con:
        verdicts = dict(con.execute("select figure_id, verdict from quality.reconciliation").fetchall())
        rules = con.execute("select distinct rule from quality.quarantine").fetchall()
    shown = {row[3]: row[0] for row in rows if row[0] in VERDICTS}
    withheld = {figure for figure, verdict in verdicts.items() if shown[figure] != verdict}
    assert {shown[figure] for figure in withheld} == {"无法核对"}
    # the households of a village that are left, one in number; not the headlines
    assert "S002-005" in withheld and len(withheld) < len(verdicts) / 10
    assert {rule for (rule,) in rules} <= {row[1] for row in rows}


def test_a_delivery_has_a_page_with_every_fault_and_no_value(site: Path, sample_release: Path) -> None:
    page = Page(site / "deliveries" / f"{page_of('木棠镇', '2018')}.html")
    with connect(sample_release) as con:
        where = "unit = '木棠镇' and period = '2018'"
        wanted = con.execute(
            f"select file, cell, reason_zh from quality.quarantine where {where} and level in ('row', 'cell')"
        ).fetchall()
        [(sheets,)] = con.execute(f"select count(*) from quality.statements where {where}").fetchall()
    shown = {(row[0], row[3], row[5]) for row in page.rows if len(row) == 8}
    assert {(file, cell or "—", reason) for file, cell, reason in wanted} <= shown and len(wanted) > 10
    assert sum(len(row) == 6 for row in page.rows) == sheets + 1, "a row for each sheet, and the heads"
    assert list(HEADS) in page.rows, "what is written in a cell is not among them"
    assert f"deliveries/{page_of('木棠镇', '2018')}.html" in Page(site / "index.html").links


def test_a_county_has_a_page_for_its_leader(site: Path) -> None:
    """Published: 1,193 households and 5,992 persons registered, 262 left in 2018; 2,433 exited in 2017, 1,924 in 2018;
    387,555 yuan of dividends are owed."""
    page = Page(site / "briefs" / f"{page_name(Area('儋州市'))}.html")
    rows = {row[0]: row[1:] for row in page.rows}
    assert len(rows) == 1 + 10
    assert rows["建档立卡户数"][:2] == ["2018", "1,193 户"] and rows["建档立卡人数"][1] == "5,992 人"
    assert rows["未脱贫人数"][1] == "262 人" and rows["贫困发生率"][1] == "0.39%"
    assert rows["当年脱贫人数"][:4] == ["2018", "1,924 人", "2,433 人", "-509 人"]
    assert rows["支出资金"][1] == "1,066.30 万元" and rows["支出资金"][-1].startswith("6 类中 1 类有数")
    for name, whole in (("已发分红", "145.03 万元"), ("尚欠分红", "38.76 万元")):
        shown, _, _, since, why = rows[name][1:]
        is_short = "有不公布的行，没有加进去" in why
        assert (
            (shown.startswith("≥ ") and since == "不公布")
            if is_short
            else (shown, since) == (whole, "第一版")
        )
    assert {row[-2] for name, row in rows.items() if name != "指标"} <= {"第一版", "不公布"}
    assert all("数据截至" in row[-1] for name, row in rows.items() if name != "指标")


RATE = LeadingFigure(
    "支出进度", "fund_execution", "execution_rate", unit="比例", weight="covered_budget_yuan"
)
OWED = FIGURES[-1]


@pytest.mark.parametrize(
    ("figure", "rows", "value"),
    [
        # (0.5 × 300 + 1 × 100) ÷ 400, without the row of which nothing is known
        (RATE, [(0.5, 300), (1.0, 100), (None, None)], 0.625),
        (RATE, [(None, None)], None),
        (RATE, [(0.5, 300), (WITHHELD, 100)], WITHHELD),
        (OWED, [(Decimal(30), 0), (Decimal(-5), 0), (None, 0)], Decimal(30)),
    ],
)
def test_a_leading_figure_is_of_what_is_known(figure: LeadingFigure, rows: list, value: object) -> None:
    names = (figure.column, "covered_budget_yuan")
    assert figure.value([dict(zip(names, row, strict=True)) for row in rows]) == value


@pytest.mark.parametrize(
    ("now", "before", "unit", "shown"),
    [
        (Decimal(1117050), Decimal(1000000), "元", ("111.71 万元", "100.00 万元", "+11.71 万元")),
        (0.07125, 0.0, "比例", ("7.13%", "0.00%", "+7.13 个百分点")),
        (1200, None, "户", ("1,200 户", "—", "—")),
        (WITHHELD, 4, "人", ("*", "4 人", "*")),
        (None, WITHHELD, "人", ("—", "*", "*")),
    ],
)
def test_figures_are_rounded_half_up_and_what_is_withheld_is_not_unknown(
    now: object, before: object, unit: str, shown: tuple[str, str, str]
) -> None:
    assert (in_brief(now, unit), in_brief(before, unit), step_in_brief(now, before, unit)) == shown


def test_a_township_whose_figures_are_all_withheld_is_said_to_have_withheld_ones(
    tmp_path: Path, few: Catalogue
) -> None:
    """Two households of one township, one of which left poverty; nothing was sent of funds."""
    folder = township_folder(tmp_path)
    write_registry(folder / "名单.csv", Household(1, size=2), Household(2, status="已脱贫", exit_year="2018"))
    run_build(build_of(tmp_path, few))
    site = tmp_path / "marts" / "site"
    brief = {row[0]: row[1:] for row in Page(site / "briefs" / f"{page_name(Area('某县'))}.html").rows}
    assert brief["当年脱贫人数"][:2] == ["*", "*"]
    assert brief["建档立卡人数"][1] == "*"
    assert brief["计划资金"][:2] == ["—", "—"]
    township = (site / "areas" / f"{page_name(Area('某县', '某镇'))}.html").read_text(encoding="utf-8")
    assert "户数或人数太少，数字不公布" in township
    assert "户数或人数太少，数字不公布" in (site / "exits_by_year.html").read_text(encoding="utf-8")


def test_a_figure_that_is_withheld_does_not_show_how_it_changed(catalogue: Catalogue) -> None:
    """Nor is it known by how much 9 persons became 8, where neither is shown."""
    county, figure = Area("云上县"), FIGURES[2]
    row: dict[str, object] = {column.name: None for column in catalogue.marts[figure.mart].columns}
    row |= {"area_level": "county", "county": "云上县", "year": 2031, figure.column: WITHHELD}
    changed = SimpleNamespace(
        mart=figure.mart,
        area=("云上县", None, None),
        column=figure.column,
        key="county 2031",
        old="9",
        new="8",
    )
    site = SimpleNamespace(
        catalogue=catalogue,
        release=_release_withholding(),
        rows_of=lambda _: {county: [row]},
        since_last=SimpleNamespace(is_possible=True, changes=[changed]),
        is_withheld=lambda _: False,
    )
    shown = cast(Site, site)
    assert "-1 人" not in figure_line(shown, county, figure) and "不公布" in figure_line(
        shown, county, figure
    )
    row[figure.column] = 8
    assert "-1 人" in figure_line(shown, county, figure)


@pytest.mark.parametrize(
    ("now", "before", "is_withheld"),
    [
        ([], [], False),
        ([("exits_by_year", "某县", "某镇", None)], [], True),
        ([], [("exits_by_year", ("某县", "某镇", None))], True),
    ],
)
def test_a_change_of_what_is_withheld_or_was_is_not_told(
    catalogue: Catalogue, now: list, before: list, is_withheld: bool
) -> None:
    change = Change(
        "exits_by_year", ("某县", "某镇", None), "township 2018", "households", "9", "12", "correction"
    )
    site = Site(_release_withholding(*now), catalogue, [], {}, {}, withheld_before=before)
    assert site.is_withheld(change) is is_withheld


def _release_withholding(*rows: tuple[str | None, ...]) -> duckdb.DuckDBPyConnection:
    release = duckdb.connect()
    release.execute("create table withheld (mart text, county text, township text, village text)")
    for row in rows:
        release.execute("insert into withheld values (?, ?, ?, ?)", row)
    return release


def test_rules_show_what_is_set_aside_and_what_to_do(site: Path, sample_release: Path) -> None:
    page = Page(site / "rules.html")
    rows = {row[1]: row for row in page.rows if len(row) == 5}
    with connect(sample_release) as con:
        found = con.execute("select distinct rule from quality.quarantine").fetchall()
    assert {rule for (rule,) in found} <= rows.keys()
    assert rows["archive"] == ["是压缩包", "archive", "请解压后重报", "可读取", "否"]
    assert rows["wrong_unit"][0] == "单位与本列不符：“…”"
    assert rows["wrong_unit"][4] == "可"
    assert "rules.html" in Page(site / "quality.html").links


def test_systems_link_to_what_keeps_them(site: Path, sample_release: Path) -> None:
    page = Page(site / "systems.html")
    rows = {row[0]: row for row in page.rows if len(row) == 5}
    assert {f"Y-{number:03}" for number in range(1, 139)} <= rows.keys()
    assert rows["Y-118"][1] == "户贷户用、户贷企用"
    assert "扶贫小额信贷台账·贷款方式：户贷企用clean.loans.loan_mode" in rows["Y-118"][3]
    assert rows["Y-083"][3] == "—" and rows["Y-083"][4].startswith("党建工作的记录")
    assert "dictionary.html#clean.loans.loan_mode" in page.links
    assert "systems.html" in Page(site / "dictionary.html").links
    with connect(sample_release) as con:
        kinds = con.execute("select 种类, count(*) from zh.系统和台账对照 group by all order by 2").fetchall()
    assert kinds == [("信息系统和平台", 18), ("台账和手册", 28), ("机制和程序", 92)]


UNDECIDED = "霞林街道"


@pytest.fixture(scope="module")
def quality_rows(
    sample_release: Path, catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory
) -> list[list[str]]:
    """Rows of the quality page of the sample with other findings, messages and statements."""
    folder = tmp_path_factory.mktemp("quality")
    database = folder / "release.duckdb"
    shutil.copyfile(sample_release / DATABASE, database)
    with duckdb.connect(str(database)) as release:
        release.execute("delete from quality.findings")
        release.execute(
            """insert into quality.findings (unit, register, rule, severity, message_zh) values
               ('木棠镇', 'persons', 'a', 'info', '甲'), (null, 'persons', 'b', 'info', '乙'),
               ('木棠镇', 'dividend_payouts', 'c', 'info', '丙'), (null, 'dividend_payouts', 'd', 'info', '丁'),
               (null, 'exits_by_year', 'e', 'info', '戊')"""
        )
        release.execute("update quality.deliveries set message = 'damaged.', message_zh = '已损坏。'")
        release.execute(
            """update quality.statements set counts = false, status = 'undecided', reason_zh = '两张表说法不同。'
               where unit = ?""",
            [UNDECIDED],
        )
    return Page(built(database, folder, catalogue) / "quality.html").rows


def test_quality_shows_in_chinese_where_something_was_found(
    quality_rows: list[list[str]], catalogue: Catalogue
) -> None:
    """Of the register and the mart of dividends, which have one name, each has its own title."""
    found = {row[1]: row[3] for row in quality_rows if row[0] == "提示"}
    registry, exits = catalogue.titles["clean.persons"], catalogue.titles["exits_by_year"]
    ledger, dividends = catalogue.titles["clean.dividend_payouts"], catalogue.titles["dividend_payouts"]
    assert found == {"甲": registry, "乙": registry, "丙": ledger, "丁": dividends, "戊": exits}


def test_quality_shows_in_chinese_why_a_sheet_was_not_read(quality_rows: list[list[str]]) -> None:
    assert {row[-1] for row in quality_rows if row[-1] in ("damaged.", "已损坏。")} == {"已损坏。"}


def test_quality_lists_sheets_that_count_nowhere_first(
    quality_rows: list[list[str]], sample_release: Path
) -> None:
    with connect(sample_release) as release:
        sheets = release.execute(
            "select count(*) from quality.statements where unit = ?", [UNDECIDED]
        ).fetchone()
    _, *rows = (row for row in quality_rows if len(row) == 9)
    held = [row for row in rows if row[0] == "待核"]
    assert (len(held),) == sheets and rows[: len(held)] == held
    assert {(row[1], row[-1]) for row in held} == {(UNDECIDED, "两张表说法不同。")}


def test_names_from_outside_are_escaped(sample_release: Path, catalogue: Catalogue, tmp_path: Path) -> None:
    database = tmp_path / "release.duckdb"
    shutil.copyfile(sample_release / DATABASE, database)
    name = '<script>alert("1")</script>&镇'
    with duckdb.connect(str(database)) as release:
        for mart in catalogue.marts:
            release.execute(f"update {mart} set township = ? where township = '木棠镇'", [name])
        release.execute("update dividend_payouts set partner = ? where partner like '%鑫棠%'", [name])
        release.execute(
            "update quality.deliveries set unit = ?, file = ? where unit = '木棠镇'", [name, name]
        )
        release.execute("update quality.findings set message_zh = ?", [name])
    site = built(database, tmp_path, catalogue)
    for path in site.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert "<script>alert" not in text and 'alert("1")' not in text, path
    assert "&lt;script&gt;alert" in (site / "index.html").read_text(encoding="utf-8")


def test_an_empty_release_names_what_is_missing(
    empty_release: Path, catalogue: Catalogue, tmp_path: Path
) -> None:
    site = built(empty_release / DATABASE, tmp_path, catalogue)
    text = (site / "index.html").read_text(encoding="utf-8")
    assert "还没有可以画图的数据" in text and "还没有报送" in text
    assert not list((site / "areas").iterdir())
    assert "没有隔离" in (site / "quality.html").read_text(encoding="utf-8")


def test_a_column_that_is_never_shown_has_its_note_on_the_page(site: Path) -> None:
    page = (site / "exits_by_year.html").read_text(encoding="utf-8")
    assert "和本来就很小的列，不列出或以 * 代替" in page
    assert "脱贫属性(旧列名)" not in (site / "registry_summary.html").read_text(encoding="utf-8")
