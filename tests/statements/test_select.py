"""Which statements count: by a comparison of their contents, never by a name alone."""

from decimal import Decimal

import pytest

from tests.support.desk import LEDGER, PERSONS, ledger, person

ROAD = ["木棠镇", "薛宅村", "2018", "道路", "1000"]
BRIDGE = ["木棠镇", "薛宅村", "2018", "桥", "2000"]
WELL = ["木棠镇", "长岭村", "2018", "井", "300"]


def yuan(selection) -> Decimal:
    return sum(selection.column("fund_ledger", "allocated_yuan"), Decimal(0))


# -- one unit, one day --------------------------------------------------------------------------------------------


def test_identical_content_counts_once_whatever_the_order_of_rows(county):
    desk = county.desk()
    desk.csv("a.csv", ledger(ROAD, BRIDGE))
    desk.csv("b.csv", ledger(BRIDGE, ROAD))
    selection = county.select()
    assert selection.statuses == {"a.csv": "counted", "b.csv": "superseded"}
    assert yuan(selection) == 3000


def test_identical_content_counts_once_whatever_the_encoding(county):
    desk = county.desk()
    desk.csv("a.csv", ledger(ROAD))
    desk.csv("b.csv", ledger(ROAD), encoding="gb18030")
    assert yuan(county.select()) == 1000


def test_a_copy_with_equal_money_that_nobody_reads_counts_once(county):
    """Only the title and the order differ; the amounts below the unread header are the same."""
    header = (*LEDGER, "群众自筹资金(元)")
    desk = county.desk()
    desk.csv("a.csv", ledger([*ROAD, "10"], [*BRIDGE, ""], header=header))
    desk.csv("b.csv", [["项目资金台账"], *ledger([*BRIDGE, ""], [*ROAD, "10"], header=header)])
    selection = county.select()
    assert selection.statuses == {"a.csv": "counted", "b.csv": "superseded"}
    assert yuan(selection) == 3000


def test_a_text_that_nobody_reads_tells_equal_sheets_apart(county):
    """One road in two sections of 1000 yuan each, or one sheet sent twice."""
    sheets = {name: ledger([*ROAD, f"{name}标段"], header=(*LEDGER, "施工标段")) for name in ("一", "二")}
    county.desk().named_sheets("资金.xlsx", sheets)
    selection = county.select()
    assert {fault["rule"] for fault in selection.quarantine} == {"unread_cells"}
    assert all("施工标段" in fault["reason_zh"] for fault in selection.quarantine)


def test_money_that_nobody_reads_tells_equal_sheets_apart(county):
    """Three quarters of one sheet each, whose plans are equal and whose expenditure has a header of its own."""
    header = (*LEDGER, "群众自筹资金(元)")
    sheets = {
        f"{quarter}季": ledger([*ROAD, spent], [*BRIDGE, spent * 2], header=header)
        for quarter, spent in (("一", 10), ("二", 30), ("三", 60))
    }
    county.desk().named_sheets("进度.xlsx", sheets)
    selection = county.select()
    assert set(selection.statuses.values()) == {"undecided"}
    assert {fault["rule"] for fault in selection.quarantine} == {"unread_cells"}
    assert all("群众自筹资金" in fault["reason_zh"] for fault in selection.quarantine)


def test_contained_content_counts_once(county):
    desk = county.desk()
    desk.csv("a.csv", ledger(ROAD))
    desk.csv("b.csv", ledger(BRIDGE, ROAD))
    selection = county.select()
    assert selection.statuses == {"a.csv": "superseded", "b.csv": "counted"}
    assert yuan(selection) == 3000


def test_rows_of_an_extract_are_accounted_for_once(county):
    facts = ["户编号", "证件号码", "户类型", "是否已务工", "务工所在县", "就业渠道"]
    rows = [["已外出务工信息"], facts, [person(1)[4], person(1)[6], "脱贫户", "是", "某县", "自主"]]
    county.desk().csv("务工.csv", rows)
    selection = county.select()
    assert selection.statuses == {"务工.csv": "extract"}
    assert [(sheet["rows_read"], sheet["non_data"]) for sheet in selection.sheets] == [(3, 3)]


@pytest.mark.parametrize("name", ["台账(2).csv", "台账-改.csv", "台账(更正).csv", "台账最终.csv"])
def test_marked_version_replaces_the_whole_sheet(county, name):
    """The bridge was mended from 2000 to 2500 and the well struck out: 1000 + 2500."""
    desk = county.desk()
    desk.csv("台账.csv", ledger(ROAD, BRIDGE, WELL))
    desk.csv(name, ledger(ROAD, [*BRIDGE[:4], "2500"]))
    selection = county.select()
    assert selection.statuses == {"台账.csv": "superseded", name: "counted"}
    assert yuan(selection) == 3500


def test_marked_version_with_few_of_the_rows_replaces_nothing_silently(county):
    """One of three persons restated: a correction of rows or a whole list, nothing decides."""
    desk = county.desk()
    desk.csv("名单.csv", [PERSONS, person(1), person(2), person(3)])
    desk.csv("名单(2).csv", [PERSONS, person(2, 脱贫年度="2016")])
    assert set(county.select().statuses.values()) == {"undecided"}


