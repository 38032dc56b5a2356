"""Columns that tell one amount differently, and amounts that are more than the treasury's."""

import pytest

from tests.support.desk import Desk


def planned(desk: Desk, *headers: str, rows=(("40", "50"), ("30", "30"))):
    named = [("石桥村", f"水渠{number}", *row) for number, row in enumerate(rows)]
    desk.csv("扶贫资金台账.csv", [("行政村", "项目名称", *headers), *named])
    outcome = desk.clean()
    return outcome.marks, outcome.column("fund_ledger", "planned_yuan")


@pytest.mark.parametrize("other", ["计划资金(元)", "调整后计划资金(元)", "变更后资金(元)"])
def test_rows_whose_two_columns_differ_are_held_back(desk: Desk, other):
    assert planned(desk, "计划资金(元)", other) == ([(None, "rival_amounts")], [30])


def test_two_columns_in_two_units_are_one_amount(desk: Desk):
    """4 万元 is 40,000 yuan."""
    rows = [("4", "40000"), ("3", "30,000.00"), ("2", "")]
    assert planned(desk, "计划资金(万元)", "计划资金(元)", rows=rows) == ([], [40000, 30000, 20000])


def test_the_plan_is_what_the_treasury_pays(desk: Desk):
    rows = [("100", "60", "40"), ("50", "50", "0")]
    assert planned(desk, "总投资(元)", "财政资金(元)", "自筹资金(元)", rows=rows) == ([], [60, 50])


def test_a_total_with_money_of_others_is_no_plan(desk: Desk):
    rows = [("100", "40"), ("50", "0")]
    assert planned(desk, "总投资(元)", "自筹资金(元)", rows=rows) == ([(None, "own_money")], [50])


def test_what_is_beside_the_money_of_others_is_named_as_another_part(desk: Desk):
    """100 are 60 and 40, 50 are 50 and 0; 其他资金 is in neither."""
    form = [("行政村", "项目名称", "总投资(元)", "其他资金(元)", "衔接资金(元)", "自筹(元)")]
    desk.csv(
        "扶贫资金台账.csv",
        [*form, ("松村", "渠", "100", "7", "60", "40"), ("松村", "路", "50", "7", "50", "0")],
    )
    faults = desk.clean().faults
    assert [fault["row"] for fault in faults] == [2, 3]
    assert all("列“衔接资金”没有读取，可能也是其中的一项" in fault["reason_zh"] for fault in faults)


def test_a_plan_beside_money_of_others_is_one(desk: Desk):
    assert planned(desk, "计划资金(元)", "自筹资金(元)") == ([], [40, 30])


def test_an_amended_plan_that_the_change_accounts_for_is_the_plan(desk: Desk):
    """40 - 5 is 35 and 20 + 5 is 25: the columns tell one amount before and after, and not two."""
    headers = ("计划资金(元)", "调整资金(元)", "调整后资金(元)")
    assert planned(desk, *headers, rows=[("40", "-5", "35"), ("20", "5", "25")]) == ([], [35, 25])


def test_an_amended_plan_that_the_change_does_not_account_for_is_undecided(desk: Desk):
    headers = ("计划资金(元)", "调整资金(元)", "调整后资金(元)")
    rows = [("40", "-5", "36"), ("20", "", "20")]
    assert planned(desk, *headers, rows=rows) == ([(None, "rival_amounts")], [20])


def test_a_rent_for_each_mu_is_no_rival_of_the_rent_of_the_year(desk: Desk):
    header = ["村", "户主", "流转面积(亩)", "租金(元/亩/年)", "年租金(元)", "流入方"]
    desk.csv("流转.csv", [["木棠镇土地流转台账"], header, ["湖东村", "王甲一", 3.5, 600, 2100, "某公司"]])
    outcome = desk.clean()
    [row] = outcome.rows("land_transfers")
    assert outcome.marks == []
    assert (row["rent_standard_yuan"], row["annual_rent_yuan"]) == (600, 2100)


def test_a_rent_for_each_mu_alone_is_no_rent_of_the_year(desk: Desk):
    header = ["村", "户主", "流转面积(亩)", "租金(元/亩)", "流入方"]
    desk.csv("流转.csv", [["木棠镇土地流转台账"], header, ["湖东村", "王甲一", 3.5, 600, "某公司"]])
    [row] = desk.clean().rows("land_transfers")
    assert (row["rent_standard_yuan"], row["annual_rent_yuan"]) == (600, None)


@pytest.mark.parametrize(("year", "paid"), [(12000, []), (6000, [6000])])
def test_what_was_paid_this_time_and_this_year_is_undecided_where_they_differ(desk: Desk, year, paid):
    header = ["村", "户主", "合作方", "本年分红(元)", "本次分红(元)"]
    desk.csv("分红.csv", [["木棠镇2018年分红发放表"], header, ["薛宅村", "王甲一", "某合作社", year, 6000]])
    outcome = desk.clean()
    assert outcome.column("dividend_payouts", "paid_yuan") == paid
    assert [rule for _, rule in outcome.marks] == ([] if paid else ["rival_amounts"])


@pytest.mark.parametrize(
    ("headers", "rows", "held", "plans"),
    [
        (("上年结转(元)", "资金合计(元)"), [("5", "25"), ("0", "30"), ("", "7")], 1, [30, 7]),
        (("上年结转(元)", "可用资金合计(元)"), [("5", "25")], 0, []),
        (("上年结转(元)", "计划资金(元)"), [("5", "20")], 0, [20]),
        (("上年结转(元)", "本年安排(元)", "资金合计(元)"), [("5", "20", "25")], 0, [20]),
        (
            ("上年结转(元)", "中央资金(元)", "省级资金(元)", "资金合计(元)"),
            [("5", "20", "4", "24")],
            0,
            [20, 4, None],
        ),
    ],
)
def test_a_budget_that_may_include_what_was_carried_over_is_undecided(desk: Desk, headers, rows, held, plans):
    """5 and 20 are 25, or 25 come beside 5; where nothing was carried over the two are the same."""
    marks, planned_yuan = planned(desk, *headers, rows=rows)
    assert [rule for _, rule in marks].count("budget_of_all_years") == held
    assert planned_yuan == plans


def test_what_is_allocated_this_year_is_no_whole_with_what_was_carried_over(desk: Desk):
    header = ("行政村", "项目名称", "上年结转(元)", "本年下达(元)", "资金合计(元)")
    desk.csv("扶贫资金台账.csv", [header, ("石桥村", "水渠", "5", "20", "25")])
    [row] = desk.clean().rows("fund_ledger")
    assert (row["planned_yuan"], row["allocated_yuan"], row["carried_over_yuan"]) == (None, 20, 5)
