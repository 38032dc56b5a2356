"""Staff and the households that each looks after, of a few rows that are counted by hand."""

from datetime import date

from tests.marts.conftest import Figures
from tests.support.marts import sent_row

DECEMBER = date(2021, 12, 31)

HELPER = {"staff_role": "帮扶责任人", "staff_level": "镇"}
ROWS = {
    "staff": [
        sent_row(DECEMBER, **HELPER, person_name="王*", organisation="财政所", household_id="h1"),
        sent_row(DECEMBER, **HELPER, person_name="王*", organisation="财政所", household_id="h2"),
        sent_row(DECEMBER, **HELPER, person_name="王*", organisation="卫生院", household_id="h3"),
        sent_row(DECEMBER, **HELPER, person_name="李*", assigned_households=6),
        sent_row(DECEMBER, **HELPER, person_name="赵*", assigned_until_on=date(2021, 9, 30)),
    ]
}


def test_who_has_several_households_is_one_person(figures: Figures) -> None:
    """王 of 财政所, 王 of 卫生院 and 李, whose row states 6 households; 赵 left in September."""
    assert figures("staff_role, staff_level, staff_persons, assigned_household_times") == [
        ("帮扶责任人", "镇", 3, 6)
    ]
