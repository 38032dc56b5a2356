"""An amount a thousand times every other of its column in 万元 may be in yuan: its row is set aside."""

import pytest

from tests.support.desk import person

FORM = ["序号", "行政村", "项目名称", "资金级次", "计划资金(万元)"]


def planned(desk, *amounts, header=FORM):
    rows = [
        [str(number), "石桥村", f"项目{number}", "中央", amount] for number, amount in enumerate(amounts, 1)
    ]
    desk.csv("表.csv", [header, *rows])
    outcome = desk.clean()
    return outcome.marks, outcome.column("fund_ledger", "planned_yuan")


def test_an_amount_that_was_written_in_yuan_is_held_back(desk):
    assert planned(desk, "60", "400000", "25.5") == ([(None, "other_unit")], [600_000, 255_000])


@pytest.mark.parametrize(
    "amounts",
    [("60", "40000"), ("600", "400000"), ("0.6", "900"), ("400000", "300000"), ("60", "40万元")],
    ids=[
        "not a thousand times",
        "not a thousand times as much",
        "too little for yuan",
        "all alike",
        "its own unit",
    ],
)
def test_large_amounts_among_others_stay(desk, amounts):
    assert planned(desk, *amounts)[0] == []


def test_a_column_in_yuan_has_large_amounts(desk):
    assert planned(desk, "6000", "6000000")[0] == [(None, "other_unit")]
    assert planned(desk, "6000", "6000000", header=[*FORM[:4], "计划资金(元)"])[0] == []


def test_a_column_in_yuan_beside_one_in_wan_is_held_back(desk):
    """400000 of 50 万元: nobody spends 8,000 times of what was allocated."""
    header = [*FORM[:4], "下达资金(万元)", "支出资金(万元)"]
    rows = [
        ["1", "石桥村", "养鸡场", "中央", "50", "400000"],
        ["2", "石桥村", "水渠", "中央", "30", "300000"],
    ]
    rows += [["3", "石桥村", "桥", "中央", "40", "41万元"]]
    desk.csv("表.csv", [header, *rows])
    outcome = desk.clean()
    assert outcome.marks == [(None, "other_unit_than")] * 2
    assert outcome.column("fund_ledger", "paid_yuan") == [410_000]


@pytest.mark.parametrize(
    ("due", "paid", "counted"),
    [("元", "万元", []), ("万元", "元", []), ("元", "元", [500, 500])],
    ids=["paid 10,000 times what was due", "the same number in another unit", "one unit"],
)
def test_what_was_due_and_paid_in_two_units_is_held_back(desk, due, paid, counted):
    header = ["行政村", "户主姓名", "身份证号", "合作社", f"应发金额({due})", f"实发金额({paid})"]
    rows = [["石桥村", f"王甲{n}", person(4 * n)[6], "甲社", "500", "500"] for n in (1, 2)]
    desk.csv("分红发放.csv", [header, *rows])
    outcome = desk.clean()
    assert outcome.column("dividend_payouts", "paid_yuan") == counted
    assert {rule for _, rule in outcome.marks} == (set() if counted else {"other_unit_than"})
