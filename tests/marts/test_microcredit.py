"""Small loans, of a few households whose sums are counted by hand."""

from datetime import date
from typing import Any

import pytest

from tests.support.marts import rows_of, sent_row

END = date(2020, 12, 31)


def loan(household: str | None, yuan: int | None, /, **facts: Any) -> dict[str, Any]:
    return sent_row(END, household_id=household, loan_yuan=yuan, loan_mode="户贷户用") | facts


def microcredit(columns: str, *loans: dict[str, Any]) -> list[tuple]:
    return rows_of("microcredit", columns, loans=loans)


def test_due_and_overdue_are_of_what_is_known() -> None:
    """Of three loans of 50,000 one is repaid, one half, and of one nobody knows; a fourth is not due yet."""
    past, later = {"due_on": date(2020, 6, 1)}, {"due_on": date(2021, 6, 1)}
    rows = microcredit(
        "households, loan_yuan, matured_households, matured_yuan, overdue_households, overdue_yuan, overdue_rate",
        loan("h1", 50000, repaid_yuan=50000, **past),
        loan("h2", 50000, repaid_yuan=25000, **past),
        loan("h3", 50000, **past),
        loan("h4", 50000, **later),
    )
    assert rows == [(4, 200000, 3, 150000, 1, 25000, 0.25)]


def test_an_extended_loan_is_due_on_its_later_day() -> None:
    """Of two loans that were due in June one is extended beyond the year, the other to a day of it."""
    first = {"due_on": date(2020, 6, 1), "repaid_yuan": 0}
    rows = microcredit(
        "matured_yuan, overdue_households, overdue_yuan",
        loan("h1", 30000, extended_until_on=date(2021, 6, 1), **first),
        loan("h2", 20000, extended_until_on=date(2020, 9, 1), **first),
    )
    assert rows == [(20000, 1, 20000)]


def test_no_rate_is_of_loans_of_which_some_are_overdue_by_an_unknown_sum() -> None:
    past = {"due_on": date(2020, 6, 1)}
    rows = microcredit(
        "matured_yuan, overdue_households, overdue_yuan, overdue_rate",
        loan("h1", 50000, is_overdue=True, **past),
        loan("h2", 30000, is_overdue=False, **past),
    )
    assert rows == [(80000, 1, None, None)]


def test_a_loan_without_a_day_is_not_known_to_be_due() -> None:
    assert microcredit("households, matured_yuan, overdue_yuan, overdue_rate", loan("h1", 50000)) == [
        (1, None, None, None)
    ]


def test_villages_that_count_their_loans_stand_beside_households() -> None:
    """One household with two loans, and a row for 40 households of which 30 are due."""
    rows = microcredit(
        "households, loan_yuan, matured_households, matured_yuan",
        loan("h1", 20000, due_on=END),
        loan("h1", 30000, due_on=END),
        loan(None, 1000000, households=40, matured_households=30, matured_yuan=700000),
    )
    assert rows == [(41, 1050000, 31, 750000)]


@pytest.mark.parametrize(
    ("lent_on", "yuan", "above"),
    [
        (date(2016, 1, 1), 50000, 0),
        (date(2016, 1, 1), 50001, 1),
        (date(2026, 3, 5), 60000, 1),
        (date(2026, 3, 6), 60000, 0),
        (date(2026, 3, 6), 100001, 1),
    ],
)
def test_the_limit_is_that_of_the_day(lent_on: date, yuan: int, above: int) -> None:
    assert microcredit("loans_above_limit", loan("h1", yuan, lent_on=lent_on)) == [(above,)]


def test_shares_of_ratings_are_of_rows_that_state_both() -> None:
    rows = microcredit(
        "households, eligible_households, rated_households, rated_share, granted_share",
        loan(None, None, eligible_households=10, rated_households=5),
        loan(None, None, rated_households=7, granted_households=7),
        loan(None, None, eligible_households=10, rated_households=10, granted_households=4),
    )
    assert rows == [(None, 20, 22, 0.75, 0.4)]


def test_nobody_knows_what_is_overdue_where_no_loan_that_is_due_says_it() -> None:
    """Two loans are due, of which nothing else is stated, and one is not; the flag says of one that is due that it is overdue."""
    columns = "matured_households, overdue_households, overdue_yuan, loans_above_limit"
    past, later = loan("h1", 50000, due_on=date(2020, 6, 1)), loan("h3", 50000, due_on=date(2021, 6, 1))
    assert microcredit(columns, past, loan("h2", 30000, due_on=date(2020, 7, 1)), later) == [
        (2, None, None, 0)
    ]
    assert microcredit(columns, past | {"is_overdue": True}, later) == [(1, 1, None, 0)]
    repaid = loan("h2", 30000, due_on=date(2020, 7, 1), is_overdue=False)
    assert microcredit(columns, past | {"is_overdue": True}, repaid) == [(2, 1, None, 0)]
    assert microcredit(columns, later) == [(0, 0, 0, 0)]


def test_a_village_that_states_overdue_money_does_not_state_whose_it_is() -> None:
    columns = "matured_households, overdue_households, overdue_yuan, loans_above_limit"
    village = loan(None, 1000000, households=40, matured_yuan=700000, overdue_yuan=20000)
    assert microcredit(columns, village) == [(None, None, 20000, None)]


def test_a_loan_that_nobody_knows_of_is_not_said_to_be_paid_because_another_was() -> None:
    """Two loans are due: one is repaid, of the other nothing is stated. Once a third is half paid, that much is known."""
    columns = "matured_households, overdue_households, overdue_yuan, overdue_rate"
    past = {"due_on": date(2020, 6, 1)}
    repaid, open_loan = loan("h1", 50000, repaid_yuan=50000, **past), loan("h2", 30000, **past)
    assert microcredit(columns, repaid) == [(1, 0, 0, 0)]
    assert microcredit(columns, repaid, open_loan) == [(2, None, None, None)]
    half = loan("h3", 40000, repaid_yuan=20000, **past)
    assert microcredit(columns, repaid, open_loan, half) == [(3, 1, 20000, 20000 / 90000)]
