"""Rows that come twice count once; rows that contradict each other are set aside."""

import pytest

from tests.support.desk import PERSONS, person


def test_duplicate_rows_are_counted_once(desk):
    desk.csv("表.csv", [PERSONS, person(1), person(2), person(1), person(1)])
    outcome = desk.clean()
    assert (outcome.sheet["accepted"], outcome.sheet["superseded"]) == (2, 2)
    assert [finding["rule"] for finding in outcome.findings] == ["repeated_rows"]


def test_rows_that_contradict_each_other_are_all_set_aside(desk):
    desk.csv("表.csv", [PERSONS, person(1), person(1, 户编号="469003099999"), person(2)])
    outcome = desk.clean()
    assert [(fault["row"], fault["rule"]) for fault in outcome.faults] == [
        (2, "conflicting_key"),
        (3, "conflicting_key"),
    ]


CAPITAL = ["行政村", "户编号", "户主姓名", "户主证件号码", "合作方", "入股年度", "入股金额(元)"]


@pytest.mark.parametrize(
    ("row", "other"),
    [
        (["薛宅村", "", "王甲一", "", "某社", "2017", "5000"], ["薛宅村", "", "王乙二", "", "某社", "2017", "5000"]),
        (["薛宅村", "", "王", person(1)[6], "某社", "2017", "5000"], ["薛宅村", "", "王", person(2)[6], "某社", "2017", "60"]),
    ],
    ids=["name", "ID number"],
)  # fmt: skip
def test_contributors_without_a_household_number_are_rows_of_their_own(desk, row, other):
    desk.csv("入股.csv", [CAPITAL, row, other])
    assert desk.clean().sheet["accepted"] == 2


@pytest.mark.parametrize(
    ("remarks", "accepted"),
    [(("第一批", "第二批"), 2), (("第一批", "第一批"), 1), (("", ""), 1), (("电话已改", ""), 1)],
)
def test_equal_shares_of_two_rounds_are_two(desk, remarks, accepted):
    """A household gave 5000 yuan twice in a year, as the remarks say; what is only pasted twice, or noted, counts once."""
    row = ["薛宅村", "4690030101", "王甲一", person(1)[6], "某社", "2017", "5000"]
    desk.csv("入股.csv", [[*CAPITAL, "备注"], *([*row, remark] for remark in remarks)])
    outcome = desk.clean()
    assert outcome.sheet["accepted"] == accepted
    assert ("repeated_rows" in [one["rule"] for one in outcome.findings]) == (accepted == 1)


def test_remarks_on_a_person_make_no_two_of_one(desk):
    desk.csv("表.csv", [[*PERSONS, "备注"], [*person(1), "第一批"], [*person(1), "第二批"]])
    assert desk.clean().sheet["accepted"] == 1
