"""What changed between two registries, of a few households that are counted by hand."""

from datetime import date
from typing import Any

from tests.support.marts import rows_of, sent_row

COLUMNS = (
    "start_year, year, movement, status_at_start, status_at_end, households, persons_at_start, persons_at_end"
)


def member(
    year: int, household: str, status: str = "未脱贫", /, size: int = 1, **facts: Any
) -> dict[str, Any]:
    return sent_row(date(year, 12, 31), household_id=household, exit_status=status, row_persons=size) | facts


def flow(*rows: dict[str, Any], level: str = "township") -> list[tuple]:
    return rows_of("registry_flow", COLUMNS, level=level, persons=rows)


def test_each_household_of_the_one_or_the_other_registry_is_in_one_row() -> None:
    """a left poverty, b returned, c had a child, d was removed, e entered; 2018 is the registry before 2020."""
    rows = flow(
        member(2018, "a", size=3), member(2018, "b", "已脱贫"), member(2018, "c", size=2), member(2018, "d", "已脱贫", size=4),
        member(2020, "a", "已脱贫", size=3), member(2020, "b", "返贫"), member(2020, "c", size=3), member(2020, "e", size=5),
    )  # fmt: skip
    assert rows == [
        (2018, 2020, "不变", "未脱贫", "未脱贫", 1, 2, 3),
        (2018, 2020, "新进名册", None, "未脱贫", 1, None, 5),
        (2018, 2020, "脱贫", "未脱贫", "已脱贫", 1, 3, 3),
        (2018, 2020, "返贫", "已脱贫", "未脱贫", 1, 1, 1),
        (2018, 2020, "退出名册", "已脱贫", None, 1, 4, None),
    ]


def test_who_moves_leaves_one_village_for_the_other() -> None:
    rows = [
        member(2018, "a", size=2), member(2018, "b"), member(2018, "c", village="乙村"),
        member(2019, "a", size=2, village="乙村"), member(2019, "b"), member(2019, "c", village="乙村"),
    ]  # fmt: skip
    moved = [row for row in flow(*rows, level="village") if row[2] != "不变"]
    assert moved == [
        (2018, 2019, "转入", "未脱贫", "未脱贫", 1, None, 2),
        (2018, 2019, "转出", "未脱贫", "未脱贫", 1, 2, None),
    ]


def test_a_village_that_only_one_registry_covers_did_not_change() -> None:
    """乙村 sends a registry of its own in 2019 for the first time, and 甲村 one in both years."""
    rows = flow(
        *(member(year, "a", unit="甲村") for year in (2018, 2019)),
        member(2019, "b", unit="乙村", village="乙村"),
    )
    assert rows == [(2018, 2019, "不变", "未脱贫", "未脱贫", 1, 1, 1)]


def test_nobody_moved_between_townships_that_give_the_same_number() -> None:
    """Two townships each list a household 1 of their own, in both years."""
    rows = [
        member(year, "1", person_id=place, unit=place, township=place)
        for year in (2018, 2019)
        for place in ("东镇", "西镇")
    ]
    assert flow(*rows, level="county") == [(2018, 2019, "不变", "未脱贫", "未脱贫", 2, 2, 2)]
