"""What a chart draws of the rows of a mart."""

from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.common.errors import UserError
from pipelines.marts.chart import Chart
from pipelines.marts.loading import load_marts
from tests.support.catalogues import all_marts
from tests.support.descriptions import AREA_AND_YEAR


def row(level: str, **values: object) -> dict:
    return {"area_level": level, "township": "某镇", "village": None, **values}


def test_bars_are_sums_of_the_rows_of_the_level() -> None:
    chart = Chart(title="资金", label="category", series=("planned_yuan",), year="year")
    rows = [
        row("township", year=2018, category="产业", planned_yuan=Decimal("10.50")),
        row("township", year=2018, category="产业", planned_yuan=Decimal("0.25")),
        row("township", year=2018, category="基建", planned_yuan=None),
        row("village", year=2018, category="产业", planned_yuan=Decimal(99)),
    ]
    drawn = chart.drawn(rows, "township")
    assert drawn.year == "2018"
    assert drawn.lines == [("产业", Decimal("10.75")), ("基建", None)]


def test_years_are_named_where_there_are_several() -> None:
    chart = Chart(title="资金", label="category", series=("planned_yuan",), year="year")
    rows = [
        row("township", year=2019, category="产业", planned_yuan=2),
        row("township", year=None, category="产业", planned_yuan=3),
        row("township", year=2018, category="产业", planned_yuan=1),
    ]
    drawn = chart.drawn(rows, "township")
    assert drawn.year == ""
    assert drawn.lines == [("不详 产业", 3), ("2018 产业", 1), ("2019 产业", 2)]


def test_households_are_drawn_where_no_persons_are_known() -> None:
    chart = Chart(title="脱贫", label="exit_year", series=("persons",), instead={"persons": "households"})
    rows = [row("county", exit_year=None, persons=None, households=5)]
    assert chart.drawn(rows, "county").columns == ("households",)
    assert chart.drawn(rows, "county").lines == [("不详", 5)]
    known = [*rows, row("county", exit_year=2018, persons=7, households=2)]
    assert chart.drawn(known, "county").lines == [("不详", None), ("2018", 7)]


def test_villages_are_those_of_the_latest_year_highest_first() -> None:
    chart = Chart(title="发生率", label="village", series=("rate",), year="year", of_villages=True)
    rows = [
        row("village", village="甲村", year=2018, rate=0.1),
        row("village", village="乙村", year=2018, rate=0.2),
        row("village", village="丙村", year=2018, rate=None),
        row("village", village="甲村", year=2017, rate=0.9),
        row("township", year=2018, rate=0.15),
    ]
    assert chart.drawn(rows, "township").lines == [("乙村", 0.2), ("甲村", 0.1)]
    rows.append(row("village", township="邻镇", village="甲村", year=2018, rate=0.3))
    assert chart.drawn(rows, "county").lines[:2] == [("邻镇·甲村", 0.3), ("某镇·乙村", 0.2)]
    assert chart.drawn([], "county").lines == []


COLUMNS = (
    """
title: 表
description: 一张表。
grain: 一行
key: [area_level, county, township, village, year, kind]
computed: 数出来。
columns:
"""
    + AREA_AND_YEAR
    + """  - {name: kind, title: 类别, type: VARCHAR, description: 类别。}
  - {name: rate, title: 比率, type: DOUBLE, unit: 比例, description: 比率。}
"""
)


@pytest.mark.parametrize(
    ("chart", "message"),
    [
        ("{title: 图, label: sort, series: [rate]}", "chart names sort, which is not a column"),
        ("{title: 图, label: year, series: [rate]}", "chart sums rate over kind; rates do not add up"),
        ("{title: 图, label: kind, series: []}", r"chart\.series"),
        ("{title: 图, label: kind, series: [rate], figure: draw}", r"chart\.figure"),
    ],
)
def test_a_chart_that_cannot_be_is_named(tmp_path: Path, chart: str, message: str) -> None:
    (tmp_path / "a.sql").write_text("select 1", encoding="utf-8")
    (tmp_path / "a.yml").write_text(f"{COLUMNS}chart: {chart}\n", encoding="utf-8")
    with pytest.raises(UserError, match=message):
        load_marts(tmp_path)


def test_the_function_that_a_chart_names_is_there() -> None:
    from importlib import import_module

    named = [
        mart.chart.figure.split(".") for mart in all_marts().values() if mart.chart and mart.chart.figure
    ]
    assert len(named) == 4
    for module, name in named:
        assert callable(getattr(import_module(f"pipelines.charts.{module}"), name))
