"""Households with a plan, of a few rows that are counted by hand."""

from datetime import date

from tests.marts.conftest import Figures
from tests.support.marts import sent_row

JUNE, DECEMBER = date(2021, 6, 30), date(2021, 12, 31)

ROWS = {
    "support_plans": [
        sent_row(JUNE, plan_households=90, plan_measures=900),
        sent_row(DECEMBER, household_id="h1", plan_measures=3),
        sent_row(DECEMBER, household_id="h2", plan_measures=2),
        sent_row(DECEMBER, plan_households=40, plan_measures=100),
    ]
}


def test_a_row_of_a_household_is_one_and_one_of_many_states_how_many(figures: Figures) -> None:
    assert figures("year, households_with_plan, planned_measures") == [(2021, 42, 105)]
