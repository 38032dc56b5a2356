"""Who returned to poverty after having left it, of a few households that are counted by hand."""

from datetime import date
from typing import Any

import pytest

from tests.support.marts import rows_of, sent_row


def listed(year: int, household: str, status: str = "已脱贫", exit_year: int | None = 2017) -> dict[str, Any]:
    return sent_row(
        date(year, 12, 31), household_id=household, exit_status=status, exit_year=exit_year, row_persons=2
    )


def returns(*rows: dict[str, Any]) -> list[tuple]:
    columns = "exit_year, year, followed_households, returned_households, returned_persons, return_rate, cumulative_return_rate"
    return rows_of("returns_to_poverty", columns, persons=rows)


def test_a_household_is_followed_until_it_returns_or_is_listed_no_more() -> None:
    """Of four d is marked in 2018, b is poor again in 2019, c is listed no more: ¼, then ½ of two, together 1 − ¾ · ½."""
    rows = returns(
        *(listed(2018, household) for household in "abc"),
        listed(2018, "d", "返贫"),
        listed(2019, "a"),
        listed(2019, "b", "未脱贫", None),
        listed(2019, "d", "返贫"),
    )
    assert rows == [
        (2017, 2018, 4, 1, 2, 0.25, 0.25),
        (2017, 2019, 2, 1, 2, 0.5, pytest.approx(0.625, abs=1e-9)),
    ]


def test_a_second_exit_makes_no_second_cohort() -> None:
    """It returned in 2019 and left again in 2020: followed from the first exit to the first return."""
    rows = returns(listed(2018, "a"), listed(2019, "a", "返贫"), listed(2020, "a", exit_year=2020))
    assert rows == [(2017, 2018, 1, 0, 0, 0, 0), (2017, 2019, 1, 1, 2, 1, 1)]


def test_who_was_still_poor_is_not_followed() -> None:
    rows = returns(listed(2018, "a", "未脱贫", None), listed(2019, "a", exit_year=2019))
    assert rows == [(2019, 2019, 1, 0, 0, 0, 0)]