CAPITAL = ["行政村", "户编号", "户主姓名", "户主证件号码", "合作方", "入股年度", "入股金额(元)"]


@pytest.mark.parametrize("number", [6, None], ids=["ID number", "masked name"])
def test_contributors_without_a_household_number_are_distinct(county, number):
    """One of two contributors is listed again with another amount; by the masked name alone it may be either."""
    first, second = (
        ["薛宅村", "", name, person(n)[6] if number else "", "某社", "2017", amount]
        for n, name, amount in ((1, "王甲一", "5000"), (2, "王乙二", "60"))
    )
    desk = county.desk()
    desk.csv("入股.csv", [CAPITAL, first, second])
    desk.csv("入股二.csv", [CAPITAL, second])
    selection = county.select()
    assert selection.statuses == {"入股.csv": "counted", "入股二.csv": "superseded"}
    assert selection.column("capital_contributions", "capital_yuan") == [60, 5000]


@pytest.mark.parametrize("name", ["台账(作废).csv", "旧台账.csv"])
def test_marked_void_gives_way_although_it_sorts_later(county, name):
    desk = county.desk()
    desk.csv("台账.csv", ledger(ROAD, BRIDGE))
    desk.csv(name, ledger(ROAD, [*BRIDGE[:4], "1"], WELL))
    selection = county.select()
    assert selection.statuses == {"台账.csv": "counted", name: "superseded"}
    assert yuan(selection) == 3000


@pytest.mark.parametrize("name", ["台账(作废).csv", "台账(2).csv"])
def test_mark_alone_replaces_nothing(county, name):
    """Its rows are of other objects: a name is a hint, never a proof."""
    desk = county.desk()
    desk.csv("台账.csv", ledger(ROAD, BRIDGE))
    desk.csv(name, ledger(WELL))
    selection = county.select()
    assert set(selection.statuses.values()) == {"counted"}
    assert yuan(selection) == 3300


def test_lists_of_villages_both_count(county):
    desk = county.desk()
    desk.csv("薛宅村.csv", ledger(ROAD, BRIDGE))
    desk.csv("长岭村.csv", ledger(WELL))
    assert yuan(county.select()) == 3300


def test_row_in_two_lists_counts_once(county):
    desk = county.desk()
    desk.csv("a.csv", ledger(ROAD, BRIDGE))
    desk.csv("b.csv", ledger(BRIDGE, WELL))
    selection = county.select()
    assert set(selection.statuses.values()) == {"counted"}
    assert "rows_in_other_statement" in {one["rule"] for one in selection.findings}
    assert yuan(selection) == 3300


def test_contradiction_without_a_mark_is_held_back_and_names_the_line_to_write(county):
    desk = county.desk()
    desk.csv("甲.csv", ledger(ROAD, BRIDGE))
    desk.csv("乙.csv", ledger(ROAD, [*BRIDGE[:4], "2500"]))
    desk.csv("丙.csv", ledger(WELL))
    selection = county.select()
    assert selection.statuses == {"甲.csv": "undecided", "乙.csv": "undecided", "丙.csv": "counted"}
    assert yuan(selection) == 300
    (reason,) = [one["reason_zh"] for one in selection.statements if one["file"] == "甲.csv"]
    assert "乙.csv" in reason and "sheets: [{file: 甲.csv, replaces: 乙.csv}]" in reason
    assert [fault["rule"] for fault in selection.quarantine] == ["contradicting_statement"] * 2


def test_persons_of_two_statuses_in_two_files_are_held_back(county):
    desk = county.desk()
    rows = [person(number) for number in range(3)]
    status = PERSONS.index("脱贫属性")
    for name, word in (("已脱贫.csv", "已脱贫"), ("未脱贫.csv", "未脱贫")):
        desk.csv(name, [PERSONS, *([*row[:status], word, *row[status + 1 :]] for row in rows)])
    selection = county.select()
    assert set(selection.statuses.values()) == {"undecided"}
    assert selection.column("persons", "person_id") == []


def test_summary_by_village_is_a_control(county):
    desk = county.desk()
    desk.csv("明细.csv", ledger(ROAD, BRIDGE, WELL))
    desk.csv("汇总.csv", [["乡镇", "行政村", "年度", "责任单位", "下达资金(元)"], ["木棠镇", "薛宅村", "2018", "镇政府", "3000"],
                          ["木棠镇", "长岭村", "2018", "镇政府", "300"]])  # fmt: skip
    selection = county.select()
    assert selection.statuses == {"明细.csv": "counted", "汇总.csv": "control"}
    assert yuan(selection) == 3300


def test_a_summary_may_say_how_many_projects_there_are(county):
    desk = county.desk()
    desk.csv("明细.csv", ledger(ROAD, BRIDGE, WELL))
    desk.csv(
        "汇总.csv",
        ledger(["木棠镇", "薛宅村", "2018", "2个", "3000"], ["木棠镇", "长岭村", "2018", "共1个项目", "300"]),
    )
    selection = county.select()
    assert selection.statuses == {"明细.csv": "counted", "汇总.csv": "control"}
    assert yuan(selection) == 3300


