"""A sheet without a column of villages or partners is of the one that its title or name states."""

import pytest

from tests.support.desk import PERSONS, person

LEDGER = ["项目名称", "资金级次", "计划资金(元)"]
ROWS = [LEDGER, ["道路", "中央", "1000"], ["水渠", "县级", "500"]]
PAYOUTS = [["行政村", "户主姓名", "发放金额(元)"], ["薛宅村", "某甲", "300"]]


def villages(desk, file, *titles, rows=ROWS):
    desk.xlsx(file, [*([title] for title in titles), *rows])
    outcome = desk.clean()
    return {row["village"] for row in outcome.rows("fund_ledger")}, outcome.marks


@pytest.mark.parametrize(
    ("file", "title", "village"),
    [
        ("台账.xlsx", "薛宅村2018年项目资金台账", "薛宅村"),
        ("台账.xlsx", "2018年木棠镇薛宅村委会(项目资金台账)", "薛宅村"),
        ("台账.xlsx", "填报单位:薛宅村", "薛宅村"),
        ("薛宅村.xlsx", "项目资金台账", "薛宅村"),
        ("台账.xlsx", "长岭村产业道路项目台账", "长岭村"),
        ("长岭.xlsx", "项目资金台账", "长岭村"),
        ("长岭旧村.xlsx", "项目资金台账", "长岭村"),
        ("台账.xlsx", "薛宅村产业道路项目台账", None),
        ("台账.xlsx", "长岭村、薛宅村项目台账", None),
        ("台账.xlsx", "长岭村和薛宅村2018年项目台账", None),
        ("乡村.xlsx", "项目资金台账", None),
        ("台账.xlsx", "15个贫困村2018年项目台账", None),
        ("台账.xlsx", "木棠镇2018年项目资金台账", None),
    ],
)
def test_rows_are_of_the_village_that_the_words_begin_with(desk, file, title, village):
    desk.write(
        "../../places.yml",
        "- {county: 儋州市, township: 木棠镇, village: 长岭村, formerly: [{name: 长岭旧村}]}\n",
    )
    assert villages(desk, file, title) == ({village}, [])


def test_a_column_of_villages_holds_against_words(desk):
    rows = [["行政村", *LEDGER], ["薛宅村", "道路", "中央", "1000"]]
    assert villages(desk, "台账.xlsx", "长岭村2018年项目台账", rows=rows) == ({"薛宅村"}, [])


def test_words_that_contradict_each_other_are_held_back(desk):
    found, marks = villages(desk, "台账.xlsx", "薛宅村2018年台账", "填报单位:长岭村")
    assert (found, marks) == (set(), [(None, "several_values")])


def test_words_that_contradict_the_unit_are_held_back(desk):
    desk.write("../unit.yml", "county: 儋州市\ntownship: 木棠镇\nvillage: 薛宅村\n")
    assert villages(desk, "台账.xlsx", "长岭村2018年台账") == (set(), [(None, "several_values")])


def test_the_notes_decide_what_words_contradict(desk):
    desk.write("delivery.yml", "defaults: {village: 薛宅村}\n")
    assert villages(desk, "台账.xlsx", "薛宅村2018年台账", "填报单位:长岭村") == ({"薛宅村"}, [])


def test_a_township_of_a_county_is_taken_where_it_is_known(desk):
    desk.write("../unit.yml", "county: 儋州市\n")
    desk.write("../../places.yml", "- {county: 儋州市, township: 东成镇}\n")
    desk.xlsx("台账.xlsx", [["东成镇薛宅村2018年台账"], *ROWS])
    desk.xlsx("另.xlsx", [["西成镇薛宅村2018年台账"], *ROWS])
    places = {(row["file"], row["township"], row["village"]) for row in desk.clean().rows("fund_ledger")}
    assert places == {("台账.xlsx", "东成镇", "薛宅村"), ("另.xlsx", None, None)}


def test_persons_are_of_the_village_that_their_sheet_is_named_for(desk):
    header = [title for title in PERSONS if title != "行政村"]
    cells = [cell for title, cell in zip(PERSONS, person(1), strict=True) if title != "行政村"]
    desk.csv("薛宅村.csv", [header, cells])
    assert [row["village"] for row in desk.clean().rows("persons")] == ["薛宅村"]


@pytest.mark.parametrize(
    ("title", "partner"),
    [
        ("惠民养殖专业合作社2018年度分红发放表", "惠民养殖专业合作社"),
        ("木棠镇2018年惠民合作社分红花名册", "惠民合作社"),
        ("木棠镇惠民果业有限公司分红发放表", "木棠镇惠民果业有限公司"),
        ("各合作社2018年分红发放表", None),
        ("木棠镇合作社2018年分红发放表", None),
        ("惠民合作社和东方公司2018年分红发放表", None),
        ("2018年分红发放表", None),
    ],
)
def test_payouts_are_of_the_partner_that_their_title_begins_with(desk, title, partner):
    desk.xlsx("分红.xlsx", [[title], *PAYOUTS])
    outcome = desk.clean()
    assert [row["partner"] for row in outcome.rows("dividend_payouts")] == [partner]
    told = [finding["message_zh"] for finding in outcome.findings if finding["rule"] == "value_from_words"]
    assert [partner in text for text in told] == ([True] if partner else [])


def test_a_short_name_is_of_the_partner_that_the_title_names_in_full(desk):
    desk.xlsx("分红.xlsx", [["惠民养殖专业合作社2018年分红"], ["惠民合作社"], *PAYOUTS])
    assert [row["partner"] for row in desk.clean().rows("dividend_payouts")] == ["惠民养殖专业合作社"]
