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


def test_equal_rows_of_a_name_in_full_are_one_whatever_the_total_says(desk: Desk):
    rows = [("西村", "李甲一", "820"), ("西村", "李甲一", "820"), ("合计", "", "1640")]
    desk.csv("农村低保金发放公示表.csv", [("村", "户主", "发放金额(元)"), *rows])
    assert desk.clean().column("benefit_payments", "paid_yuan") == [820]


@pytest.mark.parametrize(
    ("total", "paid"), [("2870", [820, 820, 410, 820]), ("2050", [820, 410, 820]), (None, [820, 410, 820])]
)
def test_equal_rows_of_masked_names_are_as_many_as_the_total_counts(desk: Desk, total, paid):
    """3 x 820 + 410 = 2870, without the second row of 西村 2050."""
    rows = [("西村", "李*", "820"), ("西村", "李*", "820"), ("西村", "陈*", "410"), ("东村", "李*", "820")]
    totals = [("合计", "", total)] if total else []
    desk.csv("农村低保金发放公示表.csv", [("村", "户主", "发放金额(元)"), *rows, *totals])
    outcome = desk.clean()
    assert outcome.column("benefit_payments", "paid_yuan") == paid
