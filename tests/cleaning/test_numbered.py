"""Rows numbered below others: parts of an object, or what a heading is the sum of."""

import pytest

from tests.support.desk import Desk

FORM = ("序号", "行政村", "项目名称", "下达资金(元)", "支出资金(元)")


@pytest.mark.parametrize(
    "serials", [("1", "1.1", "1.2", "2"), ("一", "(一)", "(二)", "二"), ("1", "(1)", "(2)", "2")]
)
@pytest.mark.parametrize(
    ("second", "counted", "marks"),
    [("20", [50, 30], []), ("15", [50, 30], [(None, "unclear_subrow")] * 2)],
    ids=["which add up", "which do not"],
)
def test_rows_numbered_below_another_are_its_parts(desk: Desk, serials, second, counted, marks):
    """30 + 20 = 50; 30 + 15 are a part of it, or two more projects."""
    rows = [("养鸡场", "50"), ("鸡舍", "30"), ("设备", second), ("水渠", "30")]
    form = [
        (serial, "石桥村", name, amount, "") for serial, (name, amount) in zip(serials, rows, strict=True)
    ]
    desk.csv("扶贫资金台账.csv", [FORM, *form])
    outcome = desk.clean()
    assert (outcome.column("fund_ledger", "allocated_yuan"), outcome.marks) == (counted, marks)


PLACES = ("编号", "项目名称", "实施地点", "责任单位", "计划资金(元)", "拨付资金(元)")


def projects(outcome):
    rows = outcome.rows("fund_ledger")
    return [(row["project_name"], row["village"], row["planned_yuan"], row["disbursed_yuan"]) for row in rows]


@pytest.mark.parametrize("of_heading", ["", "扶贫办"])
def test_the_sum_of_rows_that_say_more_is_their_heading(desk: Desk, of_heading):
    """90 + 60 = 150 and 70 + 40 = 110 in the places of the projects; 80 is a project that has no place of its own."""
    rows = [
        ("1", "产业项目", "", of_heading, "150", "110"),
        ("1.1", "柑橘园", "石桥村", "扶贫办", "90", "70"),
        ("1.2", "香菇大棚", "柳河村", "扶贫办", "60", "40"),
        ("2", "基础设施", "", of_heading, "75", "75"),
        ("2.1", "机耕路", "石桥村", "扶贫办", "55", "55"),
        ("2.2", "水塔", "柳河村", "扶贫办", "20", "20"),
        ("", "合计", "", "", "225", "185"),
    ]
    desk.csv("扶贫资金台账.csv", [PLACES, *rows])
    outcome = desk.clean()
    assert projects(outcome) == [
        ("柑橘园", "石桥村", 90, 70),
        ("香菇大棚", "柳河村", 60, 40),
        ("机耕路", "石桥村", 55, 55),
        ("水塔", "柳河村", 20, 20),
    ]
    assert outcome.marks == []
    told = {one["rule"]: one["message_zh"] for one in outcome.findings if one["rule"] != "carried_down"}
    assert "第2、5行" in told["headings_by_number"] and "total_disagrees" not in told


def test_a_heading_that_is_not_the_sum_of_its_rows_is_set_aside(desk: Desk):
    """90 + 50 is not 150: a heading with a mistake, or a project of 150 above two others."""
    rows = [
        ("1", "产业项目", "", "", "150", ""),
        ("1.1", "柑橘园", "石桥村", "扶贫办", "90", ""),
        ("1.2", "香菇大棚", "柳河村", "扶贫办", "50", ""),
    ]
    desk.csv("扶贫资金台账.csv", [PLACES, *rows])
    outcome = desk.clean()
    assert [planned for _, _, planned, _ in projects(outcome)] == [90, 50]
    assert outcome.marks == [(None, "unclear_heading")]


@pytest.mark.parametrize(
    ("place", "counted"),
    [("石桥村", [50, 30, 20]), ("", [100])],
    ids=["the lowest rows say most", "no row says more than the highest"],
)
def test_numbers_in_three_levels(desk: Desk, place, counted):
    """30 + 20 = 50, and 50 + 50 = 100."""
    rows = [
        ("1", "产业项目", "", "", "100", ""),
        ("1.1", "养鸡场", place, "", "50", ""),
        ("1.2", "鱼塘", "", "", "50", ""),
        ("1.2.1", "池", place, "", "30", ""),
        ("1.2.2", "泵", place, "", "20", ""),
    ]
    desk.csv("扶贫资金台账.csv", [PLACES, *rows])
    assert desk.clean().column("fund_ledger", "planned_yuan") == counted


def test_rows_below_a_heading_without_amounts_are_projects(desk: Desk):
    rows = [
        ("一", "", "产业项目", "", ""),
        ("(一)", "石桥村", "养鸡场", "50", ""),
        ("(二)", "石桥村", "鱼塘", "30", ""),
    ]
    desk.csv("扶贫资金台账.csv", [FORM, *rows])
    assert desk.clean().column("fund_ledger", "allocated_yuan") == [50, 30]
