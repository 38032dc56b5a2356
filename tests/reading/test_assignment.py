"""Labels of a header are assigned to the columns of a register by their words alone."""

import pytest

from tests.support.desk import PERSONS, Desk, person
from tests.support.ledgers import amounts
from tests.support.statements import match_of


@pytest.mark.parametrize("headers", [("总投资(元)", "计划资金(元)"), ("计划资金(元)", "总投资(元)")])
def test_a_total_investment_does_not_take_the_place_of_planned_money(tmp_path, headers):
    match = match_of(tmp_path, ["项目名称", "行政村", *headers], ["路", "甲村", "2", "1"])
    assert match.columns["planned_yuan"] == 3 + headers.index("计划资金(元)")
    assert [(one.label, one.is_repeated) for one in match.unmapped] == [("总投资", False)]


@pytest.mark.parametrize(
    ("header", "yuan"),
    [
        (["计划资金(元)", "分配金额(万元)"], (30000, 40000)),
        (["资金文号", "分配资金(万元)"], (None, 40000)),
        (["下达资金(元)", "分配金额(元)"], (None, 3)),
        (["支出资金(元)", "分配金额(元)"], (None, None)),
    ],
)
def test_what_is_allocated_is_so_beside_a_plan_or_a_document(tmp_path, header, yuan):
    """By itself it may as well be the plan, and beside 下达资金 it is something else."""
    desk = Desk(tmp_path)
    first = "30000" if header[0] == "计划资金(元)" else "3"
    desk.csv("账.csv", [["行政村", "项目名称", *header], ["薛宅村", "路", first, "4"]])
    assert amounts(desk.clean(), "planned_yuan", "allocated_yuan") == [yuan]


@pytest.mark.parametrize("headers", [["会议名称", "会议类型"], ["会议类型", "会议名称"]])
def test_the_title_of_a_column_comes_before_another_of_its_headers(tmp_path, headers):
    match = match_of(
        tmp_path, ["2018年会议台账"], ["会议时间", *headers, "参会人数"], ["2018-01-06", "甲", "乙", "25"]
    )
    assert match.register.name == "meetings"
    assert match.columns["meeting_kind"] == 2 + headers.index("会议类型")
    [repeated] = [header for header in match.unmapped if header.is_repeated]
    assert repeated.notice(match.register).zh.startswith("列“会议名称”没有读取")


def test_a_number_of_villages_is_no_name_of_one(tmp_path):
    header = ["乡镇", "行政村（个）", "社区（个）", "村民小组（个）", "总户数（户）", "总人口（人）"]
    match = match_of(tmp_path, ["青石镇基本情况统计表"], header, ["青石镇", "9", "1", "70", "4100", "15800"])
    assert match.register.name == "township_profiles"
    counts = {"village_committees": 2, "communities": 3, "villager_groups": 4, "total_households": 5}
    assert match.columns == {"township": 1, "total_persons": 6} | counts


def test_those_who_moved_in_stand_beside_those_who_are_to(tmp_path):
    header = ["安置点名称", "入住户数", "计划安置户数", "计划安置人数", "已入住人数"]
    match = match_of(
        tmp_path, ["青石镇易地扶贫搬迁集中安置点情况表"], header, ["东园", "18", "20", "81", "70"]
    )
    columns = {"resettled_households": 2, "households": 3, "persons": 4, "resettled_persons": 5}
    assert match.columns == {"resettlement_site": 1} | columns


def test_all_who_are_monitored_stand_beside_those_still_at_risk(tmp_path):
    """Those of the month are not all."""
    header = ["村", "监测对象类别", "本月新增", "", "累计", "", "未消除", ""]
    below = ["", "", *(["户", "人"] * 3)]
    row = ["甲村", "边缘易致贫户", "1", "3", "6", "20", "2", "7"]
    merged = [(2, 3, 2, 4), (2, 5, 2, 6), (2, 7, 2, 8)]
    match = match_of(tmp_path, ["青石镇防返贫监测对象统计表"], header, below, row, merged=merged)
    assert match.register.name == "monitoring_counts"
    columns = {
        "households": 5,
        "persons": 6,
        "risk_not_eliminated_households": 7,
        "risk_not_eliminated_persons": 8,
    }
    assert match.columns == {"village": 1, "monitored_type": 2} | columns


def test_the_way_of_an_inspection_is_its_kind_where_nothing_else_states_it(tmp_path):
    title, row = ["青石镇督查台账"], ["2018-03-01", "暗访", "县督查组", "12", "3"]
    header = ["督查日期", "督查方式", "督查单位", "督查户数", "发现问题数"]
    assert match_of(tmp_path, title, header, row).columns["inspection_kind"] == 2


