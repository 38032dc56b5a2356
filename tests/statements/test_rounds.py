"""Rounds of payments in titles and names."""

import pytest

from pipelines.statements.rounds import are_apart, months_of, stated_levels, stated_rounds


@pytest.mark.parametrize(
    ("words", "rounds"),
    [
        (("2018年第一季度分红发放表", "Sheet1", "分红.xlsx"), ("quarter 1",)),
        (("4季度", "分红.xlsx"), ("quarter 4",)),
        (("Sheet1", "2018Q3分红.xlsx"), ("quarter 3",)),
        (("2018年上半年分红", "分红.xlsx"), ("half 上",)),
        (("3月", "分红.xlsx"), ("month 3",)),
        (("十二月份发放表", "分红.xlsx"), ("month 12",)),
        (("第二批分红", "分红.xlsx"), ("round 2",)),
        (("2018年9-11月发放表", "分红.xlsx"), ("month 10", "month 11", "month 9")),
        (("一月至三月", "分红.xlsx"), ("month 1", "month 2", "month 3")),
        (("截至2018年9月底", "分红.xlsx"), ()),
        (("截至2018年3月底累计发放表", "分红.xlsx"), ("month 1", "month 2", "month 3")),
        (("截止3月31日累计", "分红.xlsx"), ("month 1", "month 2", "month 3")),
        (("2018年前2个月", "分红.xlsx"), ("month 1", "month 2")),
        (("2018年前一季度", "分红.xlsx"), ("month 1", "month 2", "month 3")),
        (("2018年12月31日", "分红.xlsx"), ()),
        (("分红发放台账", "Sheet1", "分红.xlsx"), ()),
    ],
)
def test_rounds_of_titles_before_those_of_the_file(words, rounds):
    assert stated_rounds(words) == rounds


@pytest.mark.parametrize(
    ("words", "marks"),
    [
        (("2020年中央财政专项扶贫资金台账", "Sheet1", "台账.xlsx"), ("level 中央",)),
        (("资金台账", "省级", "台账.xlsx"), ("level 省级",)),
        (("自治区财政专项资金台账", "Sheet1", "台账.xlsx"), ("level 省级",)),
        (("州级专项资金台账", "Sheet1", "台账.xlsx"), ("level 市级",)),
        (("中央、省级专项扶贫资金台账", "Sheet1", "台账.xlsx"), ("level 省级",)),
        (("省级贫困村项目资金台账", "Sheet1", "台账.xlsx"), ()),
        (("2018年入股2020年分红发放表", "Sheet1", "表.xlsx"), ("invested 2018",)),
        (("2020年3月当月资金支付情况表", "Sheet1", "表.xlsx"), ("increment 当", "month 3")),
        (("本月止累计支付情况表", "Sheet1", "表.xlsx"), ()),
    ],
)
def test_levels_investments_and_increments(words, marks):
    assert stated_rounds(words) == marks


def test_the_level_that_words_state():
    assert stated_levels(("县级财政扶贫资金台账", "Sheet1", "表.xlsx")) == ("县级",)


def test_months_of_rounds():
    assert months_of(("quarter 2",)) == {4, 5, 6}
    assert months_of(("half 下", "round 3")) == {7, 8, 9, 10, 11, 12}
    assert months_of(("month 12", "quarter 1")) == {1, 2, 3, 12}
    assert months_of(("round 1", "level 中央")) == set()


@pytest.mark.parametrize(
    ("one", "other", "apart", "apart_but_for_time"),
    [
        (("month 1",), ("month 2",), True, False),
        (("month 2",), ("quarter 1",), False, False),
        (("quarter 4",), ("half 上",), True, False),
        (("level 中央",), ("level 省级",), True, True),
        (("round 1", "month 1"), ("round 2", "month 1"), True, True),
        (("round 1",), ("month 1",), True, False),
        (("round 1",), (), False, False),
        (("invested 2018",), ("invested 2019",), True, True),
        (("increment 当",), ("increment 当",), False, False),
    ],
)
def test_statements_that_say_that_they_are_of_other_things(one, other, apart, apart_but_for_time):
    assert are_apart(one, other) == are_apart(other, one) == apart
    assert are_apart(one, other, in_time=False) == apart_but_for_time
