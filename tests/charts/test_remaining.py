"""Figures of who is left, and the mart that they are drawn from."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from pipelines import connect
from pipelines.charts import remaining, template
from tests.support.figures import RELEASE
from tests.support.figures_of_quality import TABLE_ROWS, alt, area_rows, bars, remaining_rows, traces
from tests.support.marts import marts_from


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
        caption = alt(draw(TABLE_ROWS[draw](), release))
        assert "未脱贫户里公布了构成的有 10 户 36 人" in caption and "还有" not in caption
        assert "合计里也没有" in caption
        assert "户数太少不公布" in alt(draw(TABLE_ROWS[draw]().iloc[:0], release))
    assert "不公布" not in alt(remaining.by_cause(area_rows(), RELEASE))


def test_villages_of_who_is_left() -> None:
    fig = remaining.by_village(remaining_rows(), RELEASE)
    assert bars(fig, "因病") == {"薛宅村": 6, "甲村": 1}
    assert bars(fig, "缺资金") == {"甲村": 3}
    assert "还有 10 户 36 人没有脱贫，最多的是薛宅村（6 户 21 人）" in alt(fig)


def test_small_parts_are_pooled_and_listed_on_hover() -> None:
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
    with marts_from("remaining_households", persons=[person | row for row in persons]) as con:
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


def test_members_who_died_or_moved_away_count_no_more() -> None:
    gone = [
        {"relation": "之子", "member_change": change} for change in ("死亡", "转出", "注销", "失联", "减少")
    ]
    born = {"relation": "之女", "member_change": "增加"}
    alone = {"household_id": "2", "member_change": "死亡"}
    assert left([{}, *gone, born, alone]) == [("甲村", "未脱贫", "因病", "一般贫困户", 1, 2)]


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
