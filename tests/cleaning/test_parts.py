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


LATER = [
    ["行政村", "项目名称", "下达资金(元)", "", "", "支出资金(元)"],
    ["", "", "中央", "省级", "县级", ""],
]


def test_what_is_not_split_stands_beside_the_only_level_or_beside_none(desk):
    """Of 58 paid for a project of 50 and 10 nobody knows the level; all 88 paid for the other are central."""
    rows = [
        ["薛宅村", "水渠", 50, 10, "", 58],
        ["薛宅村", "电站", 88, 0, "", 88],
        ["薛宅村", "桥", "", "", "", 3],
    ]
    desk.csv("账.csv", [*LATER, *rows])
    outcome = desk.clean()
    columns = ("project_name", "allocated_yuan", "paid_yuan", "fund_level")
    counted = [tuple(row[name] for name in columns) for row in outcome.rows("fund_ledger")]
    assert sorted(counted, key=str) == [
        ("桥", None, 3, None),
        ("水渠", 10, None, "省级"),
        ("水渠", 50, None, "中央"),
        ("水渠", None, 58, None),
        ("电站", 0, None, "省级"),
        ("电站", 88, 88, "中央"),
    ]
    assert outcome.sheet["accepted"] == 3
    [told] = [one for one in outcome.findings if one["rule"] == "unsplit_amounts"]
    assert told["rows"] == 1 and "“支出资金”没有按资金级次分列" in told["message_zh"]


def test_a_budget_that_is_stated_for_all_levels_keeps_the_row_whole(desk):
    """What was allocated is the budget: the levels of the plan before it are not those of the budget."""
    header = [
        ["行政村", "项目名称", "计划资金(元)", "", "", "下达资金(元)"],
        ["", "", "小计", "中央", "省级", ""],
    ]
    desk.csv("账.csv", [*header, ["薛宅村", "道路", 90, 60, 30, 80]])
    assert amounts(desk.clean(), "fund_level", "planned_yuan", "allocated_yuan") == [(None, 90, 80)]


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
