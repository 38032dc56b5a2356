"""A remark is heeded by the money that it names, and not by other money of the same row."""

import pytest

from tests.support.desk import Desk, person

SHARES = [
    "行政村",
    "户主姓名",
    "身份证号",
    "合作社",
    "入股年度",
    "入股资金(元)",
    "应分红(元)",
    "实分红(元)",
    "备注",
]


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


def shared(desk, remark, header=SHARES):
    rows = [["安溪村", "王甲一", person(4)[6], "丰禾合作社", "2017", "10000", "600", "600", remark],
            ["安溪村", "王甲二", person(8)[6], "丰禾合作社", "2017", "20000", "1200", "1200", ""]]  # fmt: skip
    desk.csv("入股分红.csv", [header, *rows])
    outcome = desk.clean()
    capital = outcome.column("capital_contributions", "capital_yuan")
    return outcome, capital, outcome.column("dividend_payouts", "paid_yuan")


@pytest.mark.parametrize(
    ("remark", "capital", "paid"),
    [
        ("未发放", [10000, 20000], [0, 1200]),
        ("入股分红暂缓", [10000, 20000], [None, 1200]),
        ("分红未发放,股金已退回", [20000], [0, 1200]),
        ("已退股", [20000], [600, 1200]),
        ("本金已退回", [20000], [600, 1200]),
        ("本金未退回", [10000, 20000], [600, 1200]),
        ("退还入股资金", [20000], [600, 1200]),
        ("股金:未到位", [20000], [600, 1200]),
        ("资金未到位", [20000], [0, 1200]),
        ("未拨付", [10000, 20000], [0, 1200]),
        ("户主去世", [10000, 20000], [None, 1200]),
    ],
)
def test_capital_and_its_dividend_heed_each_their_own_remarks(desk, remark, capital, paid):
    assert shared(desk, remark)[1:] == (capital, paid)


def test_what_came_back_and_is_not_named_is_the_dividend_and_told_of_the_capital(desk):
    outcome, capital, paid = shared(desk, "已退回")
    assert (capital, paid) == ([10000, 20000], [None, 1200])
    assert [one["rule"] for one in outcome.findings] == ["remark_not_applied"]


def test_the_header_of_a_remark_says_what_it_is_of(desk):
    assert shared(desk, "失败", [*SHARES[:-1], "发放状态"])[1:] == ([10000, 20000], [0, 1200])


@pytest.mark.parametrize(
    ("remark", "capital"), [("未发放", [20]), ("分红未发放", [10, 20]), ("已退股", [20])]
)
def test_capital_by_itself_heeds_whatever_does_not_name_a_dividend(desk, remark, capital):
    rows = [
        ["安溪村", "王甲一", "丰禾合作社", "2017", "10", remark],
        ["安溪村", "王甲二", "丰禾合作社", "2017", "20", ""],
    ]
    desk.csv("入股.csv", [["行政村", "户主姓名", "合作社", "入股年度", "入股资金(元)", "备注"], *rows])
    assert desk.clean().column("capital_contributions", "capital_yuan") == capital


@pytest.mark.parametrize(("remark", "paid"), [("未发放", [20]), ("股金已退回", [10, 20]), ("已退回", [20])])
def test_a_dividend_by_itself_does_not_heed_what_became_of_the_share(desk, remark, paid):
    rows = [["安溪村", "王甲一", "丰禾合作社", "10", remark], ["安溪村", "王甲二", "丰禾合作社", "20", ""]]
    desk.csv("分红.csv", [["行政村", "户主姓名", "合作社", "实分红(元)", "备注"], *rows])
    outcome = desk.clean()
    assert outcome.column("dividend_payouts", "paid_yuan") == paid
    assert outcome.findings == []


@pytest.mark.parametrize(
    ("income", "spent", "remark", "counted"),
    [
        ("900", "40", "未支付", (900, None)),
        ("900", "40", "收益未到账", (None, 40)),
        ("", "40", "未到账", (None, None)),
        ("900", "40", "工资未发", (900, None)),
        ("900", "40", "已退回", (None, None)),
    ],
)
def test_income_and_what_is_spent_of_it_heed_each_their_own_remarks(desk, income, spent, remark, counted):
    """Words of an amount that the row leaves open are of the one that it states."""
    header = ["行政村", "收益项目", "收益年度", "收益金额(元)", "支出金额(元)", "备注"]
    rows = [
        ["安溪村", "一号电站", "2018", income, spent, remark],
        ["安溪村", "二号电站", "2018", "500", "30", ""],
    ]
    desk.csv("光伏收益.csv", [header, *rows])
    cleaned = desk.clean().rows("collective_incomes")
    assert [(row["income_yuan"], row["spent_yuan"]) for row in cleaned] == [counted, (500, 30)]


def test_a_sheet_that_goes_on_without_a_header_has_the_money_beside_of_the_one_before(desk):
    """已退回 is of the dividend of its row, in either sheet: who had it still holds the share."""
    rows = [
        ["安溪村", f"王甲{number}", person(number)[6], "丰禾合作社", "2017", "10000", "600", "600", "已退回"]
        for number in (4, 8, 12, 16)
    ]
    desk.xlsx("入股分红.xlsx", [SHARES, *rows[:2]], rows[2:])
    outcome = desk.clean()
    assert outcome.column("capital_contributions", "capital_yuan") == [10000] * 4
