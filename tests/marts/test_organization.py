"""Teams and their members, of a few rows that are counted by hand."""

from datetime import date

from tests.marts.conftest import Figures
from tests.support.marts import sent_row

DECEMBER = date(2021, 12, 31)

ROWS = {
    "staff": [
        sent_row(
            DECEMBER, staff_role="队员", team_type="工作组", staff_level="镇", team="一组", person_name="王*"
        ),
        sent_row(
            DECEMBER, staff_role="队员", team_type="工作组", staff_level="镇", team="一组", person_name="李*"
        ),
        sent_row(
            DECEMBER, staff_role="队员", team_type="工作组", staff_level="镇", team="二组", person_name="陈*"
        ),
        sent_row(DECEMBER, staff_role="队长", team_type="小队", team="甲村小队"),
        sent_row(DECEMBER, staff_role="帮扶责任人", person_name="周*"),
    ]
}


def test_teams_count_once_and_who_is_in_none_is_no_member(figures: Figures) -> None:
    assert figures("team_type, staff_level, teams, team_members") == [
        ("小队", "未注明", 1, None),
        ("工作组", "镇", 2, 3),
    ]
