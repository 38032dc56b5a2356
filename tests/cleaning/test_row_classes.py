"""Rows that are data, and rows that are totals, headings and repeated headers."""

import pytest

from tests.support.desk import PERSONS, ledger, person
from tests.support.ledgers import ROAD


@pytest.mark.parametrize(
    "row",
    [
        ["", "", "", "说明:由修桥改为修路", "20"],
        ["", "", "", "统计人员", "1,000.5"],
        ["", "", "", "负责人", "20"],
        ["", "", "", "第一合作社(章)", "20"],
        ["木棠镇", "薛宅村", "2018", "总计划外的桥", "20"],
        ["木棠镇", "薛宅村", "2018", "小计量泵站", "20"],
        ["木棠镇", "薛宅村", "2018", "總計劃外的橋", "20"],
    ],
    ids=lambda row: row[3],
)
def test_rows_with_an_amount_are_data_whatever_their_words(desk, row):
    desk.csv("表.csv", ledger(ROAD, row))
    assert desk.clean().sheet["accepted"] == 2


def test_a_figure_with_an_id_of_its_own_is_not_a_total(desk):
    header = ["数据编号", "主题", "指标", "数据期间", "数值", "单位", "来源"]
    rows = [
        ["1", "脱贫", "累计", "2018", "5", "户", "报告"],
        ["2", "合计", "户数", "2018", "5", "户", "报告"],
    ]
    desk.csv("表.csv", [header, *rows, ["合计", "", "", "", "10", "", ""]])
    outcome = desk.clean()
    assert (outcome.sheet["accepted"], outcome.sheet["non_data"]) == (2, 2)


def test_a_person_whose_name_sounds_like_a_total_is_a_person(desk):
    header = ["姓名", *[title for title in PERSONS if title != "姓名"]]
    at = PERSONS.index("姓名")
    rows = []
    for number, name in enumerate(["王小计", "合计", "张总计"], start=1):
        row = person(number)
        rows.append([name, *row[:at], *row[at + 1 :]])
    desk.csv("表.csv", [header, *rows, ["合计", *[""] * 11]])
    outcome = desk.clean()
    assert (outcome.sheet["accepted"], outcome.sheet["non_data"]) == (3, 2)


def test_repeated_two_row_headers_are_not_data(desk):
    header = [["乡镇", "行政村", "年度", "项目名称", "资金(元)", ""], ["", "", "", "", "下达", "拨付"]]
    row = ["木棠镇", "薛宅村", "2018", "道路", "10", "5"]
    desk.csv("表.csv", [*header, row, *header, [*row[:3], "桥", "1", "1"]])
    outcome = desk.clean()
    assert (outcome.sheet["accepted"], outcome.sheet["non_data"], outcome.marks) == (2, 4, [])
