"""The figures of a group of marts: those that have data of the area, and a sentence where none has."""

from pathlib import Path

import pytest

import pipelines
from pipelines.charts.groups import charted, of_group
from pipelines.charts.template import Release
from pipelines.marts.loading import load_groups


def alts(marts: Path, group: str, **area: str) -> list[str]:
    with pipelines.connect(marts) as con:
        return [figure.layout.meta["alt"] for figure in of_group(con, group, Release.of(con), **area)]


def test_each_mart_with_data_of_the_area_is_drawn(sample_release: Path) -> None:
    drawn = alts(sample_release, "产业与收入", township="木棠镇")
    assert len(drawn) < len(charted("产业与收入"))
    assert any("各合作方应发与实发分红" in alt for alt in drawn) and all("木棠镇" in alt for alt in drawn)


def test_without_data_the_lack_is_said(sample_release: Path) -> None:
    [alt] = alts(sample_release, "就业", township="没有的镇")
    assert "没有的镇没有就业的数据" in alt


def test_every_group_has_a_chart_but_one_that_does_not_exist() -> None:
    assert all(charted(group) for group in load_groups().values())
    with pytest.raises(ValueError, match="没有“农业”这一组，只有：建档立卡与退出"):
        charted("农业")
