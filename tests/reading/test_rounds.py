"""An amount by rounds of a payment is their sum."""

import pytest

from tests.support.desk import Desk

HOUSES = ["行政村", "户主", "改造方式", "应补助金额(元)"]


@pytest.mark.parametrize(
    ("headers", "amounts", "paid"),
    [
        (["第一次拨付(元)", "第二次拨付(元)", "第三次拨付(元)"], [5000, 3000, ""], 8000),
        (["首次拨付(元)", "尾款(元)"], [5000, 3000], None),  # of what the rest is, its header does not say
        (["第一批补助资金(元)", "第二批补助资金(元)"], ["", ""], None),
        (["第一次拨付(元)", "第二次拨付(元)", "已拨付(元)"], [5000, 3000, 8100], 8100),
    ],
)
def test_what_was_paid_is_the_sum_of_its_rounds(tmp_path, headers, amounts, paid):
    """Unless a header names the whole."""
    desk = Desk(tmp_path)
    row = ["薛宅村", "王甲一", "新建", 10000, *amounts]
    desk.csv("表.csv", [["木棠镇2018年危房改造台账"], [*HOUSES, *headers], row])
    assert desk.clean().column("housing_renovations", "paid_yuan") == [paid]


def test_days_of_the_rounds_are_no_amounts(tmp_path):
    header = [
        ["行政村", "项目名称", "计划资金(元)", "第一次支付(元)", "", "第二次支付(元)", ""],
        ["", "", "", "日期", "金额", "日期", "金额"],
    ]
    desk = Desk(tmp_path)
    row = ["薛宅村", "道路", 30, "2018.5.1", 10, "2018.9.1", 15]
    desk.xlsx("账.xlsx", [*header, row], merged=["A1:A2", "B1:B2", "C1:C2", "D1:E1", "F1:G1"])
    outcome = desk.clean()
    assert outcome.marks == [] and outcome.column("fund_ledger", "paid_yuan") == [25]


@pytest.mark.parametrize(
    ("title", "stage"),
    [
        ("衔接资金分批下达情况表", "allocated_yuan"),
        ("衔接资金计划安排表", "planned_yuan"),
        ("衔接资金台账", "planned_yuan"),
    ],
)
def test_rounds_without_a_word_are_of_the_stage_that_the_title_names(tmp_path, title, stage):
    desk = Desk(tmp_path)
    header = ["行政村", "项目名称", "第一批(元)", "第二批(元)", "已支出(元)"]
    desk.csv("表.csv", [[title], header, ["薛宅村", "茶园", 200, 100, 240]])
    [row] = desk.clean().rows("fund_ledger")
    amounts = {name: row[name] for name in ("planned_yuan", "allocated_yuan", "paid_yuan") if row[name]}
    assert amounts == {stage: 300, "paid_yuan": 240}
