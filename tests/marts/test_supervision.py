"""Inspections, of a few that are counted by hand."""

from datetime import date

from tests.marts.conftest import Figures
from tests.support.marts import sent_row

DECEMBER = date(2021, 12, 31)

ROWS = {
    "inspections": [
        sent_row(DECEMBER, inspected_on=date(2021, 3, 1), inspection_kind="督查", inspected_households=10, found_issues=2),
        sent_row(DECEMBER, inspected_on=date(2021, 4, 1), inspection_kind="督查", inspected_households=5, found_issues=0),
        sent_row(DECEMBER, inspected_on=date(2021, 4, 2), inspection_kind="督查", village="乙村", found_issues=1),
    ]
}  # fmt: skip


def test_a_village_that_was_inspected_twice_is_one(figures: Figures) -> None:
    columns = "year, inspections, inspected_villages, inspected_household_times, issues_found"
    assert figures(columns) == [(2021, 3, 2, 15, 3)]
