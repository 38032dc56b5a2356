"""Households that are still poor, by cause and kind, of a few that are counted by hand."""

from datetime import date

from tests.marts.conftest import Figures
from tests.support.marts import listed_person

DECEMBER = date(2021, 12, 31)


ROWS = {
    "persons": [
        listed_person(DECEMBER, "h1", 1, "未脱贫", poverty_cause="因病", household_kind="低保贫困户"),
        listed_person(DECEMBER, "h1", 2, "未脱贫", poverty_cause="因学", household_kind="一般贫困户"),
        listed_person(DECEMBER, "h2", 1, "未脱贫", poverty_cause="未填写"),
        listed_person(DECEMBER, "h3", 1, "已脱贫", exit_year=2018, poverty_cause="因病"),
    ]
}


def test_the_head_states_cause_and_kind_of_the_household(figures: Figures) -> None:
    assert figures("poverty_status, poverty_cause, household_kind, households, persons") == [
        ("未脱贫", "因病", "低保贫困户", 1, 2),
        ("未脱贫", "未注明", "未注明", 1, 1),
    ]
