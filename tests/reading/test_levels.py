"""Headers of levels of money: which amounts they split, and which of them are places."""

import pytest

from tests.support.desk import Desk
from tests.support.ledgers import amounts


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


def test_levels_without_a_parent_and_without_a_whole(desk):
    header = ["项目名称", "行政村", "中央资金(元)", "省级财政资金(元)", "市级配套资金(元)"]
    desk.csv("账.csv", [header, ["道路", "薛宅村", "60", "30", ""], ["井", "薛宅村", "", "", "5"]])
    assert amounts(desk.clean(), "project_name", "fund_level", "planned_yuan") == [
        ("井", "市级", 5), ("道路", "中央", 60), ("道路", "省级", 30),
    ]  # fmt: skip


def test_of_month_and_year_so_far_the_latter_is_the_amount(desk):
    header = [["行政村", "项目名称", "计划资金(元)", "支出资金(元)", ""], ["", "", "", "本月", "累计"]]
    desk.csv("账.csv", [*header, ["薛宅村", "道路", 90, 10, 80]])
    assert amounts(desk.clean(), "planned_yuan", "paid_yuan") == [(90, 80)]


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


PAYOUTS = ["行政村", "户主", "合作方"]


@pytest.mark.parametrize(
    "header",
    [
        [[*PAYOUTS, "一季度", "二季度", "三季度"]],
        [[*PAYOUTS, "一季度分红", "二季度分红", "三季度分红"]],
        [[*PAYOUTS, "第1季度发放金额", "第2季度发放金额", "第3季度发放金额"]],
        [[*PAYOUTS, "发放金额(元)", "", ""], ["", "", "", "一季度", "二季度", "三季度"]],
    ],
)
def test_payouts_by_quarter_are_a_row_for_each(desk, header):
    rows = [["薛宅村", "王一", "某社", "", 20, 30], ["薛宅村", "王二", "某社", 10, "", ""]]
    desk.csv("2018年分红.csv", [["2018年分红发放表(元)"], *header, *rows])
    outcome = desk.clean()
    assert outcome.faults == []
    assert amounts(outcome, "round", "paid_yuan", register="dividend_payouts") == [
        ("第一季度", 10), ("第三季度", 30), ("第二季度", 20),
    ]  # fmt: skip


def test_halves_of_a_year_agree_with_their_total_or_are_set_aside(desk):
    rows = [
        ["薛宅村", "王一", "某社", 10, 20, 30],
        ["薛宅村", "王二", "某社", 10, 20, 31],
        ["薛宅村", "王三", "某社", "", "", ""],
    ]
    desk.csv("2018年分红.csv", [["2018年分红发放表(元)"], [*PAYOUTS, "上半年", "下半年", "合计"], *rows])
    outcome = desk.clean()
    assert amounts(outcome, "round", "paid_yuan", register="dividend_payouts") == [
        ("上半年", 10),
        ("下半年", 20),
    ]
    assert [(fault["row"], fault["rule"]) for fault in outcome.faults] == [
        (4, "parts_disagree"),
        (5, "missing_value"),
    ]


def test_a_half_beside_its_quarters_is_not_read(desk):
    desk.csv(
        "2018年分红.csv",
        [
            ["分红发放表(元)"],
            [*PAYOUTS, "上半年", "一季度", "二季度"],
            ["薛宅村", "王一", "某社", 30, 10, 20],
        ],
    )
    assert [rule for _, rule in desk.clean().marks] == ["quarters_across"]


def test_columns_below_a_level_are_of_that_level(desk):
    """发展资金 and 以工代赈 of the central government are 30 together, and 5 are the province's."""
    header = [
        ["行政村", "项目名称", "下达资金(元)", "", "", "", "责任单位"],
        ["", "", "中央", "", "省级", "合计", ""],
        ["", "", "发展资金", "以工代赈", "", "", ""],
    ]
    merged = ["A1:A3", "B1:B3", "C1:F1", "C2:D2", "E2:E3", "F2:F3", "G1:G3"]
    desk.xlsx("账.xlsx", [*header, ["薛宅村", "道路", 10, 20, 5, 35, "某局"]], merged=merged)
    assert amounts(desk.clean(), "fund_level", "allocated_yuan") == [("中央", 10), ("中央", 20), ("省级", 5)]


def test_the_whole_below_a_level_is_that_of_its_columns(desk):
    header = [
        ["行政村", "项目名称", "中央资金(元)", "", "", "省级资金(元)"],
        ["", "", "小计", "发展资金", "以工代赈", ""],
    ]
    merged = ["A1:A2", "B1:B2", "C1:E1", "F1:F2"]
    desk.xlsx("账.xlsx", [*header, ["薛宅村", "道路", 30, 10, 20, 5]], merged=merged)
    assert amounts(desk.clean(), "fund_level", "planned_yuan") == [("中央", 30), ("省级", 5)]
