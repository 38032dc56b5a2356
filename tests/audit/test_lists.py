"""Sentences made for these tests; sums are worked out by hand."""

import pytest

from pipelines.audit.figures import find_figures
from pipelines.audit.folding import fold
from pipelines.audit.lists import find_lists
from pipelines.audit.mentions import find_mentions


def lists(text):
    folded = fold(text)
    figures = find_figures(folded, text)
    return [
        ([figures[number].text for number in one.figures], one.holds, one.explanation)
        for one in find_lists(folded.text, find_mentions(folded.text, figures))
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("共有30户(甲村12户,乙村18户)", [["12户", "18户", "30户"]]),
        ("共30户98人,其中甲村12户40人,乙村18户58人。", [["12户", "18户", "30户"], ["40人", "58人", "98人"]]),
        ("支出4.56万元。其中:路1.23万元;桥3.33万元。", [["1.23万元", "3.33万元", "4.56万元"]]),
        ("支出4.6万元,其中路1.23万元,桥3.34万元", [["1.23万元", "3.34万元", "4.6万元"]]),
        ("共30户,其中甲12户,乙18户,已有9户搬迁", [["12户", "18户", "30户"]]),
    ],
)
def test_columns_that_add_up(text, expected):
    assert [(figures, holds) for figures, holds, _ in lists(text)] == [
        (figures, True) for figures in expected
    ]


def test_a_column_that_does_not_while_the_others_do():
    text = "帮扶90户,投入60万元,分红3万元。其中,甲社50户20万元,分红1万元;乙社60户40万元,分红2万元。"
    broken = [(figures, words) for figures, holds, words in lists(text) if not holds]
    assert [figures for figures, _ in broken] == [["50户", "60户", "90户"]]
    assert "相差 20" in broken[0][1] and "户次" in broken[0][1]


def test_a_unit_slip_is_named():
    [(figures, holds, words)] = lists("报销340.5万元,其中住院300.5元,门诊40万元。")
    assert (figures, holds) == (["300.5元", "40万元", "340.5万元"], False)
    assert "300.5元 似应为 300.5万元" in words


def test_labels_that_leave_nothing_out():
    [(figures, holds, _)] = lists("务工47人(其中省外12人,省内30人,县内7人)")
    assert (figures, holds) == (["12人", "30人", "7人", "47人"], False)


def test_a_list_that_ends_with_its_total():
    """500 + 400 + 200 are 1100; the whole before the list is contradicted as well, since 其他 leaves nothing out."""
    found = lists("投入1200万元。\n其中产业500万元、道路400万元、其他200万元,合计1200万元。")
    assert [(figures, holds) for figures, holds, _ in found] == [
        (["500万元", "400万元", "200万元", "1200万元"], False)
    ] * 2
    assert "各项合计是 1100万元" in found[0][2] and "相差 100万元" in found[1][2]
    assert [holds for _, holds, _ in lists("其中甲12户、乙18户,合计30户")] == []
    assert [holds for _, holds, _ in lists("务工:甲12户、乙18户,合计30户")] == []
    assert [holds for _, holds, _ in lists("共30户,其中甲12户、乙18户,合计30户")] == [True, True]


@pytest.mark.parametrize(
    "text",
    [
        "共30户,其中甲12户、乙18户,合计投入3户",
        "共30户,其中危房5户,缺水8户",
        "共30户,其中低保28户,残疾19户",
        "共24户,其中低保21户,残疾12户",
        "新增50户20人,消除9户5人。其中,甲类新增30户,消除6户;乙类新增15户,消除4户",
        "甲30户,乙40户,丙50户。其中:子村9户;丑村12户",
        "共约30户,其中城镇10户,农村18户",
        "奖励每人10元,其中男5人,共计3万元",
    ],
)
def test_lists_that_need_not_add_up_are_left_alone(text):
    assert [one for one in lists(text) if not one[1]] == []


def test_a_part_is_no_more_than_its_whole():
    [(figures, holds, _)] = lists("全村30户,其中享受补助45户,务工2户")
    assert (figures, holds) == (["45户", "30户"], False)


def test_households_that_are_listed_twice_are_counted_once():
    """30 + 30 + 50 are 110, and 80 with the 30 counted once: both are more than 75."""
    text = "帮扶75户,投入60万元。其中,甲社30户20万元;乙社30户10万元;丙社50户30万元。"
    broken = [figures for figures, holds, _ in lists(text) if not holds]
    assert broken == [["30户", "30户", "50户", "75户"], ["30户", "50户", "75户"]]
    once = text.replace("75户", "80户")
    assert [figures for figures, holds, _ in lists(once) if not holds] == [["30户", "30户", "50户", "80户"]]


def test_what_begins_a_sentence_may_be_part_of_another_whole():
    assert lists("边缘户20户62人。其中:特困户34户39人;一般户12户30人。") == []
