"""Of a table of sources and uses of the same money only the sources count."""

import pytest

from tests.support.desk import Desk


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


SOURCES = [
    ["序号", "资金来源", "金额(元)"],
    ["一", "中央资金", "100"],
    ["二", "省级资金", "50"],
    ["", "合计", "150"],
]


def planned(outcome):
    return [int(amount) for amount in outcome.column("fund_ledger", "planned_yuan")]


def test_uses_below_a_header_of_their_own(desk):
    desk.csv(
        "平衡表.csv",
        [
            *SOURCES,
            ["序号", "项目名称", "金额(元)"],
            ["1", "道路", "90"],
            ["2", "饮水", "60"],
            ["", "合计", "150"],
        ],
    )
    outcome = desk.clean()
    assert planned(outcome) == [100, 50]
    assert "uses_of_sources" in [finding["rule"] for finding in outcome.findings]


def test_uses_below_a_heading_that_states_their_sum(desk):
    header = ["项目", "资金(元)"]
    rows = [
        ["一、资金来源", "150"],
        ["中央资金", "100"],
        ["省级资金", "50"],
        ["二、资金使用", "150"],
        ["道路", "90"],
        ["饮水", "60"],
    ]
    desk.csv("平衡表.csv", [header, *rows])
    assert sum(planned(desk.clean())) == 150


def test_uses_of_another_sum_are_not_a_control(desk):
    desk.csv("表.csv", [*SOURCES[:3], ["", "项目安排", ""], ["三", "道路", "90"], ["四", "饮水", "70"]])
    outcome = desk.clean()
    assert "uses_of_sources" not in [finding["rule"] for finding in outcome.findings]


def test_two_halves_of_a_ledger_with_the_same_sum_are_not_a_balance(desk):
    header = ["行政村", "项目名称", "资金来源", "金额(元)"]
    rows = [
        ["薛宅村", f"{name}项目", "中央", amount]
        for name, amount in zip("甲乙丙丁", (10, 10, 10, 10), strict=True)
    ]
    blank = ["薛宅村", "戊项目", "", ""]
    desk.csv("账.csv", [header, *rows[:2], blank, *rows[2:]])
    assert sum(int(amount or 0) for amount in desk.clean().column("fund_ledger", "planned_yuan")) == 40
