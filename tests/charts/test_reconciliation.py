"""Figures of what reports state beside what the ledgers give."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from pipelines import connect
from pipelines.charts import reconciliation
from pipelines.reconciling.wording import UNITS
from tests.support.figures import RELEASE
from tests.support.figures_of_quality import alt, as_drawn, bars, reconciliation_rows, traces


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
        for trace in as_drawn(fig)["data"]
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
    [text] = [trace["text"] for trace in as_drawn(fig)["data"] if trace.get("mode") == "text"]
    assert text[-1].strip() == "−24%：报告 262 人，计算 200 人"
    assert "报告数是 0 的算不出比例，没有画出：木棠镇 2018 建档立卡人数" in alt(fig)


def test_a_note_replaces_an_empty_list_of_differences() -> None:
    fig = reconciliation.deviations(reconciliation_rows().iloc[[0, 5]], RELEASE)
    assert not fig.data
    assert alt(fig) == "木棠镇能核对的 1 个数没有不一致的。"


def test_a_note_replaces_an_empty_list_of_answers() -> None:
    fig = reconciliation.against_computed(reconciliation_rows().iloc[[5]], RELEASE)
    assert not fig.data
    assert "都没有可以核对的台账" in alt(fig)


def test_measures_of_the_sample_have_chinese_names(sample_release: Path) -> None:
    with connect(sample_release) as con:
        rows = con.execute("from quality.reconciliation").df()
    named = reconciliation.in_chinese(rows)
    assert not [name for name in (*named["subject"], *named["measure"]) if name.isascii()]
    assert set(rows["value_unit"]) <= set(UNITS)
