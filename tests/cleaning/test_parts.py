"""Amounts split into adjacent columns become rows, and are set aside where they disagree with the whole."""

from tests.support.ledgers import amounts

BELOW = [
    ["行政村", "项目名称", "资金规模(元)", "", "", "", "责任单位"],
    ["", "", "合计", "中央", "省级", "县级", ""],
]


def test_levels_below_a_parent_make_a_row_each(desk):
    desk.csv(
        "账.csv",
        [*BELOW, ["薛宅村", "道路", 100, 60, 30, 10, "某局"], ["薛宅村", "桥", 50, 50, "", "", "某局"]],
    )
    outcome = desk.clean()
    assert amounts(outcome, "project_name", "fund_level", "planned_yuan") == [
        ("桥", "中央", 50), ("道路", "中央", 60), ("道路", "县级", 10), ("道路", "省级", 30),
    ]  # fmt: skip
    assert outcome.sheet["accepted"] == 2


def test_an_amount_that_is_stated_for_all_levels_keeps_the_row_whole(desk):
    header = [
        ["行政村", "项目名称", "计划资金(元)", "", "", "支出资金(元)"],
        ["", "", "小计", "中央", "省级", ""],
    ]
    desk.csv("账.csv", [*header, ["薛宅村", "道路", 90, 60, 30, 80]])
    assert amounts(desk.clean(), "fund_level", "planned_yuan", "paid_yuan") == [(None, 90, 80)]


def test_levels_of_two_amounts_meet_in_one_row(desk):
    header = [
        ["行政村", "项目名称", "计划资金(元)", "", "支出资金(元)", ""],
        ["", "", "中央", "省级", "中央", "省级"],
    ]
    desk.csv("账.csv", [*header, ["薛宅村", "道路", 60, 30, 55, 20]])
    assert amounts(desk.clean(), "fund_level", "planned_yuan", "paid_yuan") == [
        ("中央", 60, 55),
        ("省级", 30, 20),
    ]


def test_levels_that_do_not_add_up_to_the_whole_set_the_row_aside(desk):
    rows = [["薛宅村", "道路", 100, 60, 30, 1, "某局"], ["薛宅村", "桥", 50, 50, "", "", ""]]
    desk.csv("账.csv", [*BELOW, *rows])
    outcome = desk.clean()
    assert outcome.marks == [(None, "parts_disagree")]
    assert amounts(outcome, "project_name", "planned_yuan") == [("桥", 50)]
