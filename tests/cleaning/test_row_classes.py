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


FORM = ["序号", "行政村", "项目名称", "资金级次", "项目类别", "计划资金(万元)", "支出资金(万元)"]


def test_words_for_totals_at_the_beginning_of_a_name_make_no_total(desk):
    rows = [
        ["1", "合坪村", "合计坪组道路硬化", "中央", "基础设施", "60", "45"],
        ["2", "小计村", "小计村养殖场", "中央", "产业", "50", "40"],
        ["3", "合坪村", "总计划编制费", "县级", "项目管理费", "5", "5"],
        ["4", "合坪村", "合计项目管理费", "县级", "项目管理费", "5", "5"],
    ]
    desk.csv("表.csv", [FORM, *rows])
    outcome = desk.clean()
    assert outcome.column("fund_ledger", "planned_yuan") == [600_000, 500_000, 50_000, 50_000]
    assert (outcome.faults, outcome.sheet["non_data"]) == ([], 1)


def test_a_village_may_be_named_as_a_total_is(desk):
    rows = [["小计村", "2018", "10", "30"], ["薛宅村", "2018", "20", "60"], ["合计2个村", "", "30", "90"]]
    desk.csv("表.csv", [["行政村", "年度", "计划脱贫户数", "计划脱贫人数"], *rows])
    assert desk.clean().column("exit_plans", "planned_households") == [10, 20]


def test_foot_lines_with_amounts_are_neither_projects_nor_villages(desk):
    rows = [
        ["1", "前湾村", "道路", "中央", "基础设施", "60", "45"],
        ["2", "后岭村", "羊圈", "中央", "产业", "40", "40"],
        ["", "项目数", "2个", "", "资金总额", "100", "85"],
        ["备注", "以上资金含2018年结转资金12万元", "", "", "", "12", ""],
        ["", "2.其中中央资金", "", "", "", "30", ""],
    ]
    desk.csv("表.csv", [FORM, *rows])
    outcome = desk.clean()
    assert outcome.column("fund_ledger", "planned_yuan") == [600_000, 400_000]
    assert outcome.faults == []
    told = {finding["rule"]: finding["rows"] for finding in outcome.findings}
    assert told == {"amount_in_note": 2}


def test_data_below_a_note_stay_data(desk):
    rows = [
        ["1", "前湾村", "道路", "中央", "基础设施", "60", "45"],
        ["说明：", "以上已完工", "", "", "", "", ""],
        ["2", "后岭村", "羊圈", "中央", "产业", "40", "40"],
    ]
    desk.csv("表.csv", [FORM, *rows])
    assert desk.clean().column("fund_ledger", "planned_yuan") == [600_000, 400_000]