def test_part_of_a_list_that_is_replaced_counts_beside_what_replaces_it(county):
    """甲 lists all; 乙 has its first row, and 甲(2) the others: what 甲(2) replaces holds nothing of 乙."""
    desk = county.desk()
    desk.csv("甲.csv", ledger(ROAD, BRIDGE, WELL))
    desk.csv("乙.csv", ledger(ROAD))
    desk.csv("甲(2).csv", ledger(BRIDGE, WELL))
    selection = county.select()
    assert selection.statuses == {"甲.csv": "superseded", "乙.csv": "counted", "甲(2).csv": "counted"}
    assert yuan(selection) == 3300


# -- the steward's word -------------------------------------------------------------------------------------------


def test_replaces_in_the_notes_decides(county):
    desk = county.desk()
    desk.csv("甲.csv", ledger(ROAD, BRIDGE))
    desk.csv("乙.csv", ledger(ROAD, [*BRIDGE[:4], "2500"]))
    desk.write("delivery.yml", "sheets: [{file: 甲.csv, replaces: 乙.csv}]")
    selection = county.select()
    assert selection.statuses == {"甲.csv": "counted", "乙.csv": "superseded"}
    assert yuan(selection) == 3000


def test_sheet_that_is_not_to_count(county):
    desk = county.desk()
    desk.csv("甲.csv", ledger(ROAD, BRIDGE))
    desk.csv("乙.csv", ledger(WELL))
    desk.write("delivery.yml", "sheets: [{file: 乙.csv, counts: false}]")
    selection = county.select()
    assert selection.statuses == {"甲.csv": "counted", "乙.csv": "not_counted"}
    assert yuan(selection) == 3000


# -- periods ------------------------------------------------------------------------------------------------------


def test_periods_of_one_last_day_count_once(county):
    for period in ("2018", "2018-12"):
        county.desk(period=period).csv("名单.csv", [PERSONS, *(person(number) for number in range(3))])
    assert len(county.select().column("persons", "person_id")) == 3


def test_stock_of_an_earlier_day_stays(county):
    for period in ("2017", "2018"):
        county.desk(period=period).csv("名单.csv", [PERSONS, person(1)])
    assert county.select().column("persons", "as_of_year") == [2017, 2018]


def test_later_ledger_of_the_year_replaces_the_earlier(county):
    county.desk(period="2018-03").csv("台账.csv", ledger(ROAD, [*BRIDGE[:4], "1"]))
    county.desk(period="2018-09").csv("台账.csv", ledger(ROAD, BRIDGE))
    assert yuan(county.select()) == 3000


def test_ledger_of_a_new_year_replaces_no_other_year(county):
    county.desk(period="2018").csv("台账.csv", ledger(ROAD, BRIDGE))
    county.desk(period="2019").csv("台账.csv", ledger([*BRIDGE[:4], "500"]))
    assert yuan(county.select()) == 3500


PAYOUTS = ["乡镇", "行政村", "姓名", "身份证号", "合作社", "发放金额(元)"]


def payout(number: int, amount: str, *more: str) -> list[str]:
    row = person(number)
    return [
        "木棠镇",
        "薛宅村",
        row[PERSONS.index("姓名")],
        row[PERSONS.index("证件号码")],
        "养鸡合作社",
        amount,
        *more,
    ]


def test_payouts_of_quarters_add_up(county):
    """The first quarter paid 300 to one, the second 300 to the same and 200 to another."""
    county.desk(period="2018Q1").csv("分红.csv", [PAYOUTS, payout(1, "300")])
    county.desk(period="2018Q2").csv("分红.csv", [PAYOUTS, payout(1, "300"), payout(2, "200")])
    assert sum(county.select().column("dividend_payouts", "paid_yuan")) == 800


YEARS = [*PAYOUTS, "分红年度"]


def test_totals_of_a_list_that_was_sent_before_are_totals(county):
    """300 and 200 yuan of 2018, sent for 2018 and again for 2019 with their sum, in whose sheet no year is written."""
    payouts = [YEARS, payout(1, "300", "2018"), payout(2, "200", "2018")]
    county.desk(period="2018").csv("分红.csv", payouts)
    totals = [["行政村", PAYOUTS[-1]], [payout(1, "")[1], "500"]]
    county.desk(period="2019-03").named_sheets("分红.xlsx", {"明细": payouts, "汇总": totals})
    selection = county.select()
    assert sum(selection.column("dividend_payouts", "paid_yuan")) == 500
    assert [one["status"] for one in selection.statements] == ["counted", "superseded", "control"]


@pytest.mark.parametrize(("message", "paid"), [(None, 300), ("counts: true", 600), ("counts: false", 300)])
def test_equal_payouts_of_two_quarters_count_twice_only_by_the_notes(county, message, paid):
    """100 and 200 yuan to the same two persons in both quarters: one payment sent twice, or two payments."""
    for period in ("2018Q1", "2018Q2"):
        desk = county.desk(period=period)
        desk.csv("分红.csv", [PAYOUTS, payout(1, "100"), payout(2, "200")])
    if message:
        desk.write("delivery.yml", f"sheets: [{{file: 分红.csv, {message}}}]\n")
    selection = county.select()
    assert sum(selection.column("dividend_payouts", "paid_yuan")) == paid
    rule = {"counts: true": None, "counts: false": "stated_not_to_count"}.get(message, "repeated_round")
    assert rule is None or selection.statements[1]["rule"] == rule


