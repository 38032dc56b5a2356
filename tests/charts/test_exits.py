"""Exits of each year, the stock of the registry and the way from registered to remaining."""

from __future__ import annotations

import pandas as pd
import pytest

from pipelines.charts import exits
from tests.support.figures import RELEASE, drawn, exit_rows, trace


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


def test_exits_without_a_plan_show_none() -> None:
    rows = exit_rows().assign(planned_households=None, planned_persons=None).iloc[[0, 1, 2, 4]]
    fig = exits.by_year(rows, RELEASE)
    assert {mark.name for mark in fig.data} == {"实际脱贫"}
    assert "没有报送年度计划" in fig.layout.meta["alt"] and "横线" not in fig.layout.meta["alt"]


def test_a_plan_of_a_year_without_exits_is_written() -> None:
    texts = trace(exits.by_year(exit_rows(), RELEASE), "年度计划")["text"]
    assert texts == ["", "", "", "", "计划 78"]


def test_the_year_of_most_exits_is_named() -> None:
    caption = exits.by_year(exit_rows(), RELEASE).layout.meta["alt"]
    assert "2017 年脱贫最多（456 户 2,433 人）" in caption
