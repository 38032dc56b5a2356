"""A column that says what the money of each row is."""

import pytest

from tests.support.desk import Desk

FORM = ["序号", "行政村", "姓名", "合作企业", "发放金额(元)", "摘要"]


def paid(desk: Desk, *purposes: str, header=FORM):
    rows = [
        [str(number), "石桥村", "王甲一", "甲社", str(100 * number), purpose]
        for number, purpose in enumerate(purposes, start=1)
    ]
    desk.csv("分红发放.csv", [header, *rows])
    outcome = desk.clean()
    return outcome.marks, outcome.column("dividend_payouts", "paid_yuan")


def test_rows_of_other_money_do_not_count(desk):
    marks, amounts = paid(desk, "产业扶贫分红", "农村低保金", "耕地地力保护", "股金分红", "")
    assert amounts == [100, 400, 500]
    assert marks == [(None, "other_money")] * 2


def test_capital_that_is_paid_back_is_no_dividend(desk):
    assert paid(desk, "入股分红", "入股本金退还") == ([(None, "other_money")], [100])


@pytest.mark.parametrize(
    "purposes", [("第一批", "第二批"), ("光伏项目", "甲合作社项目"), ("补贴性分红", "收益")]
)
def test_words_that_name_no_other_money_leave_the_rows(desk, purposes):
    assert paid(desk, *purposes) == ([], [100, 200])


def test_a_column_of_something_else_says_nothing_of_the_money(desk):
    assert paid(desk, "分红", "低保户", header=[*FORM[:5], "贫困户属性"])[1] == [100, 200]