def test_equal_lists_of_two_batches_count_twice_only_by_the_notes(county):
    """13000 and 6000 yuan in either batch: one list sent twice, or two payments for the houses."""
    header = ["行政村", "户主", "改造方式", "已拨付资金(元)"]
    rows = [header, ["石桥村", "王甲", "新建", "13000"], ["柳河村", "王乙", "维修", "6000"]]
    county.desk().named_sheets(
        "危改.xlsx",
        {batch: [[f"2018年农村危房改造补助资金{batch}拨付表"], *rows] for batch in ("第一批", "第二批")},
    )
    selection = county.select()
    assert sum(selection.column("housing_renovations", "paid_yuan")) == 19_000
    assert [one["rule"] for one in selection.statements][1] == "repeated_round"


QUARTERS = ["第一季度", "第二季度", "第三季度", "第四季度"]


def test_equal_payouts_whose_titles_state_other_quarters_all_count(county):
    """100 and 200 yuan in each of four quarters, in one folder."""
    desk = county.desk()
    for quarter in QUARTERS:
        title = [f"2018年{quarter}分红发放表"]
        desk.csv(f"{quarter}.csv", [title, PAYOUTS, payout(1, "100"), payout(2, "200")])
    assert sum(county.select().column("dividend_payouts", "paid_yuan")) == 1200


def test_equal_payouts_on_sheets_of_other_months_all_count(county):
    rows = [PAYOUTS, payout(1, "100"), payout(2, "200")]
    county.desk().named_sheets("分红.xlsx", {"3月": rows, "6月": rows, "9月": rows})
    assert sum(county.select().column("dividend_payouts", "paid_yuan")) == 900


def test_equal_payouts_that_only_the_names_of_two_partners_tell_apart_are_held_back(county):
    rows = [[*row[:4], row[5]] for row in (PAYOUTS, payout(1, "100"), payout(2, "200"))]
    desk = county.desk()
    desk.csv("绿源合作社分红.csv", rows)
    desk.csv("兴农公司分红.csv", rows)
    assert {*county.select().statuses.values()} == {"undecided"}


def test_plan_and_spending_of_the_same_projects_in_two_sheets_are_held_back(county):
    """Dropped as equal, the second would take its amounts along; counted beside the first it doubles the projects."""
    for name, amount in (("计划.csv", "计划资金(元)"), ("支出.csv", "支出资金(元)")):
        county.desk().csv(name, ledger(ROAD, BRIDGE, header=[*LEDGER[:-1], amount]))
    selection = county.select()
    assert {one["rule"] for one in selection.statements} == {"other_amounts"}


def test_more_columns_are_kept_of_equal_rows(county):
    """The village lists what is planned; the township the same projects and what was paid for them."""
    header = [*LEDGER, "支出资金(元)"]
    county.desk().csv("镇.csv", ledger([*ROAD, "900"], [*BRIDGE, "1800"], header=header))
    area = "county: 儋州市\ntownship: 木棠镇\nvillage: 薛宅村\n"
    county.desk("薛宅村", area=area).csv("村.csv", ledger(ROAD, BRIDGE))
    selection = county.select()
    assert yuan(selection) == 3000
    assert sum(selection.column("fund_ledger", "paid_yuan")) == 2700


def test_equal_ledgers_whose_titles_state_other_years_both_count(county):
    desk = county.desk(period="2019")
    for year in (2018, 2019):
        rows = ledger([*ROAD[:2], *ROAD[3:]], header=[*LEDGER[:2], *LEDGER[3:]])
        desk.csv(f"{year}.csv", [[f"木棠镇{year}年资金台账"], *rows])
    assert yuan(county.select()) == 2000


def test_sheets_of_villages_beside_the_whole_list_count_once(county):
    """薛宅村's projects are on a sheet of their own, without a column for the village."""
    part = [[*row[:1], *row[2:]] for row in ledger(ROAD, BRIDGE)]
    county.desk().named_sheets("台账.xlsx", {"全部": ledger(ROAD, BRIDGE, WELL), "薛宅村": part})
    assert yuan(county.select()) == 3300


def test_totals_of_villages_that_report_themselves_count_once(county):
    """The township lists 3000 of 薛宅村 and 300 of 长岭村 in a row each, the villages one by one."""
    county.desk().csv("汇总.csv", [["行政村", "下达资金(元)", "资金年度", "项目名称"],
                                 ["薛宅村", "3000", "2018", "扶贫项目"], ["长岭村", "300", "2018", "扶贫项目"]])  # fmt: skip
    for village, rows in (
        ("薛宅村", (ROAD, BRIDGE)),
        ("长岭村", ([*WELL[:4], "100"], [*WELL[:3], "渠", "200"])),
    ):
        area = f"county: 儋州市\ntownship: 木棠镇\nvillage: {village}\n"
        county.desk(village, area=area).csv("台账.csv", ledger(*rows))
    assert yuan(county.select()) == 3300


