"""The incidence of villages, drawn and in words."""

from __future__ import annotations

import pandas as pd

from pipelines.charts import incidence
from tests.support.figures import RELEASE, column, incidence_rows, points, withheld


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


def test_townships_of_a_county_are_compared() -> None:
    """Two of three have an incidence; the villages of them are not drawn."""
    village = incidence_rows().iloc[[0]]
    township = {"area_level": "township", "village": None, "is_poor_village": None}
    rows = pd.concat(
        [
            incidence_rows().iloc[:-1],
            village.assign(**township, township="甲镇", incidence_rate=0.01, meets_exit_threshold=True),
            village.assign(**township, township="乙镇", incidence_rate=0.03, meets_exit_threshold=False),
            village.assign(**township, township="丙镇", incidence_rate=None, rural_population_persons=None),
        ]
    )
    fig = incidence.by_village(rows, RELEASE)
    assert points(fig, "各乡镇") == {"甲镇": 0.01, "乙镇": 0.03}
    assert "各乡镇贫困发生率最高 3%（乙镇）" in fig.layout.title.text
    assert "1 个乡镇达到退出标准，1 个乡镇没有达到" in fig.layout.meta["alt"]
    assert "缺人口数，没有画出：丙镇" in fig.layout.meta["alt"]


def test_an_area_without_villages_is_told_so() -> None:
    told = incidence.by_village(incidence_rows().iloc[[-1]], RELEASE)
    assert not told.data and "木棠镇只有合计，没有分村" in told.layout.title.text


def test_villages_without_any_population_are_listed() -> None:
    fig = incidence.by_village(incidence_rows().assign(incidence_rate=None), RELEASE)
    assert not fig.data
    assert "缺人口数" in fig.layout.meta["alt"]


def test_only_the_highest_of_many_villages_are_drawn() -> None:
    village = incidence_rows().iloc[[0]]
    rows = pd.concat([village.assign(village=f"{n}村", incidence_rate=n / 1000) for n in range(60)])
    fig = incidence.by_village(rows, RELEASE)
    assert set(points(fig, "贫困村")) == {f"{n}村" for n in range(20, 60)}
    assert "只画最高的 40 个村" in fig.layout.meta["alt"]


def test_villages_of_the_same_name_are_distinguished() -> None:
    rows = incidence_rows()
    fig = incidence.by_village(pd.concat([rows, rows.assign(township="中和镇")]), RELEASE)
    assert {"木棠镇·乙村", "中和镇·乙村"} <= set(points(fig, "其他村"))


def test_a_village_is_named_with_the_reason_why_it_has_no_incidence() -> None:
    rows = incidence_rows()
    rows.loc[rows["village"].eq("甲村"), ["poor_persons", "incidence_rate", "meets_exit_threshold"]] = None
    rows.loc[rows["village"].eq("薛宅村"), ["poor_persons", "incidence_rate", "meets_exit_threshold"]] = None
    release = withheld(incidence.MART, ("儋州市", "木棠镇", "甲村"), ("儋州市", "中和镇", "乙村"))
    caption = incidence.by_village(rows, release).layout.meta["alt"]
    assert "4 个村，1 个有贫困发生率" in caption
    assert "1 个村人数太少，不公布，没有画出：甲村。" in caption
    assert "1 个村没有花名册，没有画出：薛宅村。" in caption
    assert "1 个村缺人口数，没有画出：丙村" in caption


def test_a_village_without_population_lacks_it_although_it_is_small() -> None:
    release = withheld(incidence.MART, ("儋州市", "木棠镇", "丙村"))
    caption = incidence.by_village(incidence_rows(), release).layout.meta["alt"]
    assert "1 个村缺人口数，没有画出：丙村" in caption and "不公布" not in caption


def test_the_mark_of_a_village_without_poor_is_clear_of_its_name() -> None:
    axis = incidence.by_village(incidence_rows(), RELEASE).layout.xaxis
    assert axis.range[0] < 0 and axis.range[1] > 0.03
