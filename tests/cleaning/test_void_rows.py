"""Rows that their remark, or a status, says do not hold."""

import pytest

from tests.support.desk import PERSONS, Desk, person

FORM = ("行政村", "项目名称", "下达资金(元)", "支出资金(元)")


def counted(desk: Desk, header: str, *states: str):
    rows = [("石桥村", f"水渠{number}", "30", "20", state) for number, state in enumerate(states)]
    desk.csv("扶贫资金台账.csv", [(*FORM, header), *rows])
    outcome = desk.clean()
    return outcome.marks, outcome.column("fund_ledger", "allocated_yuan")


@pytest.mark.parametrize(
    "remark",
    [
        "重复,作废",
        "项目取消,资金已收回",
        "与第2行重复",
        "该项目已取消实施",
        "误填",
        "作废重开",
        "已冲销",
        "已撤销认定",
    ],
)
def test_a_row_that_is_void_counts_nowhere(desk: Desk, remark):
    assert counted(desk, "备注", "", remark) == ([(None, "void_row")], [30])


@pytest.mark.parametrize("state", ["已取消", "备案不通过", "已终止,资金调剂至油茶", "不符合申报条件"])
def test_a_status_may_void_a_row(desk: Desk, state):
    assert counted(desk, "项目状态", "在建", state) == ([(None, "void_row")], [30])


@pytest.mark.parametrize("remark", ["取消一座桥,其余照建", "避免重复建设", "审核通过", "已撤销原村委会"])
def test_words_on_something_else_leave_the_row(desk: Desk, remark):
    assert counted(desk, "备注", remark) == ([], [30])


def test_a_person_whose_remark_says_gone_is_held_back(desk: Desk):
    remarks = ["", "整户死亡注销", "2019年3月迁出", "父亲去世", "未注销", "五保户"]
    rows = [[*person(4 * number, 人数="1"), remark] for number, remark in enumerate(remarks, start=1)]
    desk.csv("花名册.csv", [[*PERSONS, "备注"], *rows])
    outcome = desk.clean()
    assert [(fault["row"], fault["rule"]) for fault in outcome.faults] == [
        (3, "person_is_gone"),
        (4, "person_is_gone"),
    ]


def test_a_column_of_changes_decides_and_no_remark(desk: Desk):
    rows = [[*person(4, 人数="1"), "在册", "死亡"], [*person(8, 人数="1"), "死亡", ""]]
    desk.csv("花名册.csv", [[*PERSONS, "人员变动情况", "备注"], *rows])
    assert desk.clean().column("persons", "member_change") == ["在册", "死亡"]


def test_who_has_left_office_by_a_remark_without_a_day_is_held_back(desk: Desk):
    remarks = [
        "",
        "2018年9月调离,由王乙接替",
        "已辞职",
        "退休教师",
        "接替调离的王甲",
        "未调离",
        "前任已离任",
        "已轮换",
    ]
    rows = [["松村", f"王甲{number}", "工作队员", "", remark] for number, remark in enumerate(remarks)]
    # a day decides, and whoever left after the day of the list is still on it
    rows.append(["松村", "王丙", "工作队员", "2018-09-30", "调离"])
    desk.csv("驻村工作队员花名册.csv", [["行政村", "姓名", "职务", "离任日期", "备注"], *rows])
    outcome = desk.clean()
    assert [(fault["row"], fault["rule"]) for fault in outcome.faults] == [
        (row, "has_left") for row in (3, 4, 9)
    ]
    assert len(outcome.rows("staff")) == 6


@pytest.mark.parametrize(
    ("answer", "is_void"), [("放弃搬迁", True), ("自愿放弃", True), ("否", False), ("未入住", False)]
)
def test_an_answer_may_void_a_row(desk: Desk, answer, is_void):
    header = ("行政村", "户主姓名", "户主证件号码", "搬迁人口", "安置方式", "是否入住")
    rows = [
        ("石桥村", f"王甲{n}", person(4 * n)[6], "3", "集中安置", text)
        for n, text in enumerate(("是", answer), 1)
    ]
    desk.csv("易地扶贫搬迁台账.csv", [header, *rows])
    outcome = desk.clean()
    assert len(outcome.rows("relocations")) == 2 - is_void
    assert ((None, "void_row") in outcome.marks) is is_void
