"""Totals found by arithmetic, at any place, in every register; and what is only like one."""

import pytest

from tests.support.sums import BARN, FUND, ROAD, WELL, counted

PAYOUTS = ["行政村", "合作企业", "入股年度", "分红年度", "受益户数", "分红金额(元)"]


def test_subtotals_that_a_spreadsheet_writes(desk):
    sums = (
        ["前湾村 汇总", "", "", "20", "16"],
        ["后岭村 汇总", "", "", "30", "24"],
        ["总计", "", "", "50", "40"],
    )
    outcome, planned = counted(desk, [FUND, ROAD, WELL, sums[0], BARN, sums[1], sums[2]])
    assert planned == [120_000, 80_000, 300_000]
    assert outcome.findings == []


def test_headings_in_levels_that_state_the_sum_of_what_is_below_them(desk):
    rows = [
        [*FUND, "项目类别"],
        ["", "一、产业", "", "42", "35", ""],
        ["", "(一)种植", "", "20", "16", ""],
        [*ROAD, "产业"],
        [*WELL, "产业"],
        ["", "(二)养殖", "", "22", "19", ""],
        ["后岭村", "羊圈", "2018", "22", "19", "产业"],
        ["", "二、道路", "", "30", "24", ""],
        ["后岭村", "村道", "2018", "30", "24", "基础设施"],
    ]
    outcome, planned = counted(desk, rows)
    assert planned == [120_000, 80_000, 220_000, 300_000]
    assert [(finding["rule"], finding["rows"]) for finding in outcome.findings] == [
        ("total_without_words", 4)
    ]


def test_a_total_of_dividends(desk):
    rows = [["全镇", "甲社", "2017", "2018", "30", "900"], ["前湾村", "甲社", "2017", "2018", "10", "300"]]
    rows.append(["后岭村", "甲社", "2017", "2018", "20", "600"])
    assert counted(desk, [PAYOUTS, *rows], "dividend_payouts", "paid_yuan")[1] == [300, 600]


def test_what_is_called_a_total_and_is_none_is_held_back(desk):
    outcome, planned = counted(desk, [FUND, ["全镇", "3个", "2018", "51", "40"], ROAD, WELL, BARN])
    assert planned == [120_000, 80_000, 300_000]
    assert outcome.marks == [(None, "unclear_total")]


def test_a_small_amount_without_an_object_stays(desk):
    assert counted(desk, [FUND, ["全镇", "", "2018", "2", "1"], ROAD, WELL, BARN])[1] == [
        20_000,
        120_000,
        80_000,
        300_000,
    ]


def test_a_project_that_is_as_large_as_all_others_is_only_reported(desk):
    outcome, planned = counted(desk, [FUND, ["后岭村", "水库", "2018", "50", "40"], ROAD, WELL, BARN])
    assert planned == [500_000, 120_000, 80_000, 300_000]
    assert [finding["rule"] for finding in outcome.findings] == ["possible_total"]


PAID = ["行政村", "项目名称", "资金年度", "支出资金(万元)"]


@pytest.mark.parametrize("place", [0, 2], ids=["above", "below"])
def test_a_named_project_as_large_as_two_others_is_held_back(desk, place):
    """镇区大桥 may be a project of 40, or the heading of 24 and 16."""
    rows = [["前湾村", "道路", "2018", "24"], ["后岭村", "水渠", "2018", "16"]]
    rows.insert(place, ["", "镇区大桥", "", "40"])
    outcome, paid = counted(desk, [PAID, *rows], "fund_ledger", "paid_yuan")
    assert paid == [240_000, 160_000]
    assert outcome.marks == [(None, "unclear_total")]


