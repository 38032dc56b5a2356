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
