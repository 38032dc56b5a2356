"""What townships consist of, of a few villages that are added up by hand."""

from datetime import date
from typing import Any

from tests.support.marts import rows_of, sent_row

SENT = sent_row(date(2018, 12, 31))
COLUMNS = "villages, communities, total_persons, rural_persons, urban_persons, land_area_km2"


def profile(villages: list[dict[str, Any]], townships: list[dict[str, Any]]) -> list[tuple]:
    return rows_of(
        "admin_profile",
        COLUMNS,
        villages=[SENT | one for one in villages],
        township_profiles=[SENT | {"village": None} | one for one in townships],
    )


def test_villages_add_up_and_who_is_not_rural_is_urban() -> None:
    villages = [
        {"village": "甲村", "total_persons": 100, "rural_persons": 90},
        {"village": "新街社区", "total_persons": 50, "rural_persons": 0},
    ]
    assert profile(villages, []) == [(1, 1, 150, 90, 60, None)]


def test_what_villages_leave_open_the_township_states() -> None:
    """Of 乙村 nobody knows the population: the sum is unknown, and that of the profile holds."""
    villages: list[dict[str, Any]] = [{"village": "甲村", "total_persons": 100}, {"village": "乙村"}]
    stated = {"village_committees": 3, "total_persons": 240, "land_area_km2": 20}
    assert profile(villages, []) == [(2, 0, None, None, None, None)]
    assert profile(villages, [stated]) == [(2, 0, 240, None, None, 20)]
    assert profile([], [stated]) == [(3, None, 240, None, None, 20)]
