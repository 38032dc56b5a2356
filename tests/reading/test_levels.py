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