def test_rounded_totals_of_villages_are_held_back(county):
    """薛宅村 30,400 and 长岭村 8,300 yuan in details; 30,000 and 10,000 in whole 万元 in the summary."""
    details = ([*ROAD[:4], "10400"], [*BRIDGE[:4], "20000"], [*WELL[:4], "8000"], [*WELL[:3], "渠", "300"])
    desk = county.desk()
    desk.csv("明细.csv", ledger(*details))
    desk.csv("汇总.csv", [["行政村", "下达资金(万元)", "资金年度", "项目名称"],
                        ["薛宅村", "3", "2018", "扶贫项目"], ["长岭村", "1", "2018", "扶贫项目"]])  # fmt: skip
    assert {one["rule"] for one in county.select().statements} == {"rounded_summary"}


@pytest.mark.parametrize(("area", "counts"), [("county: 儋州市", True), ("{}", False)])
def test_villages_of_one_name_that_no_township_and_county_tell_apart_are_held_back(county, area, counts):
    """Two units report projects of a 薛宅村; where one says of which county it is, these are two places."""
    rows = [[*row[1:]] for row in ledger(ROAD, BRIDGE)]
    county.desk("甲", area="{}\n").csv("台账.csv", rows[:2])
    county.desk("乙", area=f"{area}\n").csv("台账.csv", [rows[0], *rows[2:]])
    selection = county.select()
    assert [one["counts"] for one in selection.statements] == [counts, counts]
    if not counts:
        assert {one["rule"] for one in selection.statements} == {"unplaced_village"}


def test_ledger_in_the_folder_of_another_township_is_held_back_at_both(county):
    rows = [[*row[1:]] for row in ledger(ROAD, BRIDGE)]
    for township in ("木棠镇", "兰洋镇"):
        county.desk(township).csv("台账.csv", rows)
    selection = county.select()
    assert {one["rule"] for one in selection.statements} == {"same_cells_elsewhere"}
    assert any("兰洋镇/2018/delivery.yml" in one["reason_zh"] for one in selection.statements)


def test_what_a_statement_replaces_does_not_count_where_that_one_is_held_back(county):
    """The mended ledger lies at a neighbour's, too: neither it nor what it mended is what 木棠镇 says, 3300 or 3400."""
    mended = [[*row[1:]] for row in ledger(ROAD, BRIDGE, [*WELL[:4], "400"])]
    desk = county.desk("木棠镇")
    desk.csv("台账.csv", [[*row[1:]] for row in ledger(ROAD, BRIDGE, WELL)])
    desk.csv("台账(2).csv", mended)
    county.desk("兰洋镇").csv("台账二.csv", mended)
    selection = county.select()
    assert selection.statuses == {
        "台账.csv": "superseded",
        "台账(2).csv": "undecided",
        "台账二.csv": "undecided",
    }


def test_payouts_that_are_restated_do_not_count_where_the_later_lists_contradict_each_other(county):
    """300 in the first quarter's list, then 350 and 360 of the same day: none of the three is certain."""
    header = [*PAYOUTS, "发放日期"]
    county.desk(period="2018Q1").csv("一季度.csv", [header, payout(1, "300", "2018-03-20")])
    desk = county.desk(period="2018H1")
    for name, amount in (("甲.csv", "350"), ("乙.csv", "360")):
        desk.csv(name, [header, payout(1, amount, "2018-03-20"), payout(2, "200", "2018-06-20")])
    selection = county.select()
    assert set(selection.statuses.values()) == {"undecided"}
    [weaker] = [one for one in selection.statements if one["file"] == "一季度.csv"]
    assert weaker["rule"] == "beside_undecided" and "/2018H1/" in weaker["reason_zh"]


def test_a_copy_does_not_hide_that_a_later_list_is_short(county):
    """Two of five persons, sent twice, are less than half of them."""
    rows = [person(4 * n, 行政村="薛宅村") for n in range(1, 6)]
    county.desk(period="2017").csv("名单.csv", [PERSONS, *rows])
    desk = county.desk(period="2018")
    for name in ("名单.csv", "名单二.csv"):
        desk.csv(name, [PERSONS, *rows[:2]])
    assert [one["rule"] for one in county.select().statements if one["period"] == "2018"] == [
        "short_list"
    ] * 2


def test_townships_of_two_counties_may_have_the_same_ledger(county):
    rows = [[*row[1:]] for row in ledger(ROAD, BRIDGE, WELL)]
    for place in ("儋州市", "临高县"):
        county.desk(f"{place}东镇", area=f"county: {place}\ntownship: 东镇\n").csv("台账.csv", rows)
    assert yuan(county.select()) == 6600


def test_line_to_write_for_a_part_keeps_the_rest(county):
    """One of 薛宅村's two persons restated in a list of that village alone; the other village stays as it was."""
    rows = [person(n, 行政村=village, 户编号=f"46900300{n:05}") for village, n in
            (("薛宅村", 1), ("薛宅村", 2), ("长岭村", 5), ("长岭村", 6))]  # fmt: skip
    desk = county.desk()
    desk.csv("全镇.csv", [PERSONS, *rows])
    desk.csv(
        "薛宅村(更正).csv", [PERSONS, person(1, 行政村="薛宅村", 户编号="4690030000001", 脱贫年度="2016")]
    )
    selection = county.select()
    assert set(selection.statuses.values()) == {"undecided"}
    line = "sheets: [{file: 薛宅村(更正).csv, role: part, replaces: 全镇.csv}]"
    assert any(f"delivery.yml: {line}" in one["reason_zh"] for one in selection.statements)
    desk.write("delivery.yml", line)
    assert len(county.select().column("persons", "person_id")) == 3