def test_names_that_each_head_the_sum_beneath_them_are_headings(desk):
    rows = [["", "产业", "", "40"], ["前湾村", "茶园", "2018", "24"], ["后岭村", "羊圈", "2018", "16"]]
    rows += [["", "基础设施", "", "9"], ["前湾村", "便桥", "2018", "4"], ["后岭村", "村道", "2018", "5"]]
    outcome, paid = counted(desk, [PAID, *rows], "fund_ledger", "paid_yuan")
    assert paid == [240_000, 160_000, 40_000, 50_000]
    assert outcome.faults == []


def test_a_total_of_each_year(desk):
    header = ["行政村", "年度", "计划脱贫户数", "计划脱贫人数"]
    rows = [["全镇", "2018", "30", "90"], ["全镇", "2019", "12", "40"]]
    rows += [["前湾村", "2018", "10", "30"], ["前湾村", "2019", "5", "15"]]
    rows += [["后岭村", "2018", "20", "60"], ["后岭村", "2019", "7", "25"]]
    outcome, planned = counted(desk, [header, *rows], "exit_plans", "planned_households")
    assert planned == [10, 5, 20, 7]
    assert (outcome.faults, outcome.findings) == ([], [])


def test_a_total_of_each_level_of_money(desk):
    header = [*FUND, "资金级次"]
    rows = [[*ROAD, "中央"], [*WELL, "县级"], [*BARN, "中央"]]
    totals = [["", "", "2018", "42", "35", "中央"], ["全镇", "", "", "8", "5", "县级"]]
    assert counted(desk, [header, *rows, *totals])[1] == [120_000, 80_000, 300_000]


@pytest.mark.parametrize(("stated", "is_total"), [("50.33", True), ("50.3", True), ("50.34", False)])
def test_a_total_that_is_rounded(desk, stated, is_total):
    outcome, planned = counted(
        desk, [FUND, ["全镇", "", "", stated, "40"], [*ROAD[:3], "12.328", "11"], WELL, BARN]
    )
    assert planned == [123_280, 80_000, 300_000]
    assert outcome.marks == ([] if is_total else [(None, "unclear_total")])


def test_a_numbered_heading_whose_rows_cannot_be_read_is_held_back(desk):
    rows = [["", "一、产业", "", "42", ""], [*ROAD[:3], "约12", ""], [*BARN[:3], "30", ""]]
    rows += [["", "二、道路", "", "20", ""], [*WELL[:3], "8", ""], ["后岭村", "村道", "2018", "12", ""]]
    outcome, planned = counted(desk, [FUND, *rows])
    assert planned == [300_000, 80_000, 120_000]
    assert sorted(outcome.marks, key=str) == [
        ("D3", "approximate_value"),
        (None, "unclear_total"),
        (None, "unclear_total"),
    ]


@pytest.mark.parametrize(
    "parts",
    [
        [["", "其中:中央资金", "", "7", "6"], ["", "县级资金", "", "5", "5"]],
        [["其中:中央资金", "", "", "7", "6"]],
        [["", "中央资金", "", "7", "6"], ["", "县级资金", "", "5", "5"]],
    ],
)
def test_rows_that_break_down_the_one_above_are_not_counted_again(desk, parts):
    outcome, planned = counted(desk, [FUND, ROAD, *parts, WELL, BARN])
    assert planned == [120_000, 80_000, 300_000]
    assert outcome.faults == []
    assert {finding["rule"] for finding in outcome.findings} == {"parts_of_row"}
    assert sum(finding["rows"] for finding in outcome.findings) == len(parts)


@pytest.mark.parametrize(
    "parts",
    [
        [["", "中央资金", "", "42", ""], ["", "县级资金", "", "8", ""]],
        [["", "其中:中央资金", "", "42", ""], ["", "县级资金", "", "8", ""]],
        [["资金来源:", "中央", "", "42", ""], ["", "县级", "", "8", ""]],
    ],
)
@pytest.mark.parametrize("place", ["above", "below"])
def test_rows_that_break_down_the_total_are_not_counted_again(desk, parts, place):
    total = [["合计", "", "", "50", "40"], *parts]
    rows = [*total, ROAD, WELL, BARN] if place == "above" else [ROAD, WELL, BARN, *total]
    outcome, planned = counted(desk, [FUND, *rows])
    assert planned == [120_000, 80_000, 300_000]
    assert outcome.faults == []


