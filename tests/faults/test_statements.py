"""Each rule by which a whole statement does not count is broken by deliveries that break it, and reported by its name."""

import pytest

from tests.support.desk import PERSONS, ledger, person

ROAD = ["木棠镇", "薛宅村", "2018", "道路", "1000"]
BRIDGE = ["木棠镇", "薛宅村", "2018", "桥", "2000"]
WELL = ["木棠镇", "长岭村", "2018", "井", "300"]
MENDED = [*BRIDGE[:4], "2500"]
SUMMARY = [["乡镇", "行政村", "年度", "责任单位", "下达资金(元)"]]
SUMMARY += [["木棠镇", "薛宅村", "2018", "镇政府", "3000"], ["木棠镇", "长岭村", "2018", "镇政府", "300"]]

BY_CATEGORY = [
    ["行政村", "年度", "项目类别", "计划资金(元)"],
    ["薛宅村", "2018", "产业", "5"],
    ["长岭村", "2018", "产业", "6"],
]

WITH_UNREAD = [*ledger()[0], "群众自筹资金(元)"]

PAIRS = {
    "identical_statement": (ledger(ROAD, BRIDGE), ledger(BRIDGE, ROAD), "甲.csv", "甲 - 副本.csv", ""),
    "contained_statement": (ledger(ROAD, BRIDGE), ledger(ROAD), "台账.csv", "产业.csv", ""),
    "equal_by_other_names": (ledger(ROAD, BRIDGE), ledger(BRIDGE, ROAD), "交通局.csv", "水利局.csv", ""),
    "summary_with_objects": (
        ledger(ROAD, BRIDGE, WELL),
        ledger([*ROAD[:3], "公厕", "3000"], [*WELL[:3], "路灯", "300"]),
        "甲.csv",
        "乙.csv",
        "",
    ),
    "replaced_by_version": (ledger(ROAD, BRIDGE), ledger(ROAD, MENDED), "台账.csv", "台账(2).csv", ""),
    "replaced_by_later_day": (
        ledger(ROAD, BRIDGE),
        ledger(ROAD, MENDED),
        "台账2018-06-30导出.csv",
        "台账2018-12-31导出.csv",
        "",
    ),
    "contradicting_statement": (ledger(ROAD, BRIDGE), ledger(ROAD, MENDED), "甲.csv", "乙.csv", ""),
    "incomparable_statement": (
        BY_CATEGORY,
        [*BY_CATEGORY[:-1], [*BY_CATEGORY[-1][:3], "7"]],
        "甲.csv",
        "乙.csv",
        "",
    ),
    "unread_cells": (
        ledger([*ROAD, "10"], [*BRIDGE, "0"], header=WITH_UNREAD),
        ledger([*ROAD, "30"], [*BRIDGE, "20"], header=WITH_UNREAD),
        "甲.csv",
        "乙.csv",
        "",
    ),
    "summary_of_statement": (ledger(ROAD, BRIDGE, WELL), SUMMARY, "明细.csv", "汇总.csv", ""),
    "stated_replaced": (
        ledger(ROAD, BRIDGE),
        ledger(ROAD, MENDED),
        "甲.csv",
        "乙.csv",
        "{file: 甲.csv, replaces: 乙.csv}",
    ),
    "stated_not_to_count": (
        ledger(ROAD, BRIDGE),
        ledger(WELL),
        "甲.csv",
        "乙.csv",
        "{file: 乙.csv, counts: false}",
    ),
}


@pytest.mark.parametrize("rule", PAIRS)
def test_two_statements_of_one_day(county, rule):
    one, other, name, other_name, stated = PAIRS[rule]
    desk = county.desk()
    desk.csv(name, one)
    desk.csv(other_name, other)
    if stated:
        desk.write("delivery.yml", f"sheets: [{stated}]")
    reported = {statement["rule"] for statement in county.select().statements if not statement["counts"]}
    assert reported == {rule}


def test_a_later_ledger_of_the_year(county):
    county.desk(period="2018-03").csv("台账.csv", ledger(ROAD, [*BRIDGE[:4], "1"]))
    county.desk(period="2018-09").csv("台账.csv", ledger(ROAD, BRIDGE))
    reported = {statement["rule"] for statement in county.select().statements if not statement["counts"]}
    assert reported == {"replaced_by_later_ledger"}


def test_one_project_under_two_names_from_two_levels(county):
    county.desk().csv("台账.csv", ledger(ROAD, WELL))
    village = county.desk("薛宅村", area="county: 儋州市\ntownship: 木棠镇\nvillage: 薛宅村\n")
    village.csv("村项目.csv", ledger([*ROAD[:3], "道路硬化工程", "1000"]))
    reported = {statement["rule"] for statement in county.select().statements if not statement["counts"]}
    assert reported == {"alike_rows"}


@pytest.mark.parametrize(
    ("period", "rules"),
    [("2018", {"title_of_other_year"}), ("2020", set()), ("2021", {"title_of_other_year"})],
)
def test_a_list_of_persons_of_another_year_than_its_folder(county, period, rules):
    county.desk(period=period).csv("名单.csv", [["2020年建档立卡贫困人口花名册"], PERSONS, person(1)])
    reported = {statement["rule"] for statement in county.select().statements if not statement["counts"]}
    assert reported == rules