def test_payout_with_its_day_counts_once_though_sent_twice(county):
    header = [*PAYOUTS, "发放日期"]
    first, second = payout(1, "300", "2018-03-20"), payout(2, "200", "2018-06-20")
    county.desk(period="2018Q1").csv("分红.csv", [header, first])
    county.desk(period="2018Q2").csv("分红.csv", [header, first, second])
    assert sum(county.select().column("dividend_payouts", "paid_yuan")) == 500


def test_list_of_the_year_contains_that_of_a_quarter(county):
    county.desk(period="2018Q2").csv("分红.csv", [PAYOUTS, payout(1, "300")])
    county.desk(period="2018").csv("分红.csv", [PAYOUTS, payout(1, "300"), payout(2, "200")])
    assert sum(county.select().column("dividend_payouts", "paid_yuan")) == 500


def test_payouts_of_last_year_that_are_listed_again_count_once(county):
    """In 2019 the list still has that of 2018, by its year: 300 and 200."""
    header = [*PAYOUTS, "分红年度"]
    county.desk(period="2018").csv("分红.csv", [header, payout(1, "300", "2018")])
    county.desk(period="2019").csv("分红.csv", [header, payout(1, "300", "2018"), payout(1, "200", "2019")])
    assert sum(county.select().column("dividend_payouts", "paid_yuan")) == 500


# -- units --------------------------------------------------------------------------------------------------------


def test_money_that_county_township_and_village_report_counts_once(county):
    county.desk("儋州市", area="county: 儋州市\n").csv("台账.csv", ledger(ROAD, BRIDGE, WELL))
    county.desk("木棠镇").csv("台账.csv", ledger(ROAD, BRIDGE, WELL))
    county.desk("薛宅村", area="county: 儋州市\ntownship: 木棠镇\nvillage: 薛宅村\n").csv(
        "台账.csv", ledger(ROAD, BRIDGE)
    )
    assert yuan(county.select()) == 3300


def test_units_that_contradict_each_other_are_held_back(county):
    county.desk("儋州市", area="county: 儋州市\n").csv("县.csv", ledger(ROAD, [*BRIDGE[:4], "9"]))
    county.desk("木棠镇").csv("镇.csv", ledger(ROAD, BRIDGE))
    assert county.select().statuses == {"县.csv": "undecided", "镇.csv": "undecided"}


def test_townships_do_not_meet(county):
    for unit in ("木棠镇", "那大镇"):
        county.desk(unit).csv("台账.csv", ledger([unit, "新村", "2018", "道路", "1000"]))
    assert yuan(county.select()) == 2000


# -- some objects of a list, held anew ----------------------------------------------------------------------------

REGISTER = [PERSONS, *(person(number, 脱贫属性="未脱贫", 脱贫年度="") for number in (1, 2, 3, 4, 5))]
"""Two households, of three and of two persons."""
MENDED_HOUSEHOLD = [PERSONS, person(1, 脱贫年度="2018"), person(2, 脱贫年度="2018")]
"""The first household without its third person."""


def test_a_correction_replaces_its_households_whole_and_no_other(county):
    """Two persons of the first household as they were mended, and two of the second: the third person is gone."""
    desk = county.desk()
    desk.csv("花名册.csv", REGISTER)
    desk.csv("更正.csv", MENDED_HOUSEHOLD)
    desk.write("delivery.yml", "sheets: [{file: 更正.csv, role: correction, replaces: 花名册.csv}]")
    selection = county.select()
    assert set(selection.statuses.values()) == {"counted"}
    exits = [(row["exit_year"], row["household_id"]) for row in selection.rows("persons")]
    assert sorted(year or 0 for year, _ in exits) == [0, 0, 2018, 2018]


def test_a_correction_of_a_later_month_leaves_the_other_households(county):
    county.desk(period="2018-03").csv("花名册.csv", REGISTER)
    december = county.desk(period="2018-12")
    december.csv("更正.csv", MENDED_HOUSEHOLD)
    december.write("delivery.yml", "sheets: [{file: 更正.csv, role: correction}]")
    registry = [row for row in county.select().registry if row["area_level"] == "village"]
    assert {row["poverty_status"]: row["persons"] for row in registry} == {"已脱贫": 2, "未脱贫": 2}


def test_a_correction_of_another_year_than_the_list_is_undecided(county):
    """By itself it would be all that 2019 has of the village."""
    county.desk(period="2018").csv("花名册.csv", REGISTER)
    later = county.desk(period="2019-06")
    later.csv("更正.csv", MENDED_HOUSEHOLD)
    later.write("delivery.yml", "sheets: [{file: 更正.csv, role: correction}]")
    selection = county.select()
    assert selection.statuses == {"花名册.csv": "counted", "更正.csv": "undecided"}
    assert {fault["rule"] for fault in selection.quarantine} == {"correction_without_list"}


POOR = [["薛宅村未脱贫户名单"], PERSONS, person(4, 脱贫属性="未脱贫", 脱贫年度="")]


