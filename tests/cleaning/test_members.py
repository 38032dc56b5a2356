"""Members of a household below its head, in lists of households."""

import pytest

from tests.support.desk import Desk, person

HEADER = [
    "序号",
    "行政村",
    "户主姓名",
    "搬迁人口",
    "安置方式",
    "家庭成员",
    "与户主关系",
    "身份证号码",
    "是否入住",
]


def members(*rows: tuple[str, ...]) -> list[list]:
    """A household of each row of relations, with what only the head's row states."""
    found: list[list] = []
    for number, relations in enumerate(rows, start=1):
        for place, relation in enumerate(relations):
            who = [f"赵{len(found)}", relation, person(len(found) + 1)[6]]
            head = [number, "甲村", f"赵{len(found)}", len(relations), "集中安置", *who, "是"]
            found.append(["", "", "", "", "", *who, ""] if place else head)
    return found


@pytest.mark.parametrize("merged", [[], ["C2:C4", "D2:D4", "E2:E4", "I2:I4"]])
def test_rows_of_members_count_with_their_head(desk: Desk, merged: list[str]) -> None:
    rows = members(("户主", "配偶", "长子"), ("户主",), ("户主", "母亲"))
    desk.xlsx("易地扶贫搬迁花名册.xlsx", [HEADER, *rows], merged=merged)
    outcome = desk.clean()
    assert outcome.column("relocations", "persons") == [3, 1, 2]
    assert {one["rows"] for one in outcome.findings if one["rule"] == "members_below_head"} == {3}


def test_members_with_facts_of_their_own_stay_rows(desk: Desk) -> None:
    [head, member] = members(("户主", "配偶"))
    desk.xlsx("易地扶贫搬迁花名册.xlsx", [HEADER, head, [*member[:-1], "否"]])
    assert desk.clean().column("relocations", "is_moved_in") == [True, False]


def test_members_without_a_head_above_stay_rows(desk: Desk) -> None:
    [_, member], [head] = members(("户主", "配偶")), members(("户主",))
    desk.xlsx("易地扶贫搬迁花名册.xlsx", [HEADER, member, head])
    assert not [one for one in desk.clean().findings if one["rule"] == "members_below_head"]
