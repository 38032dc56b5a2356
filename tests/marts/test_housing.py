"""Dangerous houses, of a few households that are counted by hand."""

from datetime import date
from typing import Any

from tests.support.marts import rows_of, sent_row


def house(household: str | None, /, year: int = 2018, sent: int = 2018, **facts: Any) -> dict[str, Any]:
    stated = {
        "household_id": household,
        "renovation_year": year,
        "household_group": "低保户",
        "renovation_kind": "新建",
    }
    return sent_row(date(sent, 12, 31), **stated) | facts


def housing(columns: str, *houses: dict[str, Any]) -> list[tuple]:
    return rows_of("housing", columns, housing_renovations=houses)


def test_progress_is_of_what_is_known() -> None:
    """Of four houses two are finished, of which one is lived in; one is being built, and of one nobody knows."""
    rows = housing(
        "households, finished_households, moved_in_households, occupancy_rate, five_visual_households",
        house("h1", renovation_status="已入住"),
        house("h2", renovation_status="已竣工"),
        house("h3", renovation_status="在建"),
        house("h4"),
    )
    assert rows == [(4, 2, 1, 0.5, None)]


def test_a_house_is_finished_where_it_is_said_to_be_before_anybody_moves_in() -> None:
    """Of four houses three are finished, of which two are lived in."""
    rows = housing(
        "households, finished_households, moved_in_households",
        house("h1", is_completed=True, is_moved_in=True),
        house("h2", is_completed=True, is_moved_in=True),
        house("h3", is_completed=True, is_moved_in=False),
        house("h4", is_completed=False, is_moved_in=False),
    )
    assert rows == [(4, 3, 2)]


def test_money_is_compared_where_both_sides_are_stated() -> None:
    """100 payable of which 60 were paid, 50 of which nobody knows the payment, and 30 paid of an unknown amount."""
    rows = housing(
        "payable_yuan, paid_yuan, outstanding_yuan, payment_rate",
        house("h1", payable_yuan=100, paid_yuan=60),
        house("h2", payable_yuan=50),
        house("h3", paid_yuan=30),
    )
    assert rows == [(150, 90, 40, 0.6)]


def test_what_is_due_to_a_household_counts_once_however_often_it_is_paid() -> None:
    """25000 paid in two batches of 12500, and 6000 of 12000."""
    rows = housing(
        "households, payable_yuan, paid_yuan, outstanding_yuan, payment_rate",
        house("h1", payable_yuan=25000, paid_yuan=12500),
        house("h1", payable_yuan=25000, paid_yuan=12500),
        house("h2", payable_yuan=12000, paid_yuan=6000),
    )
    assert rows == [(2, 37000, 31000, 6000, 31 / 37)]


def test_villages_may_send_counts() -> None:
    rows = housing(
        "renovation_year, households, finished_households, moved_in_households, occupancy_rate",
        house("h1", finished_on=date(2018, 9, 1)),
        house(None, households=12, finished_households=10, moved_in_households=8),
    )
    assert rows == [(2018, 13, 11, 8, 0.8)]


def test_a_list_of_one_year_leaves_the_lists_of_others() -> None:
    """The list of 2018 comes again a year later; that of 2017 does not, and stands."""
    old, new = house("h1", year=2017), house("h2", year=2018)
    again = [house("h2", year=2018, sent=2019), house("h3", year=2018, sent=2019)]
    rows = housing("year, renovation_year, households", old, new, *again)
    assert rows == [(2018, 2017, 1), (2018, 2018, 1), (2019, 2018, 2)]