@pytest.mark.parametrize("unit", ["木棠镇", "薛宅村"])
def test_a_list_of_the_poor_alone_never_replaces_the_register(county, unit):
    """A township and a village of it: of five persons the list of June has one."""
    county.desk(period="2018").csv("花名册.csv", REGISTER)
    area = "county: 儋州市\ntownship: 木棠镇\n" + ("village: 薛宅村\n" if unit == "薛宅村" else "")
    county.desk(unit, "2019-06", area).csv("名单.csv", POOR)
    selection = county.select()
    assert selection.statuses == {"花名册.csv": "counted", "名单.csv": "undecided"}
    assert {fault["rule"] for fault in selection.quarantine} == {"selected_list"}
    assert len(selection.rows("persons")) == 5


def test_a_part_by_its_title_updates_its_households_alone(county):
    county.desk(period="2018-03").csv("花名册.csv", REGISTER)
    december = county.desk(period="2018-12")
    december.csv("名单.csv", POOR)
    december.write("delivery.yml", "sheets: [{file: 名单.csv, role: part}]")
    selection = county.select()
    assert set(selection.statuses.values()) == {"counted"}
    assert len(selection.rows("persons")) == 4


def test_lists_of_the_poor_and_of_those_who_left_are_the_register(county):
    desk = county.desk()
    desk.csv("未脱贫户.csv", [PERSONS, person(1, 脱贫属性="未脱贫", 脱贫年度="")])
    desk.csv("脱贫户.csv", [PERSONS, person(4), person(8)])
    selection = county.select()
    assert set(selection.statuses.values()) == {"counted"}
    assert len(selection.rows("persons")) == 3


@pytest.mark.parametrize(("period", "status"), [("2019", "undecided"), ("2020", "counted")])
def test_a_list_of_those_who_left_is_the_whole_once_all_have(county, period, status):
    county.desk(period=period).csv("已脱贫户花名册.csv", [PERSONS, person(1), person(4)])
    assert county.select().statuses == {"已脱贫户花名册.csv": status}


@pytest.mark.parametrize(
    ("title", "years", "status"),
    [
        ("2020年脱贫户名单", ("2020", "2020"), "undecided"),
        ("2020年建档立卡脱贫户花名册", ("2020", "2017"), "counted"),
        ("建档立卡贫困户花名册(2020年)", ("2020", "2020"), "counted"),
    ],
)
def test_who_left_in_the_last_year_is_not_the_whole(county, title, years, status):
    rows = [person(4 * n, 脱贫年度=year) for n, year in enumerate(years, start=1)]
    county.desk(period="2020").csv("名单.csv", [[title], PERSONS, *rows])
    assert county.select().statuses == {"名单.csv": status}


def test_who_left_in_one_year_is_no_whole_with_the_poor(county):
    """Those who left before 2018 are on neither list."""
    desk = county.desk()
    desk.csv("未脱贫户.csv", [PERSONS, person(1, 脱贫属性="未脱贫", 脱贫年度="")])
    desk.csv("2018年脱贫户.csv", [PERSONS, person(4, 脱贫年度="2018"), person(8, 脱贫年度="2018")])
    assert set(county.select().statuses.values()) == {"undecided"}


# -- one sheet that sums up the others of its workbook ------------------------------------------------------------

BY_VILLAGE = [
    ["行政村", "资金年度", "项目个数", "下达资金(元)"],
    ["薛宅村", "2018", "2", "3000"],
    ["长岭村", "2018", "1", "300"],
]


def test_a_summary_of_several_sheets_is_a_control(county):
    """The sheets of two villages have 1000 + 2000 and 300."""
    sheets = {"汇总": BY_VILLAGE, "薛宅村": ledger(ROAD, BRIDGE), "长岭村": ledger(WELL)}
    county.desk().named_sheets("台账.xlsx", sheets)
    selection = county.select()
    assert selection.statuses == {
        "台账.xlsx·汇总": "control",
        "台账.xlsx·薛宅村": "counted",
        "台账.xlsx·长岭村": "counted",
    }
    assert yuan(selection) == 3300


BY_OFFICE = [
    ["责任单位", "资金年度", "项目数", "下达资金(元)"],
    ["交通办", "2018", "2", "3000"],
    ["水利办", "2018", "1", "300"],
]


def test_a_summary_by_office_of_two_files_beside_another_one_is_a_control(county):
    """The ledgers of two offices have 1000 + 2000 and 300, one of a third office, which the summary leaves out, 70."""
    desk = county.desk()
    desk.csv("各部门汇总.csv", BY_OFFICE)
    header = [*LEDGER, "责任单位"]
    desk.csv("甲.csv", ledger([*ROAD, "交通办"], [*BRIDGE, "交通办"], header=header))
    desk.csv("水利办.csv", ledger(WELL))
    desk.csv("林业办.csv", ledger([*WELL[:3], "茶园", "70"]))
    selection = county.select()
    assert [name for name, status in selection.statuses.items() if status != "counted"] == ["各部门汇总.csv"]
    assert selection.statuses["各部门汇总.csv"] == "control"
    assert yuan(selection) == 3370


def test_a_summary_that_no_sum_agrees_with_is_no_control(county):
    sheets = {
        "汇总": [*BY_VILLAGE[:2], [*BY_VILLAGE[2][:3], "301"]],
        "薛宅村": ledger(ROAD, BRIDGE),
        "长岭村": ledger(WELL),
    }
    county.desk().named_sheets("台账.xlsx", sheets)
    assert "control" not in [
        status for sheet, status in county.select().statuses.items() if sheet == "台账.xlsx·汇总"
    ]