def test_the_year_beside_a_dividend_is_that_of_the_payout(tmp_path):
    header = ["所在村", "户主", "身份证号", "入股资金(元)", "年度", "分红(元)"]
    match = match_of(
        tmp_path, ["某镇光伏扶贫分红台账"], header, ["甲村", "王甲一", "", "10000", "2018", "500"]
    )
    assert match.register.name == "dividend_payouts"
    assert {"village": 1, "payout_year": 5, "paid_yuan": 6}.items() <= match.columns.items()


def test_an_amount_for_each_mu_is_not_that_of_the_whole(tmp_path):
    header = ["村", "户主", "流转面积(亩)", "租金(元/亩/年)", "流入方"]
    match = match_of(tmp_path, ["木棠镇土地流转台账"], header, ["甲村", "王甲一", "3.5", "600", "某公司"])
    assert match.columns["rent_standard_yuan"] == 4
    assert "annual_rent_yuan" not in match.columns


@pytest.mark.parametrize(
    ("headers", "column"), [(["参保人数", "其中：代缴人数"], 3), (["参保人数", "参保率"], 2)]
)
def test_whose_premium_is_paid_comes_before_who_is_insured(tmp_path, headers, column):
    title = ["某镇2024年城乡居民医保代缴发放表"]
    match = match_of(tmp_path, title, ["村", *headers, "代缴金额（元）"], ["甲村", "210", "40", "6000"])
    assert match.register.name == "benefit_payments"
    assert match.columns["beneficiary_persons"] == column


@pytest.mark.parametrize(
    ("headers", "column"), [(["整改进展", "是否销号"], 3), (["完成时限", "是否销号"], 4)]
)
def test_how_far_an_issue_is_comes_before_whether_it_is_closed(tmp_path, headers, column):
    """That it is not closed does not say that it is one for the long term."""
    header = ["问题来源", "反馈问题", *headers]
    match = match_of(tmp_path, ["某镇问题整改台账"], header, ["省考核", "档案不全", "长期坚持", "否"])
    assert match.register.name == "rectification_items"
    assert match.columns["issue_status"] == column


def test_who_was_paid_for_is_counted_and_not_who_was_to_be(tmp_path):
    """A standard of a year is none of the month, by which the dues are."""
    header = ["行政村", "应代缴人数", "实代缴人数", "代缴标准(元/人)", "代缴金额(元)"]
    desk = Desk(tmp_path)
    desk.csv("表.csv", [["木棠镇2018年城乡居民养老保险费代缴统计表"], header, ["薛宅村", 20, 18, 100, 1800]])
    outcome = desk.clean()
    columns = ("beneficiary_persons", "standard_yuan", "paid_yuan")
    assert amounts(outcome, *columns, register="benefit_payments") == [(18, 100, 1800)]
    assert not [
        one for one in outcome.findings if "应代缴人数" in one["message_zh"] and "可能" in one["message_zh"]
    ]


@pytest.mark.parametrize(
    ("header", "row", "paid"),
    [
        (["年补助标准(元)", "本学期补助金额(元)"], [3000, 1500], 1500),
        (["月补助标准(元)", "补助月数", "全年补助金额(元)"], [100, 7, 700], 700),
        (["补助金额(元)"], [1500], 1500),
        (["补助标准(元)", "实际补助金额(元)"], [3000, 1500], 1500),
    ],
)
def test_what_is_paid_may_be_named_with_its_time(tmp_path, header, row, paid):
    desk = Desk(tmp_path)
    desk.csv("表.csv", [["雨露计划补助花名册"], ["行政村", "姓名", *header], ["薛宅村", "王甲一", *row]])
    assert amounts(desk.clean(), "paid_yuan", register="benefit_payments") == [(paid,)]


@pytest.mark.parametrize(("more", "paid"), [([], 50000), ([24000], 24000)])
def test_the_whole_of_dividends_is_what_was_paid_where_nothing_else_is(tmp_path, more, paid):
    header = ["村", "合作方", "分红总额(元)", *["分红金额(元)" for _ in more]]
    desk = Desk(tmp_path)
    desk.csv("表.csv", [["木棠镇2018年分红发放表"], header, ["薛宅村", "某合作社", 50000, *more]])
    assert amounts(desk.clean(), "paid_yuan", register="dividend_payouts") == [(paid,)]


