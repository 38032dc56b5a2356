"""Cases of discipline, of a few that are counted by hand."""

from datetime import date

from tests.marts.conftest import Figures
from tests.support.marts import sent_row

DECEMBER = date(2021, 12, 31)

ROWS = {
    "discipline_cases": [
        sent_row(DECEMBER, case_number="c1", filed_on=date(2021, 3, 1), sanction="警告", misused_yuan=1000),
        sent_row(DECEMBER, case_number="c1", filed_on=date(2021, 3, 1)),
        sent_row(DECEMBER, case_number="c2", filed_on=date(2020, 5, 5), sanction="警告", misused_yuan=300),
        sent_row(DECEMBER, case_name="k1", filed_on=date(2020, 6, 1)),
        sent_row(DECEMBER, case_name="k1", filed_on=date(2020, 6, 1)),
        sent_row(DECEMBER, case_number="c3", filed_on=date(2019, 3, 1)),
        sent_row(DECEMBER, filed_on=date(2019, 3, 1)),
    ]
}


def test_a_case_of_two_persons_is_one_case_of_the_year_it_was_filed_in(figures: Figures) -> None:
    """By its number, or by its name; how many there were of which one has neither is not known."""
    assert figures("year, filed_cases, filed_persons, sanctioned_persons, misused_yuan") == [
        (2019, None, 2, 0, None),
        (2020, 2, 3, 1, 300),
        (2021, 1, 2, 1, 1000),
    ]
