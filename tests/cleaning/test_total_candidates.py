"""Rows that name no object of their own may be totals, with any words or none; rows that name one are data."""

import pytest

from tests.support.sums import BARN, FUND, ROAD, WELL, counted

VILLAGES = ["行政村", "是否贫困村", "总户数", "总人口数"]
SECTIONS = ["项目名称", "实施地点", "计划资金(万元)", "支出资金(万元)"]


@pytest.mark.parametrize(
    "total",
    [
        ["全镇", "3个", "2018", "50", "40"],
        ["全镇", "", "", "50", "40"],
        ["木棠镇", "", "2018", "50", "40"],
        ["木棠", "3个项目", "2018", "50", "40"],
        ["", "", "", "50", "40"],
        ["各村", "", "2018", "50", ""],
        ["全 镇", "", "", "50", "40"],
        ["全镇(2个村)", "", "", "50", "40"],
        ["海南省儋州市木棠镇", "", "", "50", "40"],
        ["木棠镇汇总", "3项", "", "50", "40"],
        ["汇总", "", "", "50", "40"],
    ],
)
@pytest.mark.parametrize("place", [0, 3])
def test_a_row_without_an_object_that_is_the_sum_of_the_others_is_a_total(desk, total, place):
    rows = [ROAD, WELL, BARN]
    rows.insert(place, total)
    outcome, planned = counted(desk, [FUND, *rows])
    assert planned == [120_000, 80_000, 300_000]
    assert outcome.faults == []


@pytest.mark.parametrize("name", ["木棠镇", "全镇", "儋州市"])
def test_a_total_among_villages(desk, name):
    rows = [[name, "", "300", "1000"], ["前湾村", "是", "100", "400"], ["后岭村", "否", "200", "600"]]
    outcome, persons = counted(desk, [VILLAGES, *rows], "villages", "total_persons")
    assert persons == [400, 600]
    assert outcome.faults == []


def test_money_of_the_whole_township_is_a_row_of_its_own(desk):
    outcome, planned = counted(desk, [FUND, ["全镇", "宣传", "2018", "3", "3"], ROAD, WELL, BARN])
    assert planned == [30_000, 120_000, 80_000, 300_000]
    assert (outcome.faults, outcome.findings) == ([], [])


def test_numbered_projects_with_a_place_written_once_are_projects(desk):
    rows = [
        ["一、茶园", "前湾村", "30", "30"],
        ["二、羊圈", "", "30", "30"],
        ["三、便桥", "后岭村", "30", "30"],
    ]
    outcome, planned = counted(desk, [SECTIONS, *rows])
    assert planned == [300_000, 300_000, 300_000]
    assert outcome.column("fund_ledger", "village") == ["前湾村", "前湾村", "后岭村"]


@pytest.mark.parametrize(
    "first, second", [("一、产业", "二、道路"), ("(一)产业", "(二)道路"), ("1.产业", "2.道路")]
)
def test_headings_with_sums_are_no_projects_and_take_no_place_of_the_row_above(desk, first, second):
    rows = [
        [first, "", "70", "60"],
        ["茶园", "前湾村", "40", "40"],
        ["羊圈", "后岭村", "30", "20"],
        [second, "", "30", "30"],
        ["便桥", "前湾村", "30", "30"],
        ["两项合计", "", "100", "90"],
    ]
    outcome, planned = counted(desk, [SECTIONS, *rows])
    assert planned == [400_000, 300_000, 300_000]
    assert outcome.column("fund_ledger", "village") == ["前湾村", "后岭村", "前湾村"]
    assert outcome.faults == []
    told = {finding["rule"] for finding in outcome.findings}
    assert told - {"terms_of_headings"} == {"total_without_words"}
    # 产业 is a category, 道路 none
    is_ordinal = not first.startswith("1")
    assert outcome.column("fund_ledger", "category") == (["产业", "产业", None] if is_ordinal else [None] * 3)
