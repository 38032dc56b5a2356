"""Figures show the numbers of the rows they are given, and nothing where the rows hold nothing."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable

import pandas as pd
import plotly.graph_objects as go
import plotly.io as pio
import pytest

from pipelines.charts import dividends, exits, funds, incidence, tables, template, values

RELEASE = template.Release("20250101-1200-abcdef", "2025-01-01")
FIGURES = {
    incidence.by_village: incidence.MART,
    exits.by_year: exits.MART,
    exits.stock: exits.MART,
    exits.waterfall: exits.MART,
    funds.funnel: funds.MART,
    funds.against_target: funds.MART,
    dividends.due_and_paid: dividends.MART,
    dividends.concentration: dividends.MART,
    dividends.capital_and_yield: dividends.MART,
}
TOWNSHIP = {"area_level": "township", "county": "儋州市", "township": "木棠镇", "village": None}

each_figure = pytest.mark.parametrize("draw", FIGURES, ids=lambda draw: f"{draw.__module__}.{draw.__name__}")


def incidence_rows() -> pd.DataFrame:
    def village(name: str, poor: int, population: int | None, poor_village: bool | None) -> dict:
        rate = None if population is None else poor / population
        return {
            **TOWNSHIP,
            "area_level": "village",
            "village": name,
            "year": 2018,
            "registered_persons": 200,
            "poor_persons": poor,
            "rural_population_persons": population,
            "incidence_rate": rate,
            "total_population_persons": None,
            "denominator_kind": "rural_population",
            "exit_threshold_rate": 0.02,
            "meets_exit_threshold": None if rate is None else rate < 0.02,
            "is_poor_village": poor_village,
        }

    return pd.DataFrame(
        [
            village("薛宅村", 19, 2714, True),
            village("甲村", 60, 2000, None),
            village("乙村", 0, 1500, False),
            village("丙村", 7, None, False),
        ]
    )


def exit_rows() -> pd.DataFrame:
    columns = [
        "exit_year",
        "households",
        "persons",
        "planned_households",
        "planned_persons",
        "cumulative_households",
        "cumulative_persons",
        "remaining_households",
        "remaining_persons",
    ]
    rows = [
        (2016, 170, 898, None, None, 266, 1373, 927, 4619),
        (2017, 456, 2433, None, None, 722, 3806, 471, 2186),
        (2018, 393, 1924, 393, 1924, 1115, 5730, 78, 262),
        (2019, None, None, 78, 262, None, None, None, None),
        (None, 96, 475, None, None, 96, 475, 1097, 5517),
    ]
    counts = pd.DataFrame(rows, columns=columns).astype("Int64")
    return counts.assign(as_of_year=2018, returned_households=None, returned_persons=None, **TOWNSHIP)


def fund_rows() -> pd.DataFrame:
    def line(level: str, category: str, budget: float, paid: float | None, target: float | None) -> dict:
        rate = None if paid is None else paid / budget
        return {
            **TOWNSHIP,
            "year": 2020,
            "fund_level": level,
            "category": category,
            "projects": 2,
            "planned_yuan": budget,
            "allocated_yuan": None,
            "disbursed_yuan": None,
            "paid_yuan": paid,
            "settled_yuan": None,
            "budget_yuan": budget,
            "budget_basis": "计划",
            "execution_rate": rate,
            "target_rate": target,
            "is_behind_target": None if target is None or rate is None else rate < target,
        }

    return pd.DataFrame(
        [
            line("中央", "产业", 10_663_000, 10_663_000, 0.95),
            line("省级", "基础设施", 320_665.87, 224_466.11, 0.95),
            line("其他", "基础设施", 239_600, 241_000, None),
            line("其他", "教育补助", 650_000, None, 0.95),
        ]
    )


def dividend_rows() -> pd.DataFrame:
    def partner(name: str, capital: float, rate: float | None, paid: float | None) -> dict:
        due = None if rate is None else capital * rate
        return {
            **TOWNSHIP,
            "partner": name,
            "invested_year": 2018,
            "payout_year": None if paid is None else 2018,
            "households": 26,
            "memberships": 30,
            "capital_yuan": capital,
            "contract_rate": rate,
            "due_yuan": due,
            "paid_yuan": paid,
            "arrears_yuan": None if due is None else due - (paid or 0),
            "paid_ratio": None if due is None or paid is None else paid / due,
            "yield_rate": None if paid is None else paid / capital,
        }

    return pd.DataFrame(
        [
            partner("三园合作社", 292_150, 0.1, 29_215),
            partner("乡投公司", 2_414_500, 0.1, 120_725),
            partner("薛宅公司", 966_000, None, 96_600),
            partner("服装公司", 380_000, 0.1, None),
        ]
    )


ROWS: dict[str, Callable[[], pd.DataFrame]] = {
    incidence.MART: incidence_rows,
    exits.MART: exit_rows,
    funds.MART: fund_rows,
    dividends.MART: dividend_rows,
}


def drawn(fig: go.Figure) -> list[dict]:
    """The traces as a browser gets them."""
    return json.loads(fig.to_json())["data"]


def trace(fig: go.Figure, name: str, axis: str = "x") -> dict:
    """The trace of that name on that pair of axes."""
    [found] = [t for t in drawn(fig) if t.get("name") == name and t.get("xaxis", "x") == axis]
    return found


def points(fig: go.Figure, *names: str, at: str = "y", value: str = "x") -> dict[str, float | None]:
    """label → number, over the traces of those names."""
    return {
        label: number
        for name in names
        for label, number in zip(*map(trace(fig, name).get, (at, value)), strict=True)
    }


def column(rows: pd.DataFrame, label: str, number: str, scale: int = 1) -> dict[str, float | None]:
    return {
        key: None if pd.isna(value) else value / scale
        for key, value in zip(rows[label], rows[number], strict=True)
    }


@each_figure
def test_says_what_it_shows(draw: Callable) -> None:
    fig = draw(ROWS[FIGURES[draw]](), RELEASE)
    assert fig.layout.title.text.startswith("<b>木棠镇")
    alt = fig.layout.meta["alt"]
    assert "木棠镇" in alt and any(character.isdigit() for character in alt) and alt.endswith("。")
    corner = fig.layout.annotations[-1].text
    assert FIGURES[draw] in corner and RELEASE.release_id in corner and RELEASE.built_on in corner


@each_figure
def test_axes_of_numbers_state_their_unit(draw: Callable) -> None:
    layout = json.loads(draw(ROWS[FIGURES[draw]](), RELEASE).to_json())["layout"]
    axes = [layout[key] for key in layout if key.startswith(("xaxis", "yaxis"))]
    numeric = [axis for axis in axes if "tickformat" in axis]
    assert numeric
    for axis in numeric:
        assert any(unit in axis["title"]["text"] for unit in ("户）", "人）", "万元）", "%）"))


@each_figure
def test_hover_is_chinese(draw: Callable) -> None:
    for mark in draw(ROWS[FIGURES[draw]](), RELEASE).data:
        text = mark.hovertemplate or ""
        assert (
            mark.hoverinfo == "skip"
            or "%{hovertext}" in text
            or any("一" <= c <= "鿿" for c in text)
            or mark.text
        )


@each_figure
def test_without_rows_says_what_is_missing(draw: Callable) -> None:
    fig = draw(ROWS[FIGURES[draw]]().iloc[:0], RELEASE)
    assert not fig.data
    assert "没有该地区" in fig.layout.title.text
    assert fig.layout.meta["alt"].startswith("没有该地区")
    assert RELEASE.release_id in fig.layout.annotations[-1].text


def test_incidence_of_villages() -> None:
    fig = incidence.by_village(incidence_rows(), RELEASE)
    known = incidence_rows().dropna(subset="incidence_rate")
    assert points(fig, "贫困村", "其他村") == column(known, "village", "incidence_rate")
    assert points(fig, "退出标准") == column(known, "village", "exit_threshold_rate")
    assert list(fig.layout.yaxis.categoryarray) == ["乙村", "薛宅村", "甲村"]
    assert "最高 3%（甲村）" in fig.layout.title.text
    assert "2 个村达到退出标准，1 个村没有达到" in fig.layout.meta["alt"]


def test_a_village_without_population_is_named_and_not_drawn() -> None:
    fig = incidence.by_village(incidence_rows(), RELEASE)
    assert "丙村" not in points(fig, "贫困村", "其他村", "退出标准")
    assert "1 个村缺人口数，没有画出：丙村" in fig.layout.meta["alt"]
    assert "丙村" in fig.layout.annotations[-1].text


def test_villages_without_any_population_are_said_to_lack_it() -> None:
    fig = incidence.by_village(incidence_rows().assign(incidence_rate=None), RELEASE)
    assert not fig.data
    assert "缺人口数" in fig.layout.meta["alt"]


def test_only_the_highest_of_many_villages_are_drawn() -> None:
    village = incidence_rows().iloc[[0]]
    rows = pd.concat([village.assign(village=f"{n}村", incidence_rate=n / 1000) for n in range(60)])
    fig = incidence.by_village(rows, RELEASE)
    assert set(points(fig, "贫困村")) == {f"{n}村" for n in range(20, 60)}
    assert "只画最高的 40 个村" in fig.layout.meta["alt"]


def test_villages_of_the_same_name_are_told_apart() -> None:
    rows = incidence_rows()
    fig = incidence.by_village(pd.concat([rows, rows.assign(township="中和镇")]), RELEASE)
    assert {"木棠镇·乙村", "中和镇·乙村"} <= set(points(fig, "其他村"))


def test_an_unknown_county_is_left_out_of_labels() -> None:
    rows = pd.DataFrame({"county": ["儋州市", None], "year": [2018, None], "village": ["甲村", "乙村"]})
    assert values.labels(rows, ["county", "year"], "village") == ["儋州市·2018·甲村", "未注明·乙村"]


@pytest.mark.parametrize(("measure", "axis"), [("households", "x"), ("persons", "x2")])
def test_exits_of_each_year(measure: str, axis: str) -> None:
    fig = exits.by_year(exit_rows(), RELEASE)
    years = ["不详", "2016", "2017", "2018", "2019"]
    ordered = exit_rows().sort_values("exit_year", na_position="first")
    for name, wanted in (("实际脱贫", measure), ("年度计划", f"planned_{measure}")):
        bars = trace(fig, name, axis)
        assert bars["x"] == years
        assert bars["y"] == [None if pd.isna(n) else n for n in ordered[wanted]]
    assert "累计脱贫 1,115 户 5,730 人，剩余 78 户 262 人" in fig.layout.title.text


@pytest.mark.parametrize(("measure", "axis"), [("households", "x"), ("persons", "x2")])
def test_stock_of_the_registry(measure: str, axis: str) -> None:
    fig = exits.stock(exit_rows(), RELEASE)
    ordered = exit_rows().dropna(subset="households").sort_values("exit_year", na_position="first")
    assert trace(fig, "累计脱贫", axis)["y"] == ordered[f"cumulative_{measure}"].tolist()
    assert trace(fig, "尚未脱贫", axis)["y"] == ordered[f"remaining_{measure}"].tolist()


def test_waterfall_from_registered_to_remaining() -> None:
    falls = [t for t in drawn(exits.waterfall(exit_rows(), RELEASE)) if t["type"] == "waterfall"]
    assert [t["y"] for t in falls] == [
        [1193, -96, -170, -456, -393, 78],
        [5992, -475, -898, -2433, -1924, 262],
    ]
    assert falls[0]["x"] == ["建档立卡", "不详", "2016", "2017", "2018", "剩余"]


def test_a_unit_that_reports_persons_only_has_no_panel_of_households() -> None:
    rows = exit_rows().assign(
        households=None, planned_households=None, cumulative_households=None, remaining_households=None
    )
    for draw in (exits.by_year, exits.stock, exits.waterfall):
        fig = draw(rows, RELEASE)
        assert "yaxis2" not in fig.layout
        assert fig.layout.yaxis.title.text == "人数（人）"
        assert "累计脱贫 5,730 人，剩余 262 人" in fig.layout.title.text


def test_several_areas_are_not_drawn_as_one() -> None:
    rows = pd.concat([exit_rows(), exit_rows().assign(township="中和镇")])
    for draw in (exits.by_year, exits.stock, exits.waterfall):
        fig = draw(rows, RELEASE)
        assert not fig.data
        assert "木棠镇、中和镇" in fig.layout.meta["alt"]


def test_funnel_of_funds() -> None:
    fig = funds.funnel(fund_rows(), RELEASE)
    [bars] = drawn(fig)
    assert dict(zip(bars["y"], bars["x"], strict=True)) == {
        "计划": pytest.approx(1187.326587),
        "下达": None,
        "拨付": None,
        "支出": pytest.approx(1112.846611),
        "结算": None,
    }
    assert [note.y for note in fig.layout.annotations if note.text == "台账没有记录"] == [
        "下达",
        "拨付",
        "结算",
    ]
    assert "支出只有部分类别有数" in fig.layout.meta["alt"]


def test_execution_against_target() -> None:
    fig = funds.against_target(fund_rows(), RELEASE)
    rows = fund_rows().assign(label=lambda frame: frame["fund_level"] + "·" + frame["category"])
    known = rows.dropna(subset="execution_rate")
    assert points(fig, "达到目标", "低于目标", "没有目标") == column(known, "label", "execution_rate")
    assert points(fig, "目标") == column(known.dropna(subset="target_rate"), "label", "target_rate")
    assert points(fig, "低于目标").keys() == {"省级·基础设施"}
    assert "其他·教育补助" in fig.layout.meta["alt"]


@pytest.mark.parametrize(
    "draw", [funds.funnel, dividends.due_and_paid, dividends.concentration, dividends.capital_and_yield]
)
def test_levels_of_area_are_not_summed(draw: Callable) -> None:
    rows = ROWS[FIGURES[draw]]()
    fig = draw(pd.concat([rows, rows.assign(area_level="county", township=None)]), RELEASE)
    assert not fig.data
    assert "请只取一级" in fig.layout.meta["alt"]


def test_dividends_due_and_paid() -> None:
    fig = dividends.due_and_paid(dividend_rows(), RELEASE)
    rows = dividend_rows()
    rows["label"] = values.labels(rows, dividends.BY, "partner")
    assert points(fig, "已发放") == pytest.approx(column(rows, "label", "paid_yuan", 10_000))
    assert points(fig, "应发放") == pytest.approx(column(rows, "label", "due_yuan", 10_000))
    owed = rows.assign(owed=rows["arrears_yuan"].where(rows["arrears_yuan"] > 0))
    assert points(fig, "尚未发放") == pytest.approx(column(owed, "label", "owed", 10_000))
    assert "已发放分红 24.654 万元，尚未发放 15.8725 万元" in fig.layout.title.text
    assert "1 行没有约定比例" in fig.layout.meta["alt"]


def test_capital_and_yield() -> None:
    fig = dividends.capital_and_yield(dividend_rows(), RELEASE)
    rows = dividend_rows()
    rows["label"] = values.labels(rows, dividends.BY, "partner")
    assert points(fig, "入股金额") == column(rows, "label", "capital_yuan", 10_000)
    for name, wanted in (("实际收益率", "yield_rate"), ("约定比例", "contract_rate")):
        marks = trace(fig, name, "x2")
        assert dict(zip(marks["y"], marks["x"], strict=True)) == column(rows, "label", wanted)


def test_capital_of_a_cohort_counts_once_however_often_it_pays() -> None:
    rows = dividend_rows().iloc[[0]]
    fig = dividends.capital_and_yield(pd.concat([rows, rows.assign(payout_year=2019)]), RELEASE)
    assert "入股 29.215 万元" in fig.layout.title.text


def test_fonts_reach_every_system() -> None:
    family = template.template().layout.font.family
    for face in ("PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC"):
        assert face in family
    assert family.endswith("sans-serif")


def test_look_is_set_only_when_asked_for() -> None:
    before = (pio.templates.default, pio.renderers.default)
    code = "import plotly.io as p; b = (p.templates.default, p.renderers.default)\n"
    code += "import pipelines.charts.incidence, pipelines.charts.template as t\n"
    code += "assert b == (p.templates.default, p.renderers.default) and 'township' not in p.templates\n"
    code += "t.use(); print(p.templates.default, p.renderers.default)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["township", "plotly_mimetype"]
    assert before == (pio.templates.default, pio.renderers.default)


def test_lines_break_after_punctuation() -> None:
    assert template._wrap("甲乙，丙丁戊", 8) == ["甲乙，", "丙丁戊"]
    assert template._wrap("甲乙丙丁戊", 8) == ["甲乙丙丁", "戊"]
    assert template._wrap("1,193 户", 8) == ["1,193 户"]
    assert template._wrap("甲乙（丙丁）", 8) == ["甲乙", "（丙丁）"]
    assert template._wrap("", 8) == []


def test_table_is_for_readers() -> None:
    rows = pd.DataFrame(
        {"年度": [2018, None], "人数": [5992, None], "达到标准": [True, None], "村": ["薛宅村", None]}
    )
    page = tables.table(rows.astype({"年度": "Int64", "人数": "Int64", "达到标准": "boolean"})).to_html()
    assert re.findall(r"<td[^>]*>(.*?)</td>", page) == ["2018", "5,992", "是", "薛宅村", *"————"]


def test_a_long_table_says_how_much_is_left_out() -> None:
    page = tables.table(pd.DataFrame({"人数": range(300)})).to_html()
    assert page.count("<tr>") == 1 + tables.MOST_ROWS
    assert "共 300 行，这里是前 200 行" in page


def test_text_of_values() -> None:
    assert [values.percent(rate) for rate in (0.7379, 1, 0, None)] == ["73.79%", "100%", "0%", "无数据"]
    assert values.wan(945_145) == "94.5145 万元"
    assert values.wan(76_710_130) == "7,671.013 万元"
    assert values.wan(0) == "0 万元"
    assert values.wan(None) == "无数据"
    assert values.both(1193, 5992) == "1,193 户 5,992 人"
    assert values.both(None, 1777) == "1,777 人"
    assert values.both(None, None) == "无数据"
    assert values.years(pd.Series([2014, None, 2018])) == "2014—2018 年"
    assert values.years(pd.Series([2018, 2018])) == "2018 年"
    assert values.years(pd.Series([None])) == ""
    assert values.listed(["甲", "乙"]) == "甲、乙"
    assert values.listed(["甲", "乙", "丙"], most=2) == "甲、乙等"


def withheld(mart: str, *places: tuple[str | None, str | None, str | None]) -> template.Release:
    """A release shown outside the office, in which rows of the mart in those areas are withheld."""
    rows = frozenset((mart, *place) for place in places)
    return template.Release(RELEASE.release_id, RELEASE.built_on, rows)


def test_a_village_is_named_with_the_reason_why_it_has_no_incidence() -> None:
    rows = incidence_rows()
    rows.loc[rows["village"].eq("甲村"), ["poor_persons", "incidence_rate", "meets_exit_threshold"]] = None
    rows.loc[rows["village"].eq("薛宅村"), ["poor_persons", "incidence_rate", "meets_exit_threshold"]] = None
    release = withheld(incidence.MART, ("儋州市", "木棠镇", "甲村"), ("儋州市", "中和镇", "乙村"))
    told = incidence.by_village(rows, release).layout.meta["alt"]
    assert "4 个村，1 个有贫困发生率" in told
    assert "1 个村人数太少，不公布，没有画出：甲村。" in told
    assert "1 个村没有花名册，没有画出：薛宅村。" in told
    assert "1 个村缺人口数，没有画出：丙村" in told


def test_the_mark_of_a_village_without_poor_stands_clear_of_its_name() -> None:
    axis = incidence.by_village(incidence_rows(), RELEASE).layout.xaxis
    assert axis.range[0] < 0 and axis.range[1] > 0.03


def test_a_release_withholds_where_the_rows_are() -> None:
    release = withheld("m", ("儋州市", "木棠镇", "甲村"), ("某县", None, None))
    village = incidence_rows().iloc[[1]]
    assert release.withholds("m", village) and not release.withholds("n", village)
    assert not release.withholds("m", village.assign(village="丙村"))
    assert release.withholds("m", incidence_rows()), "among the villages of the township"
    assert not release.withholds("m", incidence_rows().assign(township="中和镇"))
    assert not release.withholds("m", exit_rows()), "the township itself"
    assert release.withholds("m", exit_rows().assign(county="某县", township=None))
    assert release.withholds("m", incidence_rows().iloc[:0]) and not RELEASE.withholds("m", village)


@pytest.mark.parametrize(
    "draw", [dividends.due_and_paid, dividends.concentration, dividends.capital_and_yield]
)
def test_sums_of_dividends_say_that_some_are_withheld(draw: Callable) -> None:
    release = withheld(dividends.MART, ("儋州市", "木棠镇", None))
    assert "不公布，没有画出，合计里也没有" in draw(dividend_rows(), release).layout.meta["alt"]
    assert "不公布" not in draw(dividend_rows(), RELEASE).layout.meta["alt"]


def test_exits_without_a_plan_show_none() -> None:
    rows = exit_rows().assign(planned_households=None, planned_persons=None).iloc[[0, 1, 2, 4]]
    fig = exits.by_year(rows, RELEASE)
    assert {mark.name for mark in fig.data} == {"实际脱贫"}
    assert "没有报送年度计划" in fig.layout.meta["alt"] and "横线" not in fig.layout.meta["alt"]


def test_a_plan_of_a_year_without_exits_is_written() -> None:
    texts = trace(exits.by_year(exit_rows(), RELEASE), "年度计划")["text"]
    assert texts == ["", "", "", "", "计划 78"]


def test_the_year_of_most_exits_is_told() -> None:
    told = exits.by_year(exit_rows(), RELEASE).layout.meta["alt"]
    assert "2017 年脱贫最多（456 户 2,433 人）" in told


def test_bands_around_the_target() -> None:
    fig = funds.against_target(fund_rows(), RELEASE)
    for points in (5, 10, 15):
        band = trace(fig, f"±{points} 个百分点")
        ends = {
            label: (round(base, 9), round(base + width, 9))
            for label, base, width in zip(band["y"], band["base"], band["x"], strict=True)
        }
        assert ends == dict.fromkeys(
            ["省级·基础设施", "中央·产业"], (round(0.95 - points / 100, 9), round(0.95 + points / 100, 9))
        )
    # 224,466.11 of 320,665.87 is 70 %: 25 points behind.
    assert "有目标的 2 类中 1 类低于目标，其中 1 类低 15 个百分点以上" in fig.layout.meta["alt"]
    narrow = fund_rows().assign(execution_rate=[1.0, 0.80, 1.0, None])
    assert "1 类低于目标" in (told := funds.against_target(narrow, RELEASE).layout.meta["alt"])
    assert "以上" not in told, "exactly 15 points are within the band"


def test_without_targets_there_are_no_bands() -> None:
    fig = funds.against_target(fund_rows().assign(target_rate=None, is_behind_target=None), RELEASE)
    assert [mark.name for mark in fig.data if mark.type == "bar"] == ["没有目标"]


def test_a_rate_of_few_categories_says_of_how_few() -> None:
    rows = fund_rows().assign(execution_rate=[1.0, None, None, None])
    title = funds.against_target(rows, RELEASE).layout.title.text
    assert "4 类资金只有 1 类有支出数，执行率 100%" in title.replace("<br>", "")


def test_concentration_of_payouts() -> None:
    rows = dividend_rows()
    fig = dividends.concentration(pd.concat([rows, rows.iloc[[0]].assign(invested_year=2017)]), RELEASE)
    # 120,725, 96,600 and 2 × 29,215 of 275,755; one partner has paid nothing.
    assert points(fig, "占已发放分红") == pytest.approx(
        {"乡投公司": 0.4377980, "薛宅公司": 0.3503109, "三园合作社": 0.2118910}, abs=1e-6
    )
    assert points(fig, "从最大的一家起累计") == pytest.approx(
        {"乡投公司": 0.4377980, "薛宅公司": 0.7881090, "三园合作社": 1}, abs=1e-6
    )
    assert "3 家合作方中最大的 2 家占 78.81%" in fig.layout.title.text.replace("<br>", "")
    assert "集中程度相当于 2.8 家平分" in fig.layout.meta["alt"]
    assert "1 家没有发放记录，没有画出" in fig.layout.meta["alt"]


def test_columns_of_numbers_are_marked_down_to_their_gaps() -> None:
    rows = pd.DataFrame(
        {"下达": [None, None], "支出": [1.5, None], "发生率（%）": [0.7, 10], "村": ["甲", "乙"]}
    )
    page = tables.table(rows.astype({"下达": float})).to_html()
    assert re.findall(r'col(\d) number"', page) == ["0", "1", "2"] * 2
    assert ">0.70<" in page and ">10.00<" in page
    assert "没有行" in tables.table(rows.iloc[:0]).to_html()
