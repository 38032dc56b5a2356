"""Rows that go on with 其中 without saying so."""

import pytest

from tests.support.desk import Desk

FORM = ("序号", "行政村", "项目名称", "下达资金(元)", "支出资金(元)")


def test_parts_without_words_of_their_own_are_parts(desk: Desk):
    """50 = 30 + 20 and 40 = 30 + 10: two projects of 50 and 30, of which 40 and 30 are spent."""
    rows = [
        ("1", "石桥村", "养鸡场", "50", "40"),
        ("", "", "其中:中央资金", "30", "30"),
        ("", "", "      省级资金", "20", "10"),
        ("2", "柳河村", "水渠", "30", "30"),
        ("", "", "其中:中央资金", "30", "30"),
    ]
    desk.csv("扶贫资金台账.csv", [FORM, *rows])
    outcome = desk.clean()
    assert outcome.column("fund_ledger", "allocated_yuan") == [50, 30]
    assert outcome.column("fund_ledger", "paid_yuan") == [40, 30]
    assert outcome.marks == []


@pytest.mark.parametrize(
    ("serial", "village", "parts", "counted", "marks"),
    [
        ("", "", "30", [50, 30], [(None, "unclear_part")]),
        ("", "", "50", [50, 7, 30], []),
        ("2", "", "30", [50, 7, 30], []),
        ("", "柳河村", "30", [50, 7, 30], []),
    ],
    ids=["which do not add up", "which are complete", "a serial number", "a village"],
)
def test_another_row_below_parts(desk: Desk, serial, village, parts, counted, marks):
    rows = [
        ("1", "石桥村", "养鸡场", "50", ""),
        ("", "", "其中:中央资金", parts, ""),
        (serial, village, "路灯", "7", ""),
        ("3", "柳河村", "水渠", "30", ""),
    ]
    desk.csv("扶贫资金台账.csv", [FORM, *rows])
    outcome = desk.clean()
    assert (outcome.column("fund_ledger", "allocated_yuan"), outcome.marks) == (counted, marks)


@pytest.mark.parametrize(
    ("amount", "counted", "marks"),
    [("20", [60, 8], [(None, "possible_part")]), ("15", [60, 15, 8], [])],
    ids=["which completes them", "which does not"],
)
def test_a_row_below_parts_that_is_filled_in_as_they_are(desk: Desk, amount, counted, marks):
    header = ("项目名称", "行政村", "资金级次", "下达资金(元)")
    rows = [("产业园", "石桥村", "中央", "60"), ("其中:大棚", "石桥村", "中央", "40")]
    rows += [("冷库", "石桥村", "中央", amount), ("路灯", "柳河村", "省级", "8")]
    desk.csv("扶贫资金台账.csv", [header, *rows])
    outcome = desk.clean()
    assert (outcome.column("fund_ledger", "allocated_yuan"), outcome.marks) == (counted, marks)
