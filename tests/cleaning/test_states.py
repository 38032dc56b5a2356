"""A column of results says of each row what became of it, and is heeded as a remark is."""

import pytest

from tests.support.desk import PERSONS, Desk, person

PAID = ("行政村", "姓名", "身份证号", "发放金额(元)")


def paid(desk: Desk, header: str, *states: str):
    rows = [
        ("石桥村", f"王甲{number}", person(4 * number)[6], "300", state)
        for number, state in enumerate(states, start=1)
    ]
    desk.csv("农村低保金发放表.csv", [(*PAID, header), *rows])
    outcome = desk.clean()
    return outcome.column("benefit_payments", "paid_yuan"), [rule for _, rule in outcome.marks]


@pytest.mark.parametrize(
    ("header", "states", "counted"),
    [
        ("发放结果", ("成功", "失败", "退票"), [300, 0, 0]),
        ("银行回执", ("交易成功", "账号不存在", ""), [300, None, 300]),
        ("支付状态", ("已支付", "退回", "待支付"), [300, 0, None]),
        ("状态", ("成功", "失败,账户注销", "2018.6成功"), [300, 0, 300]),
        ("到账状态", ("成功", "失败", "成功"), [300, 0, 300]),
    ],
)
def test_money_counts_where_the_result_says_that_it_came(desk, header, states, counted):
    amounts, rules = paid(desk, header, *states)
    assert amounts == counted
    assert rules == ["remark_takes_back"] * sum(amount != 300 for amount in counted)


@pytest.mark.parametrize(
    ("header", "states"),
    [("健康状态", ("良好", "患病")), ("发放情况", ("按月", "按季")), ("办理情况", ("2018年6月", "已办"))],
)
def test_a_state_of_something_else_leaves_the_money(desk, header, states):
    assert paid(desk, header, *states) == ([300, 300], [])


@pytest.mark.parametrize(
    ("header", "states"),
    [("审核结果", ("通过", "不通过（休学）", "审核中")), ("审批情况", ("同意", "未批准", "待审批"))],
)
def test_a_row_that_was_not_approved_counts_nowhere(desk, header, states):
    assert paid(desk, header, *states) == ([300], ["void_row", "void_row"])


@pytest.mark.parametrize(
    ("name", "header", "rows", "register"),
    [
        ("小额信贷.csv", ("行政村", "户主", "贷款金额(元)", "贷款状态"), ("正常", "审批未通过"), "loans"),
        ("危改.csv", ("行政村", "户主", "改造方式", "补助资金(元)", "验收结果"), ("未验收", "放弃改造"), "housing_renovations"),
        ("易地搬迁.csv", ("行政村", "户主", "搬迁人数", "安置点", "搬迁状态"), ("未搬迁", "放弃搬迁"), "relocations"),
    ],
)  # fmt: skip
def test_a_household_that_gave_up_is_none(desk, name, header, rows, register):
    middle = {"loans": ("50000",), "housing_renovations": ("新建", "26000"), "relocations": ("3", "新居")}
    desk.csv(
        name, [header, *(("石桥村", f"王{n}", *middle[register], state) for n, state in enumerate(rows))]
    )
    outcome = desk.clean()
    assert len(outcome.rows(register)) == 1
    assert [rule for _, rule in outcome.marks] == ["void_row"]


def test_a_household_wrongly_listed_is_none(desk):
    rows = [
        [*person(4, 人数="1"), "已认定"],
        [*person(8, 人数="1"), "误识别,已标注剔除"],
        [*person(12, 人数="1"), "未通过"],
    ]
    desk.csv("花名册.csv", [[*PERSONS, "审核状态"], *rows])
    outcome = desk.clean()
    assert len(outcome.rows("persons")) == 1
    assert [rule for _, rule in outcome.marks] == ["void_row", "void_row"]
