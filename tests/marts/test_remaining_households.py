"""Households that are still poor, by cause and kind, of a few that are counted by hand."""

from datetime import date

from tests.marts.conftest import Figures
from tests.support.marts import sent_row

DECEMBER = date(2021, 12, 31)


def person(household: str, number: int, status: str, village: str = "甲村", **facts: object) -> dict:
    return sent_row(
        DECEMBER, village=village, household_id=household, person_id=f"{household}-{number}", row_persons=1,
        exit_status=status, relation="户主" if number == 1 else "之子", **facts,
    )  # fmt: skip


ROWS = {
    "persons": [
        person("h1", 1, "未脱贫", poverty_cause="因病", household_kind="低保贫困户"),
        person("h1", 2, "未脱贫", poverty_cause="因学", household_kind="一般贫困户"),
        person("h2", 1, "未脱贫", poverty_cause="未填写"),
        person("h3", 1, "已脱贫", exit_year=2018, poverty_cause="因病"),
    ]
}


def test_the_head_states_cause_and_kind_of_the_household(figures: Figures) -> None:
    assert figures("poverty_status, poverty_cause, household_kind, households, persons") == [
        ("未脱贫", "因病", "低保贫困户", 1, 2),
        ("未脱贫", "未注明", "未注明", 1, 1),
    ]
