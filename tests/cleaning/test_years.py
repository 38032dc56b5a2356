"""The year of a row that its own cells do not state: of the heading above it, or not certain."""

import pytest

FORM = ["序号", "行政村", "项目名称", "资金级次", "项目类别", "计划资金(万元)"]
LAMPS = ["1", "高坪村", "路灯", "省级", "基础设施", "20"]
ROAD = ["1", "石桥村", "道路", "中央", "基础设施", "60"]
BARN = ["2", "柳林村", "羊圈", "中央", "产业", "40"]


def years(desk, *rows, header=FORM):
    """What became of the rows, and the year of each that counts."""
    desk.csv("表.csv", [header, *rows])
    outcome = desk.clean()
    return outcome, outcome.column("fund_ledger", "year")


@pytest.mark.parametrize(
    ("carried", "new"),
    [
        (["一", "2017年结转项目", "", "", "", "20"], ["二", "2018年新建项目", "", "", "", "100"]),
        (["一、2017年结转项目", "", "", "", "", ""], ["二、新建项目", "", "", "", "", ""]),
        (["", "", "一、二〇一七年结转项目", "", "", "20"], ["", "", "二、新建项目", "", "", "100"]),
        (["2017年度结转项目", "", "", "", "", ""], ["2018年度新建项目", "", "", "", "", ""]),
    ],
)
def test_a_heading_states_the_year_of_the_rows_below_it(desk, carried, new):
    outcome, found = years(desk, carried, LAMPS, new, ROAD, BARN)
    assert [year or 2018 for year in found] == [2017, 2018, 2018]
    assert outcome.faults == []
    assert [finding["rows"] for finding in outcome.findings if finding["rule"] == "year_from_headings"]


def test_headings_of_a_lower_level_leave_the_year(desk):
    section = ["一、2017年结转项目", "", "", "", "", ""]
    _, found = years(desk, section, ["(一)产业", *[""] * 5], BARN, ["(二)道路", *[""] * 5], ROAD)
    assert found == [2017, 2017]


def test_rows_below_a_heading_of_several_years_are_held_back(desk):
    section = ["一、2016-2017年结转项目", "", "", "", "", ""]
    outcome, found = years(desk, section, LAMPS, ["二、新建项目", *[""] * 5], ROAD, BARN)
    assert len(found) == 2
    assert outcome.marks == [(None, "unclear_year")]


def test_rows_below_an_unnumbered_heading_that_may_end_the_year_are_held_back(desk):
    section = ["2017年结转项目", "", "", "", "", ""]
    outcome, found = years(desk, section, LAMPS, ["新建项目", *[""] * 5], ROAD, BARN)
    assert found == [2017]
    assert [rule for _, rule in outcome.marks] == ["unclear_year"] * 2


def test_headings_may_follow_one_of_the_year_that_counts_anyway(desk):
    outcome, found = years(desk, ["石桥村2018年项目", *[""] * 5], ROAD, ["柳林村", *[""] * 5], BARN)
    assert [year or 2018 for year in found] == [2018, 2018]
    assert outcome.faults == []


def test_payouts_on_days_of_another_year_than_the_folder_are_held_back(desk):
    """Nothing else says whether the one of 2017 was for 2017 or 2018."""
    header = ["行政村", "户编号", "合作社", "发放日期", "分红金额(元)"]
    payouts = [["薛宅村", f"4690030000{n}", "养鸡合作社", day, "300"] for n, day in
               enumerate(("2018-03-01", "2017-12-20"))]  # fmt: skip
    desk.csv("分红.csv", [header, *payouts])
    outcome = desk.clean()
    assert [row["payout_on"].year for row in outcome.rows("dividend_payouts")] == [2018]
    assert [rule for _, rule in outcome.marks] == ["day_of_another_year"]


def test_a_year_of_another_event_in_a_heading_is_none_of_the_money(desk):
    outcome, found = years(desk, ["一、2017年脱贫村项目", *[""] * 5], ROAD, BARN)
    assert found == [None, None]
    assert outcome.faults == []


def test_a_year_of_implementation_is_the_year_where_no_other_is_stated(desk):
    header = [*FORM, "实施年度"]
    outcome, found = years(desk, [*ROAD, "2018年"], [*BARN, "2019年"], [*LAMPS, "2018-2019"], header=header)
    assert found == [2018, 2019]
    assert [rule for _, rule in outcome.marks] == ["range_value"]


def test_rows_that_name_another_year_in_a_column_that_is_not_read_are_held_back(desk):
    outcome, found = years(desk, [*ROAD, "2018"], [*BARN, "2019"], [*LAMPS, ""], header=[*FORM, "入库年份"])
    assert len(found) == 2
    assert outcome.marks == [(None, "another_year")]


def test_a_year_of_completion_is_not_the_year_of_the_money(desk):
    outcome, found = years(desk, [*ROAD, "2018"], [*BARN, "2019"], header=[*FORM, "完工年度"])
    assert len(found) == 2
    assert outcome.faults == []


def test_payouts_of_another_year_than_the_period_are_held_back(desk):
    header = ["行政村", "合作企业", "所属年度", "发放金额(元)", "发放日期"]
    rows = [["前湾村", "甲社", "2018", "300", "2018-05-06"], ["后岭村", "甲社", "2017", "200", "2018-05-06"]]
    desk.csv("分红发放.csv", [header, *rows])
    outcome = desk.clean()
    assert outcome.column("dividend_payouts", "paid_yuan") == [300]
    assert outcome.marks == [(None, "another_year")]


SCHOOL = ["村", "学生姓名", "身份证号", "学校", "学期", "补助金额"]


def pupils(*semesters):
    return [
        ["薛宅村", "王甲", "", "某职业学校", semester, 1500 + number]
        for number, semester in enumerate(semesters)
    ]


def test_a_term_of_a_school_year_states_the_year_of_its_row(desk):
    """A school year is of two, and each row says of which."""
    rows = pupils("2018年秋季", "2019年春季")
    desk.csv("雨露.csv", [["木棠镇2018—2019学年雨露计划补助发放表（元）"], SCHOOL, *rows])
    outcome = desk.clean()
    paid = [
        (row["payment_year"], row["semester"], row["paid_yuan"]) for row in outcome.rows("benefit_payments")
    ]
    assert (paid, outcome.faults) == ([(2018, "秋季", 1500), (2019, "春季", 1501)], [])


def test_a_row_without_the_year_that_others_state_is_held_back(desk):
    desk.csv(
        "雨露.csv", [["木棠镇2018—2019学年雨露计划补助发放表（元）"], SCHOOL, *pupils("2018年秋季", "春季")]
    )
    outcome = desk.clean()
    assert outcome.column("benefit_payments", "payment_year") == [2018]
    assert outcome.marks == [(None, "unclear_year")]


def test_a_school_year_without_years_in_its_rows_holds_the_sheet(desk):
    desk.csv("雨露.csv", [["木棠镇2018—2019学年雨露计划补助发放表（元）"], SCHOOL, *pupils("秋季", "春季")])
    assert [fault["rule"] for fault in desk.clean().faults] == ["several_years"]
