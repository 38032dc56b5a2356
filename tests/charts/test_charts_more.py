"""Figures of who is left, of reported against computed and of quality; and the mart that the first are drawn from."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from pipelines import connect
from pipelines.charts import quality, reconciliation, remaining, tables, template
from pipelines.reconciling.wording import UNITS
from tests.support.marts import marts_from

RELEASE = template.Release("20250101-1200-abcdef", "2025-01-01")
TABLES = {
    remaining.by_cause: remaining.MART,
    remaining.by_kind: remaining.MART,
    remaining.by_village: remaining.MART,
    reconciliation.by_unit: reconciliation.MART,
    reconciliation.by_subject: reconciliation.MART,
    reconciliation.against_computed: reconciliation.MART,
    reconciliation.deviations: reconciliation.MART,
    quality.board: quality.DELIVERIES,
    quality.by_rule: quality.QUARANTINE,
    quality.by_finding: quality.FINDINGS,
}
TOWNSHIP = {"area_level": "township", "county": "儋州市", "township": "木棠镇", "village": None, "year": 2018}

each_figure = pytest.mark.parametrize("draw", TABLES, ids=lambda draw: f"{draw.__module__}.{draw.__name__}")


def remaining_rows() -> pd.DataFrame:
    columns = ["village", "standing", "poverty_cause", "household_kind", "households", "persons"]
    lines = [
        (None, "未脱贫", "因病", "一般贫困户", 5, 20),
        (None, "返贫", "因病", "五保贫困户", 2, 2),
        (None, "未脱贫", "缺资金", "一般贫困户", 3, 14),
        ("薛宅村", "未脱贫", "因病", "一般贫困户", 5, 20),
        ("薛宅村", "返贫", "因病", "五保贫困户", 1, 1),
        ("甲村", "返贫", "因病", "五保贫困户", 1, 1),
        ("甲村", "未脱贫", "缺资金", "一般贫困户", 3, 14),
    ]
    rows = pd.DataFrame(lines, columns=columns)
    levels = rows["village"].isna().map({True: "township", False: "village"})
    return rows.assign(**{name: value for name, value in TOWNSHIP.items() if name != "village"}).assign(
        area_level=levels
    )


def area_rows() -> pd.DataFrame:
    rows = remaining_rows()
    return rows[rows["area_level"].eq("township")]


def reconciliation_rows() -> pd.DataFrame:
    def figure(measure: str, unit: str, reported: float, computed: float | None, verdict: str) -> dict:
        return {
            "unit": "木棠镇",
            "period": "2018",
            **TOWNSHIP,
            "figure_period": "2018",
            "subject": "exits" if unit == "person" else "fund_execution",
            "measure": measure,
            "value_unit": unit,
            "reported_value": reported,
            "computed_value": computed,
            "verdict": verdict,
        }

    return pd.DataFrame(
        [
            figure("exited_persons", "person", 1924, 1924, "一致"),
            figure("unexited_persons", "person", 262, 200, "不一致"),
            figure("registered_persons", "person", 0, 3, "不一致"),
            figure("paid_amount", "CNY", 945_145, 945_120, "尾差"),
            figure("execution_rate", "percent", 0.8734, 0.87338, "尾差"),
            figure("planned_amount", "CNY", 320_000, None, "无法核对"),
        ]
    )


def delivery_rows() -> pd.DataFrame:
    columns = ["unit", "period", "file", "rows_read", "accepted", "quarantined", "status"]
    rows = [
        ("木棠镇", "2018", "花名册.csv", 1010, 990, 10, "read"),
        ("木棠镇", "2018", "台账.xlsx", 110, 100, 0, "read"),
        ("木棠镇", "2019", "台账.xlsx", 9, 0, 0, "non_data"),
        ("薛宅村", "2018", "坏了.xlsx", 0, 0, 0, "unreadable"),
    ]
    return pd.DataFrame(rows, columns=columns)


def quarantine_rows() -> pd.DataFrame:
    reasons = ["不是数字", "不是数字", "必填项为空"]
    return pd.DataFrame({"unit": "木棠镇", "header": ["人数", None, "户编号"], "reason_zh": reasons})


def finding_rows() -> pd.DataFrame:
    columns = ["severity", "message_zh", "register", "rows"]
    rows = [
        ("info", "同一行重复填报", "persons", 1),
        ("info", "同一行重复填报", "villages", 2),
        ("warning", "支出资金多于下达资金", "clean.fund_ledger", 4),
        ("warning", "列不认识", "persons", None),
    ]
    return pd.DataFrame(rows, columns=columns).astype({"rows": "Int64"})


ROWS: dict[Callable[..., go.Figure], Callable[[], pd.DataFrame]] = {
    remaining.by_cause: area_rows,
    remaining.by_kind: area_rows,
    remaining.by_village: remaining_rows,
    **dict.fromkeys(
        [
            reconciliation.by_unit,
            reconciliation.by_subject,
            reconciliation.against_computed,
            reconciliation.deviations,
        ],
        reconciliation_rows,
    ),
    quality.board: delivery_rows,
    quality.by_rule: quarantine_rows,
    quality.by_finding: finding_rows,
}


def drawn(fig: go.Figure) -> dict[str, Any]:
    """The figure as a browser gets it."""
    return json.loads(fig.to_json())


def traces(fig: go.Figure, name: str, axis: str = "x") -> list[dict]:
    return [t for t in drawn(fig)["data"] if t.get("name") == name and t.get("xaxis", "x") == axis]


def bars(fig: go.Figure, name: str, axis: str = "x") -> dict[str, float]:
    """label → length of the bars of that name on that pair of axes."""
    [trace] = traces(fig, name, axis)
    return dict(zip(trace["y"], trace["x"], strict=True))


def alt(fig: go.Figure) -> str:
    return fig.layout.meta["alt"]


@each_figure
def test_says_what_it_shows(draw: Callable) -> None:
    fig = draw(ROWS[draw](), RELEASE)
    assert fig.data
    assert any(character.isdigit() for character in alt(fig)) and alt(fig).endswith("。")
    corner = fig.layout.annotations[-1].text
    assert TABLES[draw] in corner and RELEASE.release_id in corner and RELEASE.built_on in corner


@each_figure
def test_axes_of_numbers_state_their_unit(draw: Callable) -> None:
    layout = drawn(draw(ROWS[draw](), RELEASE))["layout"]
    axes = [layout[key] for key in layout if key.startswith(("xaxis", "yaxis"))]
    numeric = [axis for axis in axes if "tickformat" in axis]
    assert numeric or draw is quality.board
    units = ("户）", "人）", "万元）", "%）", "个）", "行）", "处）")
    assert all(any(unit in axis["title"]["text"] for unit in units) for axis in numeric)


@each_figure
def test_hover_is_chinese(draw: Callable) -> None:
    for mark in draw(ROWS[draw](), RELEASE).data:
        text = mark.hovertemplate or ""
        assert mark.hoverinfo == "skip" or "%{hovertext}" in text or any("一" <= c <= "鿿" for c in text), (
            mark.name
        )


@each_figure
def test_without_rows_says_what_is_missing(draw: Callable) -> None:
    fig = draw(ROWS[draw]().iloc[:0], RELEASE)
    assert not fig.data
    assert alt(fig).startswith("没有")
    assert RELEASE.release_id in fig.layout.annotations[-1].text


@pytest.mark.parametrize(("axis", "measure"), [("x", "households"), ("x2", "persons")])
def test_causes_of_who_is_left(axis: str, measure: str) -> None:
    fig = remaining.by_cause(area_rows(), RELEASE)
    sums = area_rows().groupby(["household_kind", "poverty_cause"])[measure].sum()
    assert bars(fig, "一般贫困户", axis) == sums["一般贫困户"].to_dict()
    assert bars(fig, "五保贫困户", axis) == sums["五保贫困户"].to_dict()
    assert list(fig.layout.yaxis.categoryarray) == ["缺资金", "因病"]
    assert "还有 10 户 36 人没有脱贫，最多的致贫原因是因病（7 户 22 人）" in alt(fig)


def test_kinds_of_who_is_left() -> None:
    fig = remaining.by_kind(area_rows(), RELEASE)
    assert bars(fig, "因病") == {"一般贫困户": 5, "五保贫困户": 2}
    assert bars(fig, "缺资金", "x2") == {"一般贫困户": 14}


def test_who_is_left_where_some_are_withheld_is_not_taken_for_all() -> None:
    places = frozenset(
        {(remaining.MART, "儋州市", "木棠镇", None), (remaining.MART, "儋州市", "木棠镇", "乙村")}
    )
    release = template.Release(RELEASE.release_id, RELEASE.built_on, places)
    for draw in (remaining.by_cause, remaining.by_kind, remaining.by_village):
        told = alt(draw(ROWS[draw](), release))
        assert "未脱贫户里公布了构成的有 10 户 36 人" in told and "还有" not in told
        assert "合计里也没有" in told
        assert "户数太少不公布" in alt(draw(ROWS[draw]().iloc[:0], release))
    assert "不公布" not in alt(remaining.by_cause(area_rows(), RELEASE))


def test_villages_of_who_is_left() -> None:
    fig = remaining.by_village(remaining_rows(), RELEASE)
    assert bars(fig, "因病") == {"薛宅村": 6, "甲村": 1}
    assert bars(fig, "缺资金") == {"甲村": 3}
    assert "还有 10 户 36 人没有脱贫，最多的是薛宅村（6 户 21 人）" in alt(fig)


def test_small_parts_are_pooled_and_still_told_on_hover() -> None:
    row = area_rows().iloc[[0]]
    rows = pd.concat([row.assign(poverty_cause=f"因{n}", households=10 - n, persons=20) for n in range(7)])
    fig = remaining.by_kind(rows, RELEASE)
    assert bars(fig, remaining.REST) == {"一般贫困户": 6 + 5 + 4}
    [rest] = traces(fig, remaining.REST)
    assert "因6 4 户 20 人" in rest["hovertext"][0]
    whole = sum(bars(fig, name)["一般贫困户"] for name in ["因0", "因1", "因2", "因3", remaining.REST])
    assert whole == rows["households"].sum()


def test_only_the_villages_with_most_are_drawn() -> None:
    row = remaining_rows().iloc[[3]]
    rows = pd.concat([row.assign(village=f"{n}村", households=n + 1, persons=100) for n in range(60)])
    fig = remaining.by_village(rows, RELEASE)
    assert set(bars(fig, "因病")) == {f"{n}村" for n in range(20, 60)}
    assert "只画最多的 40 个村，其余 20 个村没有画出" in alt(fig)
    assert f"还有 {sum(range(1, 61)):,} 户" in alt(fig)


def test_only_the_latest_year_and_one_area_is_drawn() -> None:
    rows = area_rows()
    fig = remaining.by_cause(pd.concat([rows, rows.assign(year=2017, households=99)]), RELEASE)
    assert "2018 年还有 10 户" in alt(fig)
    several = remaining.by_cause(pd.concat([rows, rows.assign(township="中和镇")]), RELEASE)
    assert not several.data and "木棠镇、中和镇" in alt(several)


def test_verdicts_of_each_unit() -> None:
    rows = reconciliation_rows()
    fig = reconciliation.by_unit(pd.concat([rows, rows.iloc[[0]].assign(unit="二台镇")]), RELEASE)
    assert bars(fig, "一致") == {"木棠镇": 1, "二台镇": 1}
    assert bars(fig, "不一致") == {"木棠镇": 2}
    assert list(fig.layout.yaxis.categoryarray) == ["二台镇", "木棠镇"]
    assert "2 个单位报告的 7 个数：不一致 2 个，尾差 2 个，一致 2 个，无法核对 1 个" in alt(fig)


def test_verdicts_of_each_subject() -> None:
    fig = reconciliation.by_subject(reconciliation_rows(), RELEASE)
    assert bars(fig, "尾差") == {"资金执行": 2}
    assert bars(fig, "不一致") == {"脱贫": 2}


def test_reported_against_computed() -> None:
    fig = reconciliation.against_computed(reconciliation_rows(), RELEASE)
    points = {
        (x, y)
        for trace in drawn(fig)["data"]
        if trace["mode"] == "markers"
        for x, y in zip(trace["x"], trace["y"], strict=True)
    }
    assert points == {(1924, 1924), (262, 200), (94.5145, 94.512), (0.8734, 0.87338)}
    titles = {axis.title.text for axis in fig.select_xaxes()}
    assert titles == {"报告数（人）", "报告数（万元）", "报告数（%）"}
    assert "1 个数没有可以核对的台账，没有画出。1 个数是 0，没有画出" in alt(fig)
    assert "能核对的 5 个数，2 个不一致" in alt(fig)
    assert sum(trace.showlegend for trace in fig.data if trace.name == "一致") == 1


def test_a_panel_spans_whole_powers_of_ten() -> None:
    rows = reconciliation_rows().iloc[[0]].assign(reported_value=1000, computed_value=1000)
    fig = reconciliation.against_computed(rows, RELEASE)
    assert fig.layout.xaxis.range == fig.layout.yaxis.range == (3, 4)


def test_deviations_of_what_differs() -> None:
    fig = reconciliation.deviations(reconciliation_rows(), RELEASE)
    [wrong], [rounded] = traces(fig, "不一致"), traces(fig, "尾差")
    assert wrong["x"] == [pytest.approx(-62 / 262)]
    assert rounded["x"] == [pytest.approx(-0.00002 / 0.8734), pytest.approx(-25 / 945_145)]
    assert list(fig.layout.yaxis.ticktext) == [
        "木棠镇 2018 执行率",
        "木棠镇 2018 支出资金",
        "木棠镇 2018 未脱贫人数",
    ]
    [text] = [trace["text"] for trace in drawn(fig)["data"] if trace.get("mode") == "text"]
    assert text[-1].strip() == "−24%：报告 262 人，计算 200 人"
    assert "报告数是 0 的算不出比例，没有画出：木棠镇 2018 建档立卡人数" in alt(fig)


def test_nothing_that_differs_is_said_so() -> None:
    fig = reconciliation.deviations(reconciliation_rows().iloc[[0, 5]], RELEASE)
    assert not fig.data
    assert alt(fig) == "木棠镇能核对的 1 个数没有不一致的。"


def test_nothing_that_can_be_answered_is_said_so() -> None:
    fig = reconciliation.against_computed(reconciliation_rows().iloc[[5]], RELEASE)
    assert not fig.data
    assert "都没有可以核对的台账" in alt(fig)


def test_measures_of_the_sample_have_chinese_names(sample_release: Path) -> None:
    with connect(sample_release) as con:
        rows = con.execute("from quality.reconciliation").df()
    named = reconciliation.in_chinese(rows)
    assert not [name for name in (*named["subject"], *named["measure"]) if name.isascii()]
    assert set(rows["value_unit"]) <= set(UNITS)


def test_board_of_deliveries() -> None:
    fig = quality.board(delivery_rows(), RELEASE)
    [cells] = drawn(fig)["data"]
    assert cells["y"] == ["薛宅村", "木棠镇"] and cells["x"] == ["2018", "2019"]
    # 薛宅村 delivered nothing for 2019: blank. What holds no rows of data has no share, but a text.
    assert cells["z"] == [[0, None], [pytest.approx(10 / 1100), 0]]
    assert cells["text"] == [["0，1 张未读", ""], ["1,090", "0"]]
    assert "2 个单位报送 3 次，采纳 1,090 行，隔离 10 行" in alt(fig)
    assert "1 张表没有读出来" in alt(fig)


def test_board_keeps_the_worst_units_and_the_latest_periods() -> None:
    row = delivery_rows().iloc[[0]]
    units = [row.assign(unit=f"{n:02}村", quarantined=n) for n in range(60)]
    periods = [row.assign(unit="59村", period=str(year)) for year in range(2000, 2018)]
    fig = quality.board(pd.concat([*units, *periods]), RELEASE)
    [cells] = drawn(fig)["data"]
    assert set(cells["y"]) == {f"{n:02}村" for n in range(20, 60)}
    assert cells["x"] == [str(year) for year in range(2007, 2019)]
    assert "只画隔离占比最高的 40 个单位" in alt(fig) and "只画最近的 12 个期间" in alt(fig)


def test_quarantine_by_rule() -> None:
    fig = quality.by_rule(quarantine_rows(), RELEASE)
    [rules] = drawn(fig)["data"]
    assert dict(zip(rules["y"], rules["x"], strict=True)) == {"必填项为空": 1, "不是数字": 2}
    assert rules["y"][-1] == "不是数字"
    assert alt(fig).startswith("木棠镇有 3 处要改，最多的是“不是数字”（2 处）")


def test_findings_by_severity() -> None:
    fig = quality.by_finding(finding_rows(), RELEASE)
    assert bars(fig, "警告") == {"列不认识": None, "支出资金多于下达资金": 4}
    assert bars(fig, "提示") == {"同一行重复填报": 3}
    assert list(fig.layout.yaxis.categoryarray)[-1] == "支出资金多于下达资金"
    assert "3 种质量发现：严重 0 种，警告 2 种，提示 1 种" in alt(fig)


def test_long_messages_break() -> None:
    rows = finding_rows().assign(message_zh="各" * 40)
    [_, label] = quality.by_finding(rows, RELEASE).layout.yaxis.categoryarray
    assert label == "<br>".join(["各" * 14, "各" * 14, "各" * 12])


def test_a_table_shows_what_senders_wrote_as_they_wrote_it() -> None:
    rows = pd.DataFrame({"原文": ["<2%", "<script>"], "期间年度": ["<2018", "2019"]})
    page = tables.table(rows).to_html()
    assert "&lt;2%" in page and "&lt;2018" in page
    assert "<script>" not in page


def test_legend_stays_off_the_title_however_tall_the_figure() -> None:
    rows = pd.concat([finding_rows().assign(message_zh=f"发现{n}") for n in range(30)])
    fig = quality.by_finding(rows, RELEASE)
    assert "只画最要紧的 20 种" in alt(fig)
    plot_height = fig.layout.height - fig.layout.margin.t - fig.layout.margin.b
    assert (fig.layout.legend.y - 1) * plot_height < 5


# The mart


def left(persons: list[dict[str, Any]]) -> list[tuple]:
    """Rows of villages in the mart of these persons: village, status, cause, kind, households, persons."""
    person = {
        "county": "某县",
        "township": "某镇",
        "village": "甲村",
        "as_of_on": date(2018, 12, 31),
        "as_of_year": 2018,
        "household_id": "1",
        "row_persons": 1,
        "relation": "户主",
        "exit_status": "未脱贫",
        "exit_year": None,
        "household_type": None,
        "poverty_cause": "因病",
        "household_kind": "一般贫困户",
    }
    with marts_from(persons=[person | row for row in persons]) as con:
        return con.execute(
            """select village, poverty_status, poverty_cause, household_kind, households, persons
            from remaining_households where area_level = 'village' order by all"""
        ).fetchall()


def test_cause_and_kind_are_those_of_the_head() -> None:
    son = {"relation": "之子", "poverty_cause": "因学", "household_kind": "低保贫困户"}
    assert left([{}, son]) == [("甲村", "未脱贫", "因病", "一般贫困户", 1, 2)]


def test_where_the_head_has_no_cause_the_first_of_the_others_counts() -> None:
    head = {"poverty_cause": "未填写", "household_kind": None}
    sons = [
        {"relation": "之子", "poverty_cause": cause, "household_kind": None} for cause in ("缺资金", "因残")
    ]
    assert left([head, *sons]) == [("甲村", "未脱贫", "因残", "未注明", 1, 3)]
    assert left([head]) == [("甲村", "未脱贫", "未注明", "未注明", 1, 1)]


def test_who_has_left_or_was_never_poor_is_not_left_behind() -> None:
    gone: list[dict[str, Any]] = [
        {"household_id": "2", "exit_status": "已脱贫", "exit_year": 2017},
        {"household_id": "3", "exit_status": "注销"},
        {"household_id": "4", "exit_status": None, "household_type": "脱贫户"},
        {"household_id": "5", "exit_status": None, "household_type": "一般农户"},
        {"household_id": "6", "as_of_on": date(2018, 6, 30)},
    ]
    returned = {"household_id": "7", "exit_status": "返贫", "exit_year": 2016}
    unstated = {"household_id": "8", "exit_status": None}
    assert left([{}, *gone, returned, unstated]) == [
        ("甲村", "未注明", "因病", "一般贫困户", 1, 1),
        ("甲村", "未脱贫", "因病", "一般贫困户", 1, 1),
        ("甲村", "返贫", "因病", "一般贫困户", 1, 1),
    ]


def test_adds_up_to_the_poor_of_every_area(sample_release: Path) -> None:
    with connect(sample_release) as con:
        odd = con.execute(
            """
            select incidence.*, households, persons
            from (from poverty_incidence where poor_households > 0) as incidence
            full join (
                select area_level, county, township, village, year,
                    sum(households) as households, sum(persons) as persons
                from remaining_households
                group by all
            ) as remaining
                on incidence.area_level = remaining.area_level and incidence.year = remaining.year
                and incidence.county is not distinct from remaining.county
                and incidence.township is not distinct from remaining.township
                and incidence.village is not distinct from remaining.village
            where poor_households is distinct from households or poor_persons is distinct from persons
            """
        ).fetchall()
        poor = con.execute(
            "select sum(households), sum(persons) from remaining_households where township = '木棠镇' and village is null"
        ).fetchone()
    assert odd == []
    assert poor == (78, 262)
