"""Rounds of payments in titles and names."""

import pytest

from pipelines.statements.rounds import bare_names, stated_rounds


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
        (("截至2018年9月底", "分红.xlsx"), ()),
        (("2018年12月31日", "分红.xlsx"), ()),
        (("分红发放台账", "Sheet1", "分红.xlsx"), ()),
    ],
)
def test_rounds_of_titles_before_those_of_the_file(words, rounds):
    assert stated_rounds(words) == rounds


def test_names_without_marks_of_version_and_of_copies():
    assert bare_names(("分红台账(更正)", "Sheet2", "分红 - 副本(2).xlsx")) == "分红台账  分红"
