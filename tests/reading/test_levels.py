"""Amounts split into adjacent columns: a row for each level, or the whole where the row states another amount."""

import pytest

from tests.support.desk import Desk


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


def amounts(outcome, *columns):
    """The rows of the fund ledger by these columns, amounts as whole yuan."""
    return sorted(
        tuple(
            int(row[name]) if name.endswith("yuan") and row[name] is not None else row[name]
            for name in columns
        )
        for row in outcome.rows("fund_ledger")
    )


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


def test_levels_without_a_parent_and_without_a_whole(desk):
    header = ["项目名称", "行政村", "中央资金(元)", "省级财政资金(元)", "市级配套资金(元)"]
    desk.csv("账.csv", [header, ["道路", "薛宅村", "60", "30", ""], ["井", "薛宅村", "", "", "5"]])
    assert amounts(desk.clean(), "project_name", "fund_level", "planned_yuan") == [
        ("井", "市级", 5), ("道路", "中央", 60), ("道路", "省级", 30),
    ]  # fmt: skip


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


def test_of_month_and_year_so_far_the_latter_is_the_amount(desk):
    header = [["行政村", "项目名称", "计划资金(元)", "支出资金(元)", ""], ["", "", "", "本月", "累计"]]
    desk.csv("账.csv", [*header, ["薛宅村", "道路", 90, 10, 80]])
    assert amounts(desk.clean(), "planned_yuan", "paid_yuan") == [(90, 80)]


def test_levels_that_do_not_add_up_to_the_whole_set_the_row_aside(desk):
    rows = [["薛宅村", "道路", 100, 60, 30, 1, "某局"], ["薛宅村", "桥", 50, 50, "", "", ""]]
    desk.csv("账.csv", [*BELOW, *rows])
    outcome = desk.clean()
    assert outcome.marks == [(None, "parts_disagree")]
    assert amounts(outcome, "project_name", "planned_yuan") == [("桥", 50)]


def test_a_unit_in_a_cell_of_its_own_is_not_a_header(desk):
    desk.csv("账.csv", [["行政村", "项目名称", "下达资金", "单位：万元"], ["薛宅村", "道路", "1.5", ""]])
    assert amounts(desk.clean(), "allocated_yuan", "implementing_unit") == [(15000, None)]


def test_a_county_between_levels_is_a_level(desk):
    header = [
        ["乡镇", "项目名称", "下达资金(元)", "", "", "", "", "支出资金(元)", "", "", "", ""],
        ["", "", "小计", "中央", "省", "市", "县", "小计", "中央", "省", "市", "县"],
    ]
    desk.csv("账.csv", [*header, ["木棠镇", "配套", 100, 50, 20, 20, 10, 80, 50, 10, 15, 5]])
    outcome = desk.clean()
    assert outcome.marks == []
    assert amounts(outcome, "fund_level", "allocated_yuan", "paid_yuan") == [
        ("中央", 50, 50), ("县级", 10, 5), ("市级", 20, 15), ("省级", 20, 10),
    ]  # fmt: skip


def test_province_city_and_county_below_their_source_are_levels(desk):
    header = [["乡镇", "项目名称", "资金来源(元)", "", "", "合计(元)"], ["", "", "省", "市", "县", ""]]
    desk.csv("账.csv", [*header, ["木棠镇", "配套", 20, 30, 10, 60]])
    assert amounts(desk.clean(), "fund_level", "planned_yuan", "county") == [
        ("县级", 10, "儋州市"), ("市级", 30, "儋州市"), ("省级", 20, "儋州市"),
    ]  # fmt: skip


def test_province_city_and_county_alone_are_places(desk):
    header = ["省", "市", "县", "乡镇", "项目名称", "计划资金(元)"]
    desk.csv("账.csv", [header, ["海南省", "", "儋州市", "木棠镇", "路", 60]])
    assert amounts(desk.clean(), "county", "planned_yuan") == [("儋州市", 60)]
