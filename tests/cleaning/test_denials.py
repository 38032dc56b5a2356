"""A list may have a column that says of a row that what it lists is none."""

import pytest

from tests.support.desk import Desk, person

SIGNED = ("行政村", "姓名", "身份证号", "签约日期", "签约医生")


def signed(desk: Desk, header: str, *answers: str):
    rows = [
        ("石桥村", f"王甲{number}", person(4 * number)[6], "2018.7.2", "李医生", answer)
        for number, answer in enumerate(answers, start=1)
    ]
    desk.csv("家庭医生签约名册.csv", [(*SIGNED, header), *rows])
    outcome = desk.clean()
    return len(outcome.rows("health_services")), outcome


@pytest.mark.parametrize(
    ("header", "yes", "no"),
    [
        ("是否签约", "是", "否"),
        ("签约情况", "已签约", "未签约"),
        ("是否已签约", "√", "×"),
        ("签约状态", "已", "未"),
        ("是否参与签约", "是", "否(已迁走)"),
    ],
)
def test_a_row_that_denies_its_own_fact_does_not_count(desk, header, yes, no):
    count, outcome = signed(desk, header, yes, yes, "", no)
    assert count == 3
    assert [(fault["row"], fault["rule"]) for fault in outcome.faults] == [(5, "fact_denied")]
    assert f"“{header}:{no}”" in outcome.faults[0]["reason_zh"]
    assert "unknown_header" not in {finding["rule"] for finding in outcome.findings}


@pytest.mark.parametrize(
    ("header", "answers"),
    [("是否低保户", ("否", "是")), ("签约情况", ("续签三年", "首签")), ("签约服务包", ("否", "否"))],
)
def test_a_column_on_something_else_leaves_the_rows(desk, header, answers):
    count, outcome = signed(desk, header, *answers)
    assert (count, outcome.marks) == (2, [])
    assert {"unknown_header", "unread_facts"} & {finding["rule"] for finding in outcome.findings}


def test_an_amount_that_was_not_paid_leaves_what_was_due(desk):
    header = ("行政村", "户主姓名", "身份证号", "合作社", "应发金额(元)", "实发金额(元)", "是否发放")
    rows = [
        ("石桥村", f"王甲{number}", person(4 * number)[6], "甲社", "500", "500", answer)
        for number, answer in enumerate(("是", "否"), start=1)
    ]
    desk.csv("分红发放.csv", [header, *rows])
    outcome = desk.clean()
    assert outcome.column("dividend_payouts", "due_yuan") == [500, 500]
    assert outcome.column("dividend_payouts", "paid_yuan") == [500, 0]
    assert [(fault["level"], fault["rule"]) for fault in outcome.faults] == [("cell", "fact_denied")]


def test_a_term_that_denies_the_fact_leaves_the_row_out(desk):
    """Of three on a list of workers one does not work; of one nobody says where."""
    header = ("行政村", "姓名", "身份证号", "务工地", "务工单位")
    rows = [
        ("石桥村", f"王甲{number}", person(4 * number)[6], place, "")
        for number, place in enumerate(("省外", "未务工", ""), start=1)
    ]
    desk.csv("外出务工人员花名册.csv", [header, *rows])
    outcome = desk.clean()
    assert len(outcome.rows("workers")) == 2
    [denied] = [fault for fault in outcome.faults if fault["rule"] == "fact_denied"]
    assert (denied["row"], denied["level"]) == (3, "row")
    assert "“务工地:未务工”" in denied["reason_zh"]
