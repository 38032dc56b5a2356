"""The map of a county shows the value of each township that has an outline, and names the others."""

from __future__ import annotations

from math import cos, radians

import pandas as pd
import plotly.graph_objects as go
import pytest

from pipelines.charts.boundaries import Boundary
from pipelines.charts.map import township_map
from tests.support.catalogues import all_marts
from tests.support.figures import RELEASE, incidence_rows, withheld
from tests.support.maps import shifted

INCIDENCE = all_marts()["poverty_incidence"]
OUTLINES = [
    Boundary(name, (tuple((lon, lat) for lon, lat in shifted(east)),))
    for east, name in enumerate(["甲镇", "乙镇", "丙镇"])
]


def drawn(*townships: dict, release=RELEASE) -> go.Figure | None:
    row = incidence_rows().iloc[[0]].assign(area_level="township", village=None)
    rows = pd.concat([row.assign(**township) for township in townships])
    return township_map(INCIDENCE, OUTLINES, rows, release)


def texts(figure: go.Figure) -> list[str]:
    return [note.text for note in figure.layout.annotations[:-1]]  # the last is the corner


def test_each_township_has_its_value_and_the_highest_is_the_headline() -> None:
    figure = drawn(
        {"township": "甲镇", "incidence_rate": 0.01},
        {"township": "乙镇", "incidence_rate": 0.03},
        {"township": "丁镇", "incidence_rate": 0.5},
    )
    assert figure is not None
    assert texts(figure) == ["甲镇<br>1%", "乙镇<br>3%", "丙镇<br>无数据"]
    low, high, unknown = (trace.fillcolor for trace in figure.data)
    assert len({low, high, unknown}) == 3
    assert figure.layout.title.text == "<b>儋州市 2018 年各乡镇贫困发生率最高的是乙镇，3%</b>"
    assert "1 个乡镇没有边界，没有画出：丁镇" in figure.layout.meta["alt"]
    assert figure.layout.yaxis.scaleratio == pytest.approx(1 / cos(radians(30.5)))


def test_only_the_latest_year_is_drawn() -> None:
    figure = drawn(
        {"township": "甲镇", "incidence_rate": 0.5, "year": 2017},
        {"township": "甲镇", "incidence_rate": 0.02},
    )
    assert figure is not None
    assert texts(figure)[0] == "甲镇<br>2%"


def test_without_a_value_for_any_outline_there_is_no_map() -> None:
    assert drawn({"township": "丁镇", "incidence_rate": 0.5}) is None
    assert drawn({"township": "甲镇", "incidence_rate": None}) is None


def test_withheld_townships_are_told() -> None:
    figure = drawn(
        {"township": "甲镇", "incidence_rate": 0.01},
        {"township": "乙镇", "incidence_rate": None},
        release=withheld("poverty_incidence", ("儋州市", "乙镇", None)),
    )
    assert figure is not None
    assert "不公布，没有画出" in figure.layout.meta["alt"]
