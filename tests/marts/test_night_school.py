"""Sign-ins at night schools, of a few sheets that are counted by hand."""

from datetime import date

from tests.marts.conftest import Figures
from tests.support.marts import sent_row

DECEMBER = date(2021, 12, 31)

ROWS = {
    "sign_ins": [
        sent_row(DECEMBER, signed_on=date(2021, 3, 1), attendee_role="贫困户", expected_persons=50, signed_persons=40),
        sent_row(DECEMBER, signed_on=date(2021, 3, 8), attendee_role="贫困户", signed_persons=10),
        sent_row(DECEMBER, attendee_role="干部", expected_persons=8, signed_persons=8),
    ]
}  # fmt: skip


def test_the_rate_is_of_evenings_that_state_who_was_expected(figures: Figures) -> None:
    """50 came in all; of 50 that were expected on the first evening 40. A sheet without a day is of the year of its list."""
    assert figures("year, attendee_role, expected_person_times, signed_person_times, sign_in_rate") == [
        (2021, "干部", 8, 8, 1.0),
        (2021, "贫困户", 50, 50, 0.8),
    ]
