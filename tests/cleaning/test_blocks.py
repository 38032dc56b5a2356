"""The lists of several villages below each other on one sheet, each under its name and the header again."""

import pytest

from tests.support.desk import Desk, Row, person


@pytest.mark.parametrize("prefix", ["", "村名：", "木棠镇"])
def test_a_village_above_a_repeated_header_is_that_of_the_rows_below(desk: Desk, prefix):
    header = ["项目名称", "资金级次", "支出资金(元)"]
    rows: list[Row] = [
        ["木棠镇2018年衔接资金支出表"],
        [f"{prefix}东岗村"], header, ["茶", "中央", 10], ["小计", "", 10],
        [], [f"{prefix}西岗村"], header, ["路", "省级", 6], ["灯", "县级", 2], ["小计", "", 8],
        ["合计", "", 18],
    ]  # fmt: skip
    desk.xlsx("资金.xlsx", rows)
    outcome = desk.clean()
    assert outcome.column("fund_ledger", "village") == ["东岗村", "西岗村", "西岗村"]
    assert (outcome.column("fund_ledger", "paid_yuan"), outcome.marks) == ([10, 6, 2], [])


def test_a_line_above_a_repeated_header_is_no_person(desk: Desk):
    header = ["姓名", "身份证号", "发放金额(元)"]
    blocks = [
        [[title], header, ["王甲", person(number)[6], "300"]]
        for number, title in ((4, "前岗村"), (8, "第二批"), (12, "后岗村"))
    ]
    desk.csv(
        "农村低保金发放表.csv",
        [["木棠镇2018年农村低保金发放表"], *(row for block in blocks for row in block)],
    )
    outcome = desk.clean()
    assert outcome.column("benefit_payments", "village") == ["前岗村", "前岗村", "后岗村"]
    assert outcome.marks == []


def test_a_village_in_a_column_holds(desk: Desk):
    header = ["行政村", "项目名称", "支出资金(元)"]
    desk.csv("资金.csv", [header, ["石桥村", "茶", "10"], ["西岗村"], header, ["石桥村", "路", "6"]])
    assert desk.clean().column("fund_ledger", "village") == ["石桥村", "石桥村"]


def test_numbered_lines_above_rows_are_headings_and_no_projects(desk: Desk):
    """By document or by kind; where a row with more than its name has such a number, the numbers are those of projects."""
    header = ["项目名称", "行政村", "资金级次", "下达资金(元)"]
    rows = [
        ["一、松财农〔2018〕7号"],
        ["茶园", "松村", "中央", "50"],
        ["（二）基础设施"],
        ["便道", "柏村", "省级", "20"],
    ]
    desk.csv("资金下达表.csv", [["木棠镇2018年衔接资金下达表"], header, *rows, ["合计", "", "", "70"]])
    desk.csv(
        "第二批资金下达表.csv",
        [header, ["一、鸭棚", "松村", "中央", "6"], ["二、水塘"], ["渠", "松村", "中央", "8"]],
    )
    outcome = desk.clean()
    assert outcome.column("fund_ledger", "project_name") == ["一、鸭棚", "二、水塘", "渠", "茶园", "便道"]
    assert outcome.marks == []


def test_a_numbered_line_names_the_village_of_the_rows_below_it(desk: Desk):
    header = ["姓名", "身份证号", "发放金额(元)"]
    payments = [["王甲", person(number)[6], "300"] for number in (4, 8, 12, 16)]
    rows = [["一、松村（2人）"], *payments[:2], ["二、柏村（1人）"], payments[2], ["三、其他"], payments[3]]
    desk.csv("农村低保金发放表.csv", [["木棠镇2018年农村低保金发放表"], header, *rows])
    outcome = desk.clean()
    assert outcome.column("benefit_payments", "village") == ["松村", "松村", "柏村", None]
    assert outcome.marks == []
