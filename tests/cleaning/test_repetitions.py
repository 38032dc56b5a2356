"""Rows that were pasted twice, where the sheet's own total says so."""

import pytest

from tests.support.desk import Desk

FORM = ("序号", "行政村", "项目名称", "下达资金(元)", "支出资金(元)")
ROWS = (("石桥村", "养鸡场", "50", "40"), ("柳河村", "水渠", "30", "30"))


@pytest.mark.parametrize(
    ("total", "counted"),
    [(("80", "70"), [50, 30]), (("160", "140"), [50, 30] * 2), (("80", "140"), [50, 30] * 2)],
    ids=["once", "twice", "neither"],
)
def test_a_total_says_whether_equal_rows_count_once(desk: Desk, total, counted):
    """50 + 30 = 80 and 40 + 30 = 70, twice 160 and 140."""
    rows = [(str(number), *row) for number, row in enumerate([*ROWS, *ROWS], start=1)]
    desk.csv("扶贫资金台账.csv", [FORM, *rows, ("合计", "", "", *total)])
    outcome = desk.clean()
    assert outcome.column("fund_ledger", "allocated_yuan") == counted
    assert outcome.marks == [(None, "pasted_row")] * (4 - len(counted))


def test_equal_rows_that_a_remark_tells_apart_are_of_several(desk: Desk):
    rows = [("石桥村", "王甲一", "甲社", "300", "上半年"), ("石桥村", "王甲一", "甲社", "300", "下半年")]
    header = ("行政村", "户主姓名", "合作社", "发放金额(元)", "备注")
    desk.csv("分红发放表.csv", [header, *rows, ("合计", "", "", "300", "")])
    assert desk.clean().column("dividend_payouts", "paid_yuan") == [300, 300]
