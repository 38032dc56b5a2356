"""Households and persons by status, of a few that are counted by hand."""

from datetime import date

from tests.marts.conftest import Figures
from tests.support.marts import listed_person

DECEMBER = date(2021, 12, 31)


ROWS = {
    "persons": [
        *(listed_person(DECEMBER, "h1", number, "已脱贫", exit_year=2018) for number in (1, 2)),
        listed_person(DECEMBER, "h1", 3, "已脱贫", exit_year=2018, member_change="死亡"),
        listed_person(DECEMBER, "h2", 1, "未脱贫"),
        listed_person(DECEMBER, "h3", 1, "注销"),
    ]
}


def test_who_was_struck_off_or_is_dead_is_not_registered(figures: Figures) -> None:
    assert figures("year, poverty_status, exit_year, households, persons, as_of_on") == [
        (2021, "已脱贫", 2018, 1, 2, DECEMBER),
        (2021, "未脱贫", None, 1, 1, DECEMBER),
    ]