def test_two_levels_with_other_amounts_of_a_village_both_count(county):
    """Alike in village and year alone: another project."""
    county.desk().csv("台账.csv", ledger(ROAD, WELL))
    village = county.desk("薛宅村", area="county: 儋州市\ntownship: 木棠镇\nvillage: 薛宅村\n")
    village.csv("村项目.csv", ledger([*ROAD[:3], "路灯", "50"]))
    assert yuan(county.select()) == 1350


# -- what titles and names say that statements are of ------------------------------------------------------------


@pytest.mark.parametrize("as_files", [True, False], ids=["files", "sheets"])
@pytest.mark.parametrize(("amounts", "status"), [((120, 90), "control"), ((120, 91), "undecided")])
def test_a_quarter_that_sums_up_its_months_is_a_control(county, as_files, amounts, status):
    """Two persons get 30 and 20, 40 and 30, 50 and 40 yuan in three months: 120 and 90, or nobody knows."""
    months = {
        f"{n}月": [PAYOUTS, payout(1, str(20 + 10 * n)), payout(2, str(10 + 10 * n))] for n in (1, 2, 3)
    }
    sheets = months | {"一季度": [PAYOUTS, payout(1, str(amounts[0])), payout(2, str(amounts[1]))]}
    desk = county.desk()
    if as_files:
        for name, rows in sheets.items():
            desk.csv(f"{name}.csv", rows)
    else:
        desk.named_sheets("分红.xlsx", sheets)
    selection = county.select()
    assert [one["status"] for one in selection.statements if "一季度" in one["file"] + one["sheet"]] == [
        status
    ]
    assert status == "undecided" or sum(selection.column("dividend_payouts", "paid_yuan")) == 210


@pytest.mark.parametrize(
    "names",
    [("第一批", "第二批"), ("中央财政专项资金", "省级财政专项资金")],
)
def test_equal_ledgers_of_two_batches_or_levels_both_count(county, names):
    for name in names:
        county.desk().csv(f"{name}.csv", ledger(ROAD, BRIDGE))
    assert yuan(county.select()) == 6000


def test_the_level_of_a_title_is_that_of_rows_without_one(county):
    header = ["行政村", "年度", "项目", "下达资金(元)"]
    county.desk().csv(
        "台账.csv", [["2018年省级财政专项扶贫资金台账"], header, ["薛宅村", "2018", "道路", "1000"]]
    )
    assert county.select().column("fund_ledger", "fund_level") == ["省级"]


PAID = ["乡镇", "行政村", "年度", "项目", "支付金额(元)"]


@pytest.mark.parametrize(("words", "paid"), [("当月", 60), ("累计", 30)])
def test_payments_of_single_months_add_up_and_those_of_the_year_so_far_do_not(county, words, paid):
    """10, 20 and 30 yuan for one road."""
    for month in (1, 2, 3):
        title = [f"2018年{month}月{words}资金支付情况表"]
        county.desk(period=f"2018-0{month}").csv("支付.csv", [title, PAID, [*ROAD[:4], f"{month}0"]])
    assert sum(county.select().column("fund_ledger", "paid_yuan")) == paid


def test_single_months_that_state_more_than_payments_are_held_back(county):
    """Nobody knows whether the plan of each month is a part or the whole."""
    header = [*PAID, "计划资金(元)"]
    for month in (1, 2):
        title = [f"2018年{month}月当月资金支付情况表"]
        county.desk(period=f"2018-0{month}").csv("支付.csv", [title, header, [*ROAD[:4], f"{month}0", "100"]])
    assert {*(one["status"] for one in county.select().statements)} == {"undecided"}


def test_equal_ledgers_of_two_months_in_one_folder_are_one_or_two_payments(county):
    rows = [PAID, [*ROAD[:4], "10"]]
    county.desk().named_sheets("扶贫资金支付.xlsx", {"3月": rows, "6月": rows})
    selection = county.select()
    assert {one["rule"] for one in selection.statements if not one["counts"]} == {"equal_by_other_names"}
    assert {*selection.statuses.values()} == {"undecided"}


def test_a_county_s_sums_of_townships_count_but_for_those_that_a_list_details(county):
    """1230 + 410 = 1640 yuan of 木棠镇 are listed by household, those of 那大镇 only by the county."""
    household = ["村", "户主", "保障人数", "发放金额（元）"]
    rows = ["薛宅村", "王甲一", "2", "1230"], ["长岭村", "李乙二", "1", "410"]
    county.desk(period="2023-05").csv("低保.csv", [["木棠镇2023年5月农村低保金发放花名册"], household, *rows])
    sums = (
        ["乡镇", "户数", "人数", "发放金额（元）"],
        ["木棠镇", "2", "3", "1640"],
        ["那大镇", "10", "21", "8400"],
    )
    desk = county.desk("儋州市民政局", "2023-05", area="county: 儋州市\n")
    desk.csv("低保汇总.csv", [["儋州市2023年5月农村低保金发放汇总表"], *sums])
    found = {sheet["file"]: (sheet["accepted"], sheet["superseded"]) for sheet in county.select().sheets}
    assert found == {"低保.csv": (2, 0), "低保汇总.csv": (1, 1)}