def test_a_part_that_is_more_than_the_whole_is_held_back(desk):
    outcome, planned = counted(desk, [FUND, ROAD, ["", "其中:中央资金", "", "13", "6"], WELL, BARN])
    assert planned == [120_000, 80_000, 300_000]
    assert outcome.marks == [(None, "unclear_total")]


def test_two_equal_rows_are_not_totals_of_each_other(desk):
    outcome, planned = counted(desk, [FUND, ROAD, ["前湾村", "水渠", "2018", "12", "11"]])
    assert planned == [120_000, 120_000]
    assert outcome.findings == []


def test_a_sum_with_a_row_that_cannot_be_read_is_not_judged_by_that_column(desk):
    outcome, planned = counted(desk, [FUND, ["全镇", "", "", "50", "40"], ROAD, [*WELL[:4], "约5"], BARN])
    assert planned == [120_000, 300_000]
    assert outcome.marks == [("E4", "approximate_value")]


SECTIONS = ["项目名称", "实施地点", "计划资金(万元)", "支出资金(万元)"]


def test_a_heading_that_is_not_the_sum_beneath_it_is_held_back(desk):
    rows = [["一、产业", "", "70", "60"], ["茶园", "前湾村", "40", "40"], ["羊圈", "后岭村", "20", "20"]]
    rows += [["二、道路", "", "30", "30"], ["便桥", "前湾村", "30", "30"]]
    outcome, planned = counted(desk, [SECTIONS, *rows])
    assert planned == [400_000, 200_000, 300_000]
    assert outcome.marks == [(None, "unclear_total")]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["产业类", "26"], ["果园", "26"], ["基建类", "12"], ["路", "7"], ["桥", "5"]], [26, 7, 5]),
        ([["产业类", "9"], ["路", "7"], ["桥", "2"], ["基建类", "4"], ["渠", "4"]], [7, 2, 4]),
        ([["产业类", "26"], ["果园", "26"], ["基建类", "12"], ["路", "12"]], [26, 26, 12, 12]),
        (
            [["水塔", "1"], ["产业类", "9"], ["路", "7"], ["桥", "2"], ["基建类", "4"], ["渠", "4"]],
            [1, 7, 2, 4, 4],
        ),
    ],
    ids=["the first of one row", "the last of one row", "all of one row", "a row above the first"],
)
def test_headings_that_leave_no_row_out(desk, rows, expected):
    """Two rows of equal amounts may be two projects; where headings and rows fill the sheet, one is the other's heading."""
    header = ["项目名称", "行政村", "资金级次", "支出资金(元)"]
    places = {"果园": "前湾村", "路": "后岭村", "桥": "前湾村", "渠": "石桥村", "水塔": "石桥村"}
    levels = {"果园": "中央", "路": "省级", "桥": "中央", "渠": "省级", "水塔": "中央"}
    full = [[name, places.get(name), levels.get(name), amount] for name, amount in rows]
    assert counted(desk, [header, *full], "fund_ledger", "paid_yuan")[1] == expected


def test_headings_of_a_category_that_leave_no_row_out(desk):
    header = ["项目类别", "项目名称", "行政村", "资金级次", "计划资金(元)"]
    rows = [
        ["产业", "", "", "", "50"], ["", "果园", "前湾村", "中央", "35"], ["", "羊圈", "后岭村", "省级", "15"],
        ["基础设施", "", "", "", "12"], ["", "村道", "后岭村", "县级", "12"], ["总计", "", "", "", "62"],
    ]  # fmt: skip
    assert counted(desk, [header, *rows])[1] == [35, 15, 12]
