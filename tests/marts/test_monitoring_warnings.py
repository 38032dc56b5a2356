"""Warnings that departments send and that are checked, of a few that are counted by hand."""

from datetime import date

from tests.marts.conftest import Figures
from tests.support.marts import sent_row

DECEMBER = date(2021, 12, 31)

MARCH, APRIL = date(2021, 3, 1), date(2021, 4, 1)
ROWS = {
    "warning_checks": [
        sent_row(DECEMBER, feed_month=MARCH, check_result="不纳入", is_admitted=False),
        sent_row(DECEMBER, feed_month=MARCH, checked_on=date(2021, 3, 20), is_admitted=True),
        sent_row(DECEMBER, feed_month=APRIL),
    ]
}


def test_a_warning_is_checked_where_a_day_or_a_result_is_stated(figures: Figures) -> None:
    columns = "year, warned_person_times, feed_months, checked_person_times, admitted_person_times"
    assert figures(columns) == [(2021, 3, 2, 2, 1)]
