"""A column that says what the money of each row is."""

import pytest

from tests.support.desk import Desk

FORM = ["序号", "行政村", "姓名", "合作企业", "发放金额(元)", "摘要"]


def paid(desk: Desk, *purposes: str, header=FORM):
    rows = [
        [str(number), "石桥村", "王甲一", "甲社", str(100 * number), purpose]
        for number, purpose in enumerate(purposes, start=1)
    ]
    desk.csv("分红发放.csv", [header, *rows])
    outcome = desk.clean()
    return outcome.marks, outcome.column("dividend_payouts", "paid_yuan")


def test_rows_of_other_money_do_not_count(desk):
    marks, amounts = paid(desk, "产业扶贫分红", "农村低保金", "耕地地力保护", "股金分红", "")
    assert amounts == [100, 400, 500]
    assert marks == [(None, "other_money")] * 2


def test_capital_that_is_paid_back_is_no_dividend(desk):
    assert paid(desk, "入股分红", "入股本金退还") == ([(None, "other_money")], [100])


@pytest.mark.parametrize(
    "purposes", [("第一批", "第二批"), ("光伏项目", "甲合作社项目"), ("补贴性分红", "收益")]
)
def test_words_that_name_no_other_money_leave_the_rows(desk, purposes):
    assert paid(desk, *purposes) == ([], [100, 200])


def test_a_column_of_something_else_says_nothing_of_the_money(desk):
    assert paid(desk, "分红", "低保户", header=[*FORM[:5], "贫困户属性"])[1] == [100, 200]


def funds(desk: Desk, *rows, header=("行政村", "项目名称", "环节", "金额(万元)")):
    desk.csv("项目资金台账.csv", [header, *rows])
    outcome = desk.clean()
    columns = ("planned_yuan", "allocated_yuan", "paid_yuan")
    return outcome.marks, [[row[name] for name in columns] for row in outcome.rows("fund_ledger")]


def test_amounts_of_another_stage_than_the_column_s_do_not_count(desk):
    """Long form: one row for each stage of a project, which reads as three projects with plans."""
    rows = [
        ("石桥村", "养鸡场", "下达", "80"),
        ("石桥村", "养鸡场", "已支出", "60"),
        ("柳河村", "水渠", "计划", "40"),
    ]
    assert funds(desk, *rows) == ([(None, "other_stage")] * 2, [[400000, None, None]])


@pytest.mark.parametrize(
    ("header", "plan", "done"),
    [("性质", "计划数", "完成数"), ("摘要", "计划指标", "支付"), ("指标", "计划", "实际")],
)
def test_what_was_done_is_no_plan(desk, header, plan, done):
    rows = [("石桥村", "养鸡场", plan, "80"), ("石桥村", "养鸡场", done, "60")]
    marks, counted = funds(desk, *rows, header=("行政村", "项目名称", header, "金额(万元)"))
    assert (marks, counted) == ([(None, "other_stage")], [[800000, None, None]])


@pytest.mark.parametrize(
    ("header", "stage", "counted"),
    [
        (("行政村", "项目名称", "项目状态", "金额(万元)"), "完工", [400000, None, None]),
        (("行政村", "项目名称", "进度", "金额(万元)"), "完成", [400000, None, None]),
        (("行政村", "项目名称", "环节", "下达资金(万元)"), "支出", [None, 400000, None]),
    ],
    ids=["no stages", "works that are done", "a header with its stage"],
)
def test_a_header_or_other_words_hold_against_a_column_of_stages(desk, header, stage, counted):
    rows = [("石桥村", "养鸡场", stage, "40"), ("柳河村", "水渠", "", "40")]
    assert funds(desk, *rows, header=header) == ([], [counted] * 2)
