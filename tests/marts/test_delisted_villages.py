"""Poor villages that left, by year, of a few villages that are counted by hand."""

from datetime import date
from typing import Any

from tests.support.marts import rows_of, sent_row


def village(name: str, poor: bool, left: int | None = None, /, **facts: Any) -> dict[str, Any]:
    return (
        sent_row(date(2018, 12, 31), village=name, is_poor_village=poor, poor_village_exit_year=left) | facts
    )


def test_villages_leave_by_year_until_none_remains() -> None:
    """Of four poor villages one left in 2016, two in 2018, of which one deeply poor; 西镇 states no
    year of its one, which may have left; 南镇 does not state of any whether it is deeply poor."""
    villages = [
        village("甲村", True, 2016), village("乙村", True, 2018), village("丙村", True, 2018, is_deep_poverty_village=True),
        village("丁村", True), village("戊村", False),
        village("己村", True, unit="西镇", township="西镇"),
        village("庚村", True, 2019, unit="南镇", township="南镇"),
    ]  # fmt: skip
    columns = "township, delisted_year, delisted_villages, delisted_deep_villages, cumulative_villages, remaining_villages"
    assert rows_of("delisted_villages", columns, villages=villages) == [
        ("东镇", 2016, 1, 0, 1, 3), ("东镇", 2018, 2, 1, 3, 1), ("南镇", 2019, 1, None, 1, 0),
    ]  # fmt: skip
    assert rows_of("delisted_villages", columns, level="county", villages=villages) == [
        (None, 2016, 1, 0, 1, 5), (None, 2018, 2, 1, 3, 3), (None, 2019, 1, 0, 4, 2),
    ]  # fmt: skip
