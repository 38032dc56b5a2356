"""Who returned within months of leaving poverty, of a few households that are counted by hand."""

from datetime import date
from typing import Any

from tests.support.marts import rows_of, sent_row

COLUMNS = """exit_year, months, exited_households, delisted_households, unknown_households, returned_households,
    returned_persons, return_rate"""
JUNE, DECEMBER = (6, 30), (12, 31)


def listed(
    day: date, household: str, status: str = "已脱贫", exit_year: int | None = 2017, /, **facts: Any
) -> dict[str, Any]:
    stated = {"household_id": household, "exit_status": status, "exit_year": exit_year, "row_persons": 2}
    return sent_row(day, **stated) | facts


def cohorts(*rows: dict[str, Any], level: str = "township") -> list[tuple]:
    return rows_of("returns_by_cohort", COLUMNS, level=level, persons=rows)


def test_returns_count_by_the_day_of_the_registry_that_has_them() -> None:
    """Of four that left in 2017 b is poor in June 2018, c in December, d in December 2019."""
    left = [listed(date(2017, *DECEMBER), household) for household in "abcd"]
    later = {
        date(2018, *JUNE): "b", date(2018, *DECEMBER): "bc", date(2019, *JUNE): "bc", date(2019, *DECEMBER): "bcd",
    }  # fmt: skip
    rows = [
        listed(day, household, "返贫" if household in poor else "已脱贫")
        for day, poor in later.items()
        for household in "abcd"
    ]
    assert cohorts(*left, *rows) == [
        (2017, 6, 4, 0, 0, 1, 2, 0.25),
        (2017, 12, 4, 0, 0, 2, 4, 0.5),
        (2017, 24, 4, 0, 0, 3, 6, 0.75),
    ]


def test_a_window_that_is_not_over_has_no_figure() -> None:
    """The last registry is of a day before the end of 24 months; by 12 months nobody had returned, which is 0."""
    rows = [listed(date(year, *DECEMBER), "a") for year in (2017, 2018)]
    assert cohorts(*rows) == [
        (2017, 6, 1, 0, 0, 0, 0, 0),
        (2017, 12, 1, 0, 0, 0, 0, 0),
        (2017, 24, 1, 0, 1, None, None, None),
    ]


def test_a_return_between_a_day_before_and_one_after_the_end_is_of_neither_side() -> None:
    """Lifted at the end of 2017, poor at the end of 2018: nobody knows whether by June."""
    rows = [listed(date(2017, *DECEMBER), "a"), listed(date(2018, *DECEMBER), "a", "未脱贫", None)]
    assert cohorts(*rows)[:2] == [(2017, 6, 1, 0, 1, None, None, None), (2017, 12, 1, 0, 0, 1, 2, 1)]


def test_what_happened_before_the_first_registry_is_not_known() -> None:
    """The first registry is of the end of 2019: it says nothing of June and the end of 2018."""
    rows = [listed(date(2019, *DECEMBER), "a"), listed(date(2020, *DECEMBER), "a")]
    assert [(months, returned) for _, months, *_, returned, _, _ in cohorts(*rows)] == [
        (6, None), (12, None), (24, 0),
    ]  # fmt: skip


def test_who_moves_is_followed_and_who_is_listed_no_more_is_not() -> None:
    """a moves to 乙村 and returns there, b is listed no more; a is of the village that it left poverty in."""
    rows = [
        listed(date(2017, *DECEMBER), "a"), listed(date(2017, *DECEMBER), "b"), listed(date(2017, *DECEMBER), "c"),
        listed(date(2017, *DECEMBER), "d", village="乙村"),
        listed(date(2018, *DECEMBER), "a", "返贫", village="乙村"), listed(date(2018, *DECEMBER), "c"),
        listed(date(2018, *DECEMBER), "d", village="乙村"),
    ]  # fmt: skip
    within_year = [row for row in cohorts(*rows, level="village") if row[1] == 12]
    assert within_year == [(2017, 12, 1, 0, 0, 0, 0, 0), (2017, 12, 3, 1, 0, 1, 2, 0.5)]


def test_a_second_exit_and_a_second_return_make_no_second_cohort() -> None:
    rows = [
        listed(date(2017, *DECEMBER), "a"), listed(date(2018, *DECEMBER), "a", "返贫"),
        listed(date(2019, *DECEMBER), "a", "已脱贫", 2019), listed(date(2020, *DECEMBER), "a", "返贫", 2019),
    ]  # fmt: skip
    assert [row for row in cohorts(*rows) if row[1] > 6] == [
        (2017, 12, 1, 0, 0, 1, 2, 1),
        (2017, 24, 1, 0, 0, 1, 2, 1),
    ]
