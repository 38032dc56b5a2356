"""Totals and footers are not data."""

import re

import pytest

from tests.support.desk import LEDGER
from tests.support.ledgers import ROAD


@pytest.mark.parametrize(
    "total",
    [
        ["合计", "", "", "", "1000"],
        ["合計", "", "", "", "1000"],
        ["", "", "總　計：", "", "1000"],
        ["", "合　计", "", "", "1000"],
        ["", "", "小 计", "", "1000"],
        ["总计:", "", "", "", "1000"],
        ["", "2018年度全镇扶贫项目资金合计", "", "", "1000"],
        ["合计（万元）", "", "", "", "1000"],
        ["共计 1 个项目", "", "", "", "1000"],
        ["填表人:王甲一", "", "", "", ""],
        ["注1：本表由镇扶贫办填写", "", "", "", ""],
        ["", "", "", "", ""],
        list(LEDGER),
        ["木棠镇资金台账", "", "", "", ""],
    ],
    ids=lambda row: "".join(row) or "blank",
)
@pytest.mark.parametrize("place", ["first", "between", "last"])
def test_totals_footers_blanks_and_repeated_headers_are_not_data(desk, total, place):
    data = [ROAD, [*ROAD[:3], "桥", "20"]]
    data.insert({"first": 0, "between": 1, "last": 2}[place], total)
    desk.xlsx("表.xlsx", [["木棠镇资金台账", "", "", "", ""], LEDGER, *data])
    outcome = desk.clean()
    assert outcome.marks == []
    assert outcome.column("fund_ledger", "project_name") == ["道路", "桥"]


def told(desk, *rows):
    """Row and sum of the totals that are not the sum of their rows."""
    desk.csv("扶贫资金台账.csv", rows)
    found = [one["message_zh"] for one in desk.clean().findings if one["rule"] == "total_disagrees"]
    return [re.findall(r"第(\d+)行.*?为 (\d+)", one)[0] for one in found]


@pytest.mark.parametrize(("stated", "wrong"), [("20", []), ("21", [("6", "21")])])
def test_a_total_of_a_year_is_that_of_its_rows(desk, stated, wrong):
    """12 + 8 of 2017 and 5 of 2018, whose totals stand together below all rows."""
    rows = [
        ("2017年", "石桥村", "渠", "12"),
        ("2018年", "石桥村", "路", "5"),
        ("2017年", "柳河村", "井", "8"),
    ]
    totals = [("", "", "2018年小计", "5"), ("", "", "2017年度合计", stated)]
    header = ("资金年度", "行政村", "项目名称", "计划资金(元)")
    assert told(desk, header, *rows, *totals) == [(row, amount) for row, amount in wrong]


def test_totals_of_kinds_stand_above_all_rows(desk):
    """30 + 20 of offices, 7 + 3 of townships, 60 in all."""
    rows = [
        ("合计", "全县", "60"), ("小计", "部门", "50"), ("小计", "乡镇", "11"), ("部门", "甲局", "30"),
        ("乡镇", "乙镇", "7"), ("部门", "丙局", "20"), ("乡镇", "丁镇", "3"),
    ]  # fmt: skip
    assert told(desk, ("单位类型", "单位", "支出资金(元)"), *rows) == [("4", "11")]


@pytest.mark.parametrize(("first", "wrong"), [("14", []), ("15", [("2", "15")])])
def test_a_heading_sums_up_the_headings_below_it_up_to_the_next_of_its_level(desk, first, wrong):
    """6 and 8 below 一, in (一) and (二); 5 below 二; 19 in all."""
    rows = [
        ("一", "产业发展", "", first), ("（一）", "生产项目", "", "6"), ("1", "油茶园", "石桥村", "6"),
        ("（二）", "加工流通项目", "", "8"), ("1", "冷库", "柳河村", "8"), ("二", "基础设施", "", "5"),
        ("1", "产业路", "石桥村", "5"), ("", "合计", "", "19"),
    ]  # fmt: skip
    found = told(desk, ("序号", "项目名称", "行政村", "计划资金(元)"), *rows)
    assert found == wrong


def test_what_quotients_lose_by_reading_them_to_the_fen_is_no_difference(desk):
    """Three times 33333.33 is a fen less than the 100000 that was divided; of whole fen none may be lost."""
    header = ("行政村", "项目名称", "计划资金(元)")
    third = "33333.33333333334"
    parts = [("石桥村", name, third) for name in ("渠", "路", "井")]
    assert told(desk, header, *parts, ("合计", "", "100000")) == []
    exact = [("石桥村", name, "33333.33") for name in ("渠", "路", "井")]
    assert told(desk, header, *exact, ("合计", "", "100000")) == [("5", "100000")]