def test_the_plan_of_this_year_is_no_whole_with_what_was_carried_over(tmp_path):
    header = ["行政村", "项目名称", "上年结转(万元)", "本年安排(万元)", "资金合计(万元)"]
    desk = Desk(tmp_path)
    desk.csv("表.csv", [header, ["薛宅村", "路", 5, 20, 25], ["薛宅村", "桥", 0, 30, 30]])
    found = amounts(desk.clean(), "planned_yuan", "carried_over_yuan")
    assert found == [(200000, 50000), (300000, 0)]


def test_counts_of_this_month_are_read_beside_those_of_the_last(tmp_path):
    """Of the month 21 households, 46 persons and 14500; of the last 20 and 45."""
    header = ["村", "上月户数", "上月人数", "本月户数", "本月人数", "本月发放金额（元）"]
    desk = Desk(tmp_path)
    desk.csv("表.csv", [["木棠镇2018年8月农村低保发放情况"], header, ["薛宅村", 20, 45, 21, 46, 14500]])
    columns = ("beneficiary_households", "beneficiary_persons", "paid_yuan")
    assert amounts(desk.clean(), *columns, register="benefit_payments") == [(21, 46, 14500)]


def test_the_rate_behind_the_name_of_an_amount_is_no_part_of_it(tmp_path):
    """2.5 mu at 80 yuan are 200 yuan."""
    header = ["村", "户主姓名", "身份证号", "补贴面积（亩）", "补贴金额（标准80.00元/亩）"]
    desk = Desk(tmp_path)
    desk.csv("表.csv", [["木棠镇2018年耕地地力保护补贴发放清册"], header, ["薛宅村", "王甲一", "", 2.5, 200]])
    outcome = desk.clean()
    assert amounts(outcome, "paid_yuan", register="benefit_payments") == [(200,)]
    assert outcome.marks == []


def test_income_of_a_power_station_needs_no_other_name(tmp_path):
    """Of 80000 the township has 32000 and the village 48000."""
    header = ["村", "装机容量（kW）", "收益合计（元）", "乡镇统筹40%（元）", "村级60%（元）"]
    desk = Desk(tmp_path)
    station = ["薛宅村", 100, 80000, 32000, 48000]
    desk.csv("表.csv", [["木棠镇2018年村级光伏电站收益结转台账"], header, station])
    columns = ("income_yuan", "township_share_yuan", "village_share_yuan")
    assert amounts(desk.clean(), *columns, register="collective_incomes") == [(80000, 32000, 48000)]


def test_who_has_a_day_of_moving_in_has_moved_in(tmp_path):
    header = ["村", "户主", "家庭人口", "安置方式", "安置点名称", "搬迁入住时间", "旧房拆除时间"]
    homes: list[list[object]] = [["薛宅村", "王甲一", 5, "集中安置", "南园", "2018年12月", ""]]
    homes += [["薛宅村", "王乙一", 3, "分散安置", "", "未入住", ""]]
    desk = Desk(tmp_path)
    desk.csv("表.csv", [["木棠镇易地扶贫搬迁户信息表"], [*header], *homes])
    outcome = desk.clean()
    assert outcome.column("relocations", "is_moved_in") == [True, False]
    assert outcome.marks == []


def test_where_one_works_may_stand_in_a_column_for_each_level(tmp_path):
    """In the own county, elsewhere in the own prefecture, and where nobody can tell how far that is."""
    header = ["村", "姓名", "务工所在省", "务工所在市", "务工所在县", "务工单位"]
    places = [
        ["北省", "云江市", "儋州市"],
        ["北省", "云江市", "平川县"],
        ["东省", "南海市", "某县"],
        ["", "", ""],
    ]
    desk = Desk(tmp_path)
    desk.write("../unit.yml", "county: 儋州市\ntownship: 木棠镇\nprefecture: 云江市\n")
    rows = [["薛宅村", f"王{n}", *place, "厂"] for n, place in enumerate(places)]
    desk.csv("表.csv", [["木棠镇外出务工台账"], header, *rows])
    outcome = desk.clean()
    assert outcome.column("workers", "work_region") == ["县内", "市内县外", "未识别", None]
    assert outcome.marks == [("C5", "unknown_term")]


def test_relations_in_codes_of_the_national_system_are_read(tmp_path):
    desk = Desk(tmp_path)
    people = [person(number, 与户主关系=code) for number, code in enumerate(["01", "02", "03", "99"])]
    desk.csv("建档立卡贫困人口花名册.csv", [PERSONS, *people])
    assert desk.clean().column("persons", "relation") == ["户主", "配偶", "之子", "其他"]
