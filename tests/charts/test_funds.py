"""The funnel of funds, and execution against its target."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from pipelines.charts import dividends, funds
from tests.support.figures import FIGURES, RELEASE, ROWS, column, drawn, fund_rows, points, trace


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


def test_stages_of_each_year_are_side_by_side() -> None:
    """Planned 11,873,265.87 in 2020 and half of one project in 2019; nothing is added up over years."""
    rows = fund_rows()
    before = rows.iloc[[0]].assign(year=2019, planned_yuan=5_000_000.0, paid_yuan=None)
    fig = funds.stages(pd.concat([rows, before]), RELEASE)
    of_2020, of_2019 = (trace(fig, f"{year} 年") for year in (2020, 2019))
    assert dict(zip(of_2020["y"], of_2020["x"], strict=True)) == {
        "计划": pytest.approx(1187.326587), "下达": None, "拨付": None, "支出": pytest.approx(1112.846611), "结算": None,
    }  # fmt: skip
    assert dict(zip(of_2019["y"], of_2019["x"], strict=True))["计划"] == 500
    told = fig.layout.meta["alt"]
    assert "2020 年计划" in told and "2019 年计划" in told
    assert "台账没有记录下达、拨付、结算。支出只有部分类别、年度有数" in told


def test_the_oldest_of_many_years_are_not_drawn() -> None:
    rows = pd.concat([fund_rows().assign(year=year) for year in range(2015, 2021)])
    fig = funds.stages(rows, RELEASE)
    assert [bars["name"] for bars in drawn(fig)] == ["2020 年", "2019 年", "2018 年"]
    assert "还有更早的 3 个年度没有画出" in fig.layout.meta["alt"]


def test_execution_against_target() -> None:
    fig = funds.against_target(fund_rows(), RELEASE)
    rows = fund_rows().assign(label=lambda frame: frame["fund_level"] + "·" + frame["category"])
    known = rows.dropna(subset="execution_rate")
    assert points(fig, "达到目标", "低于目标", "没有目标") == column(known, "label", "execution_rate")
    assert points(fig, "目标") == column(known.dropna(subset="target_rate"), "label", "target_rate")
    assert points(fig, "低于目标").keys() == {"省级·基础设施"}
    assert "其他·教育补助" in fig.layout.meta["alt"]


@pytest.mark.parametrize(
    "draw",
    [
        funds.funnel,
        funds.stages,
        dividends.due_and_paid,
        dividends.concentration,
        dividends.capital_and_yield,
    ],
)
def test_levels_of_area_are_not_summed(draw: Callable) -> None:
    rows = ROWS[FIGURES[draw]]()
    fig = draw(pd.concat([rows, rows.assign(area_level="county", township=None)]), RELEASE)
    assert not fig.data
    assert "请只取一级" in fig.layout.meta["alt"]


def test_bands_around_the_target() -> None:
    fig = funds.against_target(fund_rows(), RELEASE)
    for distance in (5, 10, 15):
        band = trace(fig, f"±{distance} 个百分点")
        ends = {
            label: (round(base, 9), round(base + width, 9))
            for label, base, width in zip(band["y"], band["base"], band["x"], strict=True)
        }
        assert ends == dict.fromkeys(
            ["省级·基础设施", "中央·产业"], (round(0.95 - distance / 100, 9), round(0.95 + distance / 100, 9))
        )
    # 224,466.11 of 320,665.87 is 70 %: 25 points behind.
    assert "有目标的 2 类中 1 类低于目标，其中 1 类低 15 个百分点以上" in fig.layout.meta["alt"]
    narrow = fund_rows().assign(execution_rate=[1.0, 0.80, 1.0, None])
    assert "1 类低于目标" in (caption := funds.against_target(narrow, RELEASE).layout.meta["alt"])
    assert "以上" not in caption, "exactly 15 points are within the band"


def test_without_targets_there_are_no_bands() -> None:
    fig = funds.against_target(fund_rows().assign(target_rate=None, is_behind_target=None), RELEASE)
    assert [mark.name for mark in fig.data if mark.type == "bar"] == ["没有目标"]


def test_a_rate_of_few_categories_states_their_number() -> None:
    rows = fund_rows().assign(execution_rate=[1.0, None, None, None])
    title = funds.against_target(rows, RELEASE).layout.title.text
    assert "4 类资金只有 1 类有支出数，执行率 100%" in title.replace("<br>", "")
