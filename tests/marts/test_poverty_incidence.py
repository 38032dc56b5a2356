"""The rate of poverty, of a few households that are counted by hand."""

from datetime import date

from tests.marts.conftest import Figures
from tests.support.marts import listed_person, sent_row

DECEMBER = date(2021, 12, 31)


ROWS = {
    "persons": [
        *(listed_person(DECEMBER, "h1", number, "未脱贫") for number in (1, 2)),
        *(listed_person(DECEMBER, "h2", number, "已脱贫", exit_year=2019) for number in (1, 2, 3)),
        listed_person(DECEMBER, "h3", 1, "未脱贫", village="乙村"),
    ],
    "villages": [
        sent_row(DECEMBER, total_persons=100, rural_persons=50),
        sent_row(DECEMBER, village="乙村", total_persons=40, rural_persons=10),
        sent_row(DECEMBER, village="丙村", total_persons=60, rural_persons=40),
    ],
}


def test_the_rate_is_of_the_rural_population(figures: Figures) -> None:
    """2 of 50 and 1 of 10; in 丙村 nobody is registered: 3 of 100 in the township."""
    columns = "registered_persons, poor_persons, rural_population_persons, incidence_rate"
    assert figures(f"village, {columns}", "village") == [
        ("丙村", 0, 0, 40, 0.0),
        ("乙村", 1, 1, 10, 0.1),
        ("甲村", 5, 2, 50, 0.04),
    ]
    assert figures(columns) == [(6, 3, 100, 0.03)]


def test_the_share_of_the_registered_is_of_the_whole_population(figures: Figures) -> None:
    assert figures("registered_households, poor_households, registered_share") == [(3, 2, 0.03)]
