"""What a household has as a whole, in the row of each member."""

import pytest

from tests.support.desk import Desk, person

HEADER = ("行政村", "户主姓名", "姓名", "证件号码", "发放金额(元)")


@pytest.mark.parametrize(
    ("total", "marked", "paid"),
    [
        ("1250", [2, 3, 4], [350]),
        ("3050", [], [900, 900, 900, 350]),
        ("1300", [], [900, 900, 900, 350]),
        (None, [], [900, 900, 900, 350]),
    ],
)
def test_an_amount_that_the_total_counts_once_for_a_household_is_not_of_each_member(
    desk: Desk, total, marked, paid
):
    """900 + 350 = 1250 by households, 3 x 900 + 350 = 3050 by rows; another total says neither."""
    homes = [("赵甲一", "900"), ("赵甲一", "900"), ("赵甲一", "900"), ("孙甲二", "350")]
    rows = [
        ("石桥村", head, f"王甲{n}", person(4 * n)[6], amount)
        for n, (head, amount) in enumerate(homes, start=1)
    ]
    totals = [("合计", "", "", "", total)] if total else []
    desk.csv("农村低保金发放表.csv", [HEADER, *rows, *totals])
    outcome = desk.clean()
    assert [one["row"] for one in outcome.faults if one["rule"] == "household_amount_repeated"] == marked
    assert outcome.column("benefit_payments", "paid_yuan") == paid
