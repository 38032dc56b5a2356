"""Job fairs, of two that are added up by hand."""

from datetime import date

from tests.marts.conftest import Figures
from tests.support.marts import sent_row

DECEMBER = date(2021, 12, 31)

ROWS = {
    "job_fairs": [
        sent_row(
            DECEMBER,
            fair_on=date(2021, 3, 1),
            fair_employers=10,
            offered_posts=100,
            fair_households=5,
            intent_persons=20,
        ),
        sent_row(DECEMBER, fair_on=date(2021, 9, 1), fair_employers=5, offered_posts=50, intent_persons=4),
        # of which nobody counted the firms
        sent_row(DECEMBER, fair_on=date(2021, 10, 1), intent_persons=6),
    ]
}


def test_fairs_of_a_year_add_up(figures: Figures) -> None:
    columns = "year, fairs, employers, fair_posts, households, intent_persons"
    assert figures(columns) == [(2021, 3, 15, 150, 5, 30)]
