"""Each row of a sheet is accounted for once."""

from tests.support.desk import LEDGER, PERSONS, person
from tests.support.ledgers import ROAD


def test_only_cells_of_accepted_rows_are_counted_as_set_aside(desk):
    bad = person(2, 与户主关系="不明")
    desk.csv("名单.csv", [PERSONS, person(1, 与户主关系="不明"), bad, person(2, 户编号="469003099999")])
    sheet = desk.clean().sheet
    assert (sheet["accepted"], sheet["quarantined"], sheet["cells_set_aside"]) == (1, 2, 1)


def test_names_of_places_are_compared_with_the_units_own_list(desk):
    """The list of villages is read first, whatever its name: 薛斋 is not on it, and one letter from 薛宅, which is."""
    desk.csv("一.csv", [LEDGER, ROAD, [*ROAD[:1], "薛斋村", *ROAD[2:]]])
    desk.csv("二.csv", [["行政村", "是否贫困村", "总户数", "总人口数"], ["薛宅村", "否", "9", "30"]])
    outcome = desk.clean()
    assert outcome.column("fund_ledger", "village") == ["薛宅村"]
    assert [(fault["file"], fault["row"], fault["header"]) for fault in outcome.faults] == [
        ("一.csv", 3, "行政村")
    ]


def test_a_duplicate_row_is_superseded_by_the_first(desk):
    desk.csv("表.csv", [PERSONS, person(1), person(1)])
    sheet = desk.clean().sheet
    assert (sheet["rows_read"], sheet["accepted"], sheet["superseded"], sheet["non_data"]) == (3, 1, 1, 1)


def test_a_ledger_by_levels_and_one_without_are_pieces_of_one_register(desk):
    """道路 has a plan of 60 of 中央 and 30 of 省级, of which 80 are allocated on the whole; ROAD has 1000."""
    split = [
        ["乡镇", "行政村", "年度", "项目名称", "计划资金(元)", "", "下达资金(元)"],
        ["", "", "", "", "中央", "省级", ""],
        ["木棠镇", "薛宅村", "2018", "道路二期", "60", "30", "80"],
    ]
    desk.csv("级次.csv", split)
    desk.csv("台账.csv", [LEDGER, ROAD])
    assert sorted(desk.clean().column("fund_ledger", "allocated_yuan")) == [80, 1000]
