"""Bars of a mart as its YAML describes them: values in the unit of the axis, and the highest named in the title."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go
import pytest

from pipelines.charts.bars import bars
from pipelines.marts.chart import Chart
from tests.support.catalogues import all_marts
from tests.support.figures import RELEASE, TOWNSHIP, withheld

FUNDS = all_marts()["fund_execution"]


def drawn(*rows: dict, **chart: object) -> go.Figure:
    described = {
        "title": "计划资金",
        "label": "category",
        "series": ("planned_yuan",),
        "year": "year",
        **chart,
    }
    mart = FUNDS.model_copy(update={"chart": Chart.model_validate(described)})
    return bars(mart, pd.DataFrame([{**TOWNSHIP, "year": 2018, **row} for row in rows]), RELEASE)


INDUSTRY = {"category": "产业", "planned_yuan": 945_145, "paid_yuan": 500_000}
ROADS = {"category": "基础设施", "planned_yuan": 120_000, "paid_yuan": 120_000}


def test_money_is_drawn_in_wan_and_the_highest_is_in_the_title() -> None:
    fig = drawn(INDUSTRY, ROADS)
    [bar] = fig.data
    assert dict(zip(bar.y, bar.x, strict=True)) == {
        "产业": pytest.approx(94.5145),
        "基础设施": pytest.approx(12),
    }
    assert list(bar.text) == ["94.5145 万元", "12 万元"]
    assert "木棠镇 2018 年计划资金：计划资金最高的是产业，94.5145 万元" in fig.layout.meta["alt"]
    assert fig.layout.xaxis.title.text == "计划资金（万元）"


def test_two_series_stand_upright_beside_each_other() -> None:
    fig = drawn(INDUSTRY, ROADS, series=("planned_yuan", "paid_yuan"), kind="column")
    assert [list(bar.x) for bar in fig.data] == [["产业", "基础设施"]] * 2
    assert list(fig.data[1].y) == pytest.approx([50, 12])


def test_without_figures_the_lack_is_said() -> None:
    assert "没有计划资金的数据" in drawn({**INDUSTRY, "planned_yuan": None}).layout.meta["alt"]


def test_bars_note_that_some_rows_are_withheld() -> None:
    """They add up the others alone."""
    rows = pd.DataFrame([{**TOWNSHIP, "year": 2018, **INDUSTRY}])
    chart = Chart.model_validate({"title": "计划资金", "label": "category", "series": ("planned_yuan",)})
    mart = FUNDS.model_copy(update={"chart": chart})
    release = withheld(mart.name, ("儋州市", "木棠镇", None))
    assert "不公布，没有画出，合计里也没有" in bars(mart, rows, release).layout.meta["alt"]
    assert "不公布" not in bars(mart, rows, RELEASE).layout.meta["alt"]
