"""Visits to households, of a few rows that are counted by hand."""

from datetime import date

from tests.marts.conftest import Figures
from tests.support.marts import rows_of, sent_row

DECEMBER = date(2021, 12, 31)

MAY = {"visited_on": date(2021, 5, 1), "visitor_level": "镇"}
ROWS = {
    "visits": [
        *(sent_row(DECEMBER, **MAY, household_id=household) for household in ("h1", "h1", "h2")),
        sent_row(DECEMBER, **MAY, visited_households=30, due_visit_households=40),
        sent_row(DECEMBER, **MAY, visited_households=5),
    ]
}


def test_a_household_visited_twice_is_one_and_the_rate_is_of_what_was_due(figures: Figures) -> None:
    """Two by name, 30 and 5 by number; of 40 that were due 30."""
    columns = "year, visitor_level, visited_households, due_visit_households, visit_coverage_rate"
    assert figures(columns) == [(2021, "镇", 37, 40, 0.75)]


def test_households_that_no_number_identifies_are_no_figure_and_not_none() -> None:
    visits = [sent_row(DECEMBER, **MAY), sent_row(DECEMBER, **MAY)]
    assert rows_of("visits", "visited_households", visits=visits) == [(None,)]
