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


def test_households_of_two_rounds_are_not_added_and_their_rate_is() -> None:
    """Of 40 households 40 were visited in July and 38 in August; another village was visited once, 25 of 25."""
    rounds = [("7月", 40), ("8月", 38)]
    visits = [
        sent_row(
            DECEMBER,
            visitor_level="县",
            visit_round=month,
            due_visit_households=40,
            visited_households=number,
        )
        for month, number in rounds
    ]
    once = sent_row(
        DECEMBER,
        visitor_level="县",
        village="乙村",
        visit_round="7月",
        due_visit_households=25,
        visited_households=25,
    )
    columns = "visited_households, due_visit_households, visit_coverage_rate"
    assert rows_of("visits", columns, visits=[*visits, once]) == [(None, None, 103 / 105)]
    assert rows_of("visits", columns, visits=[visits[0], once]) == [(65, 65, 1.0)]
