"""Amounts in 万元 among amounts in yuan are set aside with their row."""

import pytest

HEADER = ["行政村", "项目名称", "资金年度", "计划资金(元)", "支出资金(元)"]


def counted(desk, *amounts):
    """Whole yuan of plans that count, and the rows that are set aside with their rules."""
    rows = [["薛宅村", f"项目{n}", "2018", *pair] for n, pair in enumerate(amounts, start=1)]
    desk.csv("账.csv", [HEADER, *rows])
    outcome = desk.clean()
    faults = [(fault["row"], fault["rule"]) for fault in outcome.faults]
    return [int(amount) for amount in outcome.column("fund_ledger", "planned_yuan")], faults


@pytest.mark.parametrize(
    "amounts",
    [
        [("400000", "400000"), ("350000", "300000"), ("30", "30")],
        [("400000", "400000"), ("350000", "300000"), ("30", "0")],
        [("400000", "400000"), ("350000", "300000"), ("30", "")],
    ],
)
def test_row_in_wan_is_set_aside(desk, amounts):
    """30 万元 are 300000 yuan, as much as the others; 30 yuan buy nothing."""
    plans, faults = counted(desk, *amounts)
    assert (sorted(plans), faults) == ([350000, 400000], [(4, "amount_in_wan")])


@pytest.mark.parametrize(
    "amounts",
    [
        [
            ("400000", "400000"),
            ("350000", "300000"),
            ("900", "900"),
        ],  # 900万元 would be far more than any other
        [("400000", "30"), ("350000", "300000")],  # little of it was spent
        [("400000", "400000"), ("350", "350"), ("30", "30")],  # no gap between 350 and 30
        [("400000", "400000"), ("30元", "30元")],
        [("400000", "400000"), ("35", "35"), ("30", "30")],  # which of them are in 万元?
    ],
)
def test_small_amounts_that_may_be_yuan_count(desk, amounts):
    plans, faults = counted(desk, *amounts)
    assert (len(plans), faults) == (len(amounts), [])
