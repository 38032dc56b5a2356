"""What is one cell over several rows is one amount."""

import pytest

from tests.support.desk import Desk, person


def test_a_household_whose_name_and_amount_are_one_cell_is_one(desk: Desk):
    header = ["序号", "村", "户主", "家庭成员", "身份证号", "改造方式", "补助金额(元)"]
    rows = [
        [1, "石桥村", "王甲", "王甲", person(4)[6], "新建", 26000],
        ["", "", "", "王乙", person(5)[6], "", ""],
        [2, "柳河村", "李丙", "李丙", person(8)[6], "维修", 12000],
    ]
    desk.xlsx("危房改造花名册.xlsx", [header, *rows], merged=[f"{column}2:{column}3" for column in "ABCFG"])
    outcome = desk.clean()
    assert outcome.column("housing_renovations", "payable_yuan") == [26000, 12000]
    assert outcome.marks == []
    assert [one["rows"] for one in outcome.findings if one["rule"] == "members_of_household"] == [1]


def test_a_payment_to_a_household_is_that_of_its_head(desk: Desk):
    header = ["序号", "村", "户主姓名", "家庭成员", "身份证号码", "保障人口", "月保障金(元)"]
    rows = [[1, "石桥村", "王甲", "王甲", person(4)[6], 3, 1050]]
    rows += [["", "", "", name, person(number)[6], "", ""] for number, name in ((5, "王乙"), (6, "王丙"))]
    rows += [[2, "柳河村", "李丁", "李丁", person(8)[6], 1, 420]]
    desk.xlsx(
        "农村低保名册.xlsx",
        [["2018年5月农村低保对象发放名册"], header, *rows],
        merged=[f"{column}3:{column}5" for column in "ABCFG"],
    )
    outcome = desk.clean()
    assert outcome.column("benefit_payments", "paid_yuan") == [1050, 420]
    assert outcome.column("benefit_payments", "covered_persons") == [3, 1]


def test_persons_who_state_facts_of_their_own_stay_rows(desk: Desk):
    header = ["序号", "村", "户主姓名", "姓名", "身份证号码", "发放金额(元)"]
    rows = [[1, "石桥村", "王甲", "王甲", person(4)[6], 300], ["", "", "", "王乙", person(5)[6], 200]]
    desk.xlsx("农村低保金发放表.xlsx", [header, *rows], merged=["A2:A3", "B2:B3", "C2:C3"])
    assert desk.clean().column("benefit_payments", "paid_yuan") == [300, 200]


def test_an_amount_over_two_levels_is_of_neither(desk: Desk):
    header = ["项目名称", "村", "资金级次", "下达资金(元)", "支出资金(元)"]
    rows = [["养殖园", "石桥村", "中央", 50, 55], ["", "", "省级", 20, ""], ["路灯", "柳河村", "县级", 6, 6]]
    desk.xlsx("资金.xlsx", [header, *rows], merged=["A2:A3", "B2:B3", "E2:E3"])
    outcome = desk.clean()
    assert outcome.column("fund_ledger", "allocated_yuan") == [50, 20, 6]
    assert outcome.column("fund_ledger", "paid_yuan") == [None, None, 6]
    assert [(fault["level"], fault["cell"], fault["rule"]) for fault in outcome.faults] == [
        ("cell", "E2", "merged_amount")
    ]


@pytest.mark.parametrize("dates", [("4-1", "7-1", "11-1"), ("4-1", "4-1", "4-1"), ("", "", "")])
@pytest.mark.parametrize(("payments", "paid"), [((30, 40, 20), 90), ((20, 20, 20), 60)])
def test_a_project_whose_name_and_plan_are_one_cell_is_one_with_its_payments(
    desk: Desk, dates, payments, paid
):
    header = ["项目名称", "村", "计划资金(元)", "支付日期", "支付金额(元)"]
    [first, *others] = [
        (f"2018-{day}" if day else "", yuan) for day, yuan in zip(dates, payments, strict=True)
    ]
    rows = [
        ["冷库", "石桥村", 100, *first],
        *(["", "", "", *one] for one in others),
        ["渠", "柳河村", 50, "", 50],
    ]
    desk.xlsx("资金.xlsx", [header, *rows], merged=["A2:A4", "B2:B4", "C2:C4"])
    outcome = desk.clean()
    assert outcome.column("fund_ledger", "planned_yuan") == [100, 50]
    assert outcome.column("fund_ledger", "paid_yuan") == [paid, 50]
    assert outcome.marks == []


def test_a_plan_over_two_levels_is_of_neither(desk: Desk):
    header = ["项目名称", "村", "资金级次", "计划资金(元)", "支付金额(元)"]
    rows = [["养殖园", "石桥村", "中央", 70, 55], ["", "", "省级", "", 15], ["路灯", "柳河村", "县级", 6, 6]]
    desk.xlsx("资金.xlsx", [header, *rows], merged=["A2:A3", "B2:B3", "D2:D3"])
    outcome = desk.clean()
    assert [(fault["cell"], fault["rule"]) for fault in outcome.faults] == [("D2", "merged_amount")]
    assert outcome.column("fund_ledger", "planned_yuan")[-1] == 6
