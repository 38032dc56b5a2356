"""Meetings by kind and year, of a few that are counted by hand."""

from datetime import date

from tests.marts.conftest import Figures
from tests.support.marts import sent_row

DECEMBER = date(2021, 12, 31)

ROWS = {
    "meetings": [
        sent_row(DECEMBER, meeting_on=date(2021, 1, 5), meeting_kind="村民代表大会", meeting_attendees=30),
        sent_row(DECEMBER, meeting_on=date(2021, 6, 1), meeting_kind="村民代表大会"),
        sent_row(DECEMBER, meeting_on=date(2020, 12, 1), meeting_kind="党员大会", meeting_attendees=12),
    ]
}


def test_meetings_are_of_the_year_they_were_held_in(figures: Figures) -> None:
    assert figures("year, meeting_kind, meetings, attendee_times") == [
        (2020, "党员大会", 1, 12),
        (2021, "村民代表大会", 2, 30),
    ]
