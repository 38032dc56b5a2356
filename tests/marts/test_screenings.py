"""Screenings, of a few households and villages that are counted by hand."""

from datetime import date
from typing import Any

from tests.support.marts import rows_of, sent_row


def row(number: int, /, sent: date = date(2021, 12, 31), **facts: Any) -> dict[str, Any]:
    return sent_row(sent, row=number, screening_subject="住房安全") | facts


def screened(columns: str, *rows: dict[str, Any]) -> list[tuple]:
    return rows_of("screenings", columns, screenings=rows)


def test_an_issue_is_a_problem_whatever_the_result() -> None:
    """Of three households one is safe, one is not, and of one an issue is stated, which was solved; a village counts 40."""
    rows = screened(
        "screened_villages, screened_households, problem_households, rectified_households",
        row(2, household_id="h1", screening_result="无问题"),
        row(3, household_id="h2", screening_result="有问题"),
        row(4, household_id="h3", issue="漏水", rectified_on=date(2021, 12, 1)),
        row(5, village="乙村", households=40, problem_households=5),
    )
    assert rows == [(2, 43, 7, 1)]


def test_an_issue_that_says_that_there_is_none_is_no_problem() -> None:
    rows = screened(
        "screened_households, problem_households",
        row(2, household_id="h1", issue="无"),
        row(3, household_id="h2", issue="未发现问题"),
        row(4, household_id="h3", issue="墙体开裂"),
    )
    assert rows == [(3, 1)]


def test_water_is_a_problem_where_one_of_four_things_is_wrong() -> None:
    """All four are right of one household, one is wrong of another, and of a third one is not stated; a result decides."""
    right: dict[str, Any] = {
        "is_water_clean": True,
        "is_water_enough": True,
        "is_water_near": True,
        "is_water_assured": True,
    }
    rows = screened(
        "screened_households, problem_households",
        row(2, household_id="h1", **right),
        row(3, household_id="h2", **right | {"is_water_enough": False}),
        row(4, household_id="h3", **right | {"is_water_near": None}),
        row(5, household_id="h4", **right | {"is_water_near": False}, screening_result="无问题"),
    )
    assert rows == [(4, 1)]


def test_the_last_screening_of_a_subject_takes_the_place_of_the_one_before() -> None:
    """In June 40 households for housing and 30 for water, in December 41 for housing."""
    june = date(2021, 6, 30)
    rows = screened(
        "screening_subject, screened_households, problem_households",
        row(2, june, households=40),
        row(3, june, households=30, screening_subject="饮水安全"),
        row(2, households=41),
    )
    assert rows == [("住房安全", 41, None), ("饮水安全", 30, None)]
