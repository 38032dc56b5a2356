"""Layouts that no register can be read from are rejected with what is wrong with them."""

import pytest

from pipelines.deliveries.notes import Notes
from tests.support.statements import identify


def test_an_amount_over_columns_that_nothing_names_is_held_back(tmp_path):
    header = [["行政村", "项目名称", "资金(元)", "", ""], ["", "", "发改局", "民宗局", "扶贫办"]]
    (statement,) = identify(tmp_path, *header, ["石桥村", "路", "1", "2", "3"])
    assert (statement.role, statement.reason.rule) == ("rejected", "parts_across")
    assert "发改局, 民宗局, 扶贫办" in statement.reason.en


@pytest.mark.parametrize(
    "headers",
    [
        ["村", "户编号", "户主姓名", "第一季度发放", "第二季度发放", "全年实发"],
        ["村", "户编号", "户主姓名", "一季度红利款", "二季度红利款", "红利款合计"],
    ],
)
def test_payouts_in_columns_by_quarter_are_named_for_what_they_are(tmp_path, headers):
    (statement,) = identify(tmp_path, headers, ["甲村", "1001", "王甲一", "100", "100", "200"])
    assert (statement.role, statement.reason.rule) == ("rejected", "quarters_across")
    assert "每季度一行" in statement.reason.advice_zh


def test_an_amount_over_columns_of_years_is_held_back(tmp_path):
    header = [["行政村", "项目名称", "下达资金(元)", "支出资金(元)", ""], ["", "", "", "2018年", "2019年"]]
    (statement,) = identify(tmp_path, *header, ["石桥村", "路", "100", "60", "40"], merged=[(1, 3, 1, 4)])
    assert (statement.role, statement.reason.rule) == ("rejected", "years_across")
    assert "2018, 2019" in statement.reason.en


PLAN = ["行政村", "项目名称", "年度", "计划资金(元)"]


def rejected(tmp_path, *rows):
    """The rule and the sentence with which the sheet is rejected."""
    (statement,) = identify(tmp_path, *rows)
    assert (statement.role, statement.match) == ("rejected", None)
    return statement.reason.rule, statement.reason.en


def test_a_second_table_below_the_first(tmp_path):
    villages = ["行政村", "是否贫困村", "总户数", "总人口数"]
    rows = [PLAN, *(["甲村", f"路{n}", "2018", "1"] for n in range(4)), villages, ["甲村", "是", "9", "30"]]
    rule, sentence = rejected(tmp_path, *rows)
    assert rule == "two_tables" and "1" in sentence and "6" in sentence


def test_two_tables_next_to_each_other(tmp_path):
    rule, sentence = rejected(
        tmp_path, [*PLAN, "", *PLAN], ["甲村", "路", "2018", "1", "", "乙村", "桥", "2018", "2"]
    )
    assert rule == "side_by_side" and "fund_ledger" in sentence


def test_headers_below_each_other(tmp_path):
    columns = zip(PLAN, ["甲村", "路", "2018", "1"], ["乙村", "桥", "2018", "2"], strict=True)
    rule, sentence = rejected(tmp_path, *map(list, columns))
    assert rule == "on_its_side" and "fund_ledger" in sentence


def test_a_column_for_each_year(tmp_path):
    header = ["行政村", "2017年脱贫户数", "2018年脱贫户数"]
    rule, sentence = rejected(tmp_path, header, ["甲村", "3", "4"])
    assert rule == "years_across" and "2017" in sentence and "2018" in sentence


def test_a_column_for_each_partner_is_named_for_what_it_is(tmp_path):
    header = [
        "村名",
        "户主",
        "身份证号",
        "家庭人口数",
        "农机合作社",
        "食用菌合作社",
        "果蔬发酵公司",
        "合计收益数",
    ]
    title = ["甲镇2019年产业项目收益分配表(单位:元)"]
    (statement,) = identify(tmp_path, title, header, ["甲村", "王甲一", "", "3", "100", "200", "50", "350"])
    assert (statement.register, statement.reason.rule) == ("dividend_payouts", "partners_across")
    assert "农机合作社、食用菌合作社、果蔬发酵公司" in statement.reason.zh


def test_totals_by_township_are_no_ledger(tmp_path):
    header = ["序号", "乡镇", "项目个数", "下达资金(万元)", "支出资金(万元)", "支出进度"]
    (statement,) = identify(
        tmp_path, ["某县2020年扶贫资金汇总表"], header, ["1", "甲镇", "2", "80", "70", "87.5%"]
    )
    assert (statement.role, statement.register, statement.reason.rule) == (
        "summary",
        "fund_ledger",
        "totals_by_area",
    )


def test_a_ledger_by_township_with_what_each_row_is_of_is_one(tmp_path):
    header = ["序号", "乡镇", "资金来源", "下达资金(万元)"]
    (statement,) = identify(tmp_path, ["某县2020年扶贫资金台账"], header, ["1", "甲镇", "专项资金", "80"])
    assert (statement.role, statement.register) == ("list", "fund_ledger")


GROUPED = [
    ["行政村", "学前教育", "", "高中", "", "合计", ""],
    ["", *["人数", "资助金额(元)"] * 3],
    ["甲村", "5", "2500", "3", "3000", "8", "5500"],
]
MERGED = [(1, 2, 1, 3), (1, 4, 1, 5), (1, 6, 1, 7), (1, 1, 2, 1)]


@pytest.mark.parametrize(
    "notes", [None, Notes.model_validate({"sheets": [{"file": "表.xlsx", "register": "benefit_payments"}]})]
)
def test_heads_over_the_same_columns_are_named_and_no_column_is_read_for_all(tmp_path, notes):
    title = ["2018年教育资助统计表"]
    (statement,) = identify(
        tmp_path,
        title,
        *GROUPED,
        merged=[(row + 1, a, last + 1, b) for row, a, last, b in MERGED],
        notes=notes,
    )
    assert (statement.role, statement.reason.rule) == ("rejected", "groups_across")
    assert "“学前教育、高中、合计”下面各有“人数、资助金额”几列" in statement.reason.zh
    assert "另加一列“学段”" in statement.reason.zh


@pytest.mark.parametrize(
    ("title", "heads", "words", "told"),
    [
        (
            "2018年公益性岗位补贴发放表",
            ("上半年", "下半年"),
            ("月数", "金额(元)"),
            "“上半年、下半年”下面各有“金额”几列",
        ),
        ("2018年务工情况统计表", ("脱贫劳动力", "监测户劳动力"), ("总数", "务工数"), "下面各有“总数"),
    ],
)
def test_no_one_of_several_heads_is_read_or_asked_for_as_the_whole(tmp_path, title, heads, words, told):
    header = [
        ["行政村", "姓名", "身份证号", "岗位", heads[0], "", heads[1], ""],
        ["", "", "", "", *words, *words],
        ["甲村", "王甲一", "469003199001010013", "保洁员", "6", "3000", "3", "1500"],
    ]
    if "务工" in title:
        header = [[row[0], *row[4:]] for row in header]
    first = 2 if "务工" in title else 5
    merged = [(2, first, 2, first + 1), (2, first + 2, 2, first + 3)]
    (statement,) = identify(tmp_path, [title], *header, merged=merged)
    assert (statement.role, statement.reason.rule) == ("rejected", "groups_across")
    assert told in statement.reason.zh


def test_what_was_planned_is_read_beside_what_was_done(tmp_path):
    header = ["行政村", "计划脱贫年度", "计划脱贫", "", "实际脱贫", ""], ["", "", *["户数", "人数"] * 2]
    merged = [(1, 3, 1, 4), (1, 5, 1, 6)]
    (statement,) = identify(tmp_path, *header, ["甲村", "2018", "5", "9", "4", "7"], merged=merged)
    assert (statement.role, statement.register) == ("list", "exit_plans")


def test_two_tables_next_to_each_other_come_before_columns_that_both_lack(tmp_path):
    rows = [["2019年危房改造名单"], ["序号", "户主", "村", "补助(元)"] * 2, ["1", "王甲一", "甲村", "9"] * 2]
    assert rejected(tmp_path, *rows)[0] == "side_by_side"


def test_counts_of_several_kinds_below_their_own_heads_are_read(tmp_path):
    header = ["行政村", "脱贫户", "", "监测对象", ""], ["", *["户数", "人数"] * 2]
    merged = [(1, 2, 1, 3), (1, 4, 1, 5), (1, 1, 2, 1)]
    (statement,) = identify(tmp_path, *header, ["甲村", "5", "9", "1", "2"], merged=merged)
    assert statement.reason.rule != "groups_across"


def test_payouts_in_columns_by_month_are_named_for_what_they_are(tmp_path):
    header = ["村", "姓名", "身份证号", "1月", "2月补贴", "3月份", "合计"]
    rows = [["2018年残疾人护理补贴发放表(元)"], header, ["甲村", "王甲一", "", "80", "80", "80", "240"]]
    rule, sentence = rejected(tmp_path, *rows)
    assert rule == "months_across" and "1月, 2月, 3月" in sentence


def test_a_column_for_each_place_is_told_as_a_table_on_its_side(tmp_path):
    rows = ["指标", "单位", "石桥村", "柳林村", "合计"], ["总户数", "户", "300", "210", "510"]
    (statement,) = identify(tmp_path, ["某镇2022年基本情况"], *rows)
    assert (statement.role, statement.reason.rule) == ("rejected", "places_across")
    assert "把地区（石桥村、柳林村）横着排" in statement.reason.zh


def test_a_figure_in_each_row_is_told_as_such(tmp_path):
    rows = (
        ["指标名称", "计量单位", "数量"],
        ["行政村", "个", "12"],
        ["总户数", "户", "5010"],
        ["总人口", "人", "18320"],
    )
    (statement,) = identify(tmp_path, ["某镇基本情况表(2021年)"], *rows)
    assert (statement.role, statement.reason.rule) == ("rejected", "figures_down")
    assert "第1行" not in statement.reason.zh and "（行政村、总户数、总人口）" in statement.reason.zh


def test_a_card_of_one_object_is_told_as_one(tmp_path):
    rows = (
        ["项目名称", "蔬菜大棚", "实施村", "甲村"],
        ["总投资(万元)", "60", "资金来源", "省级衔接资金"],
        ["开工日期", "2021-03-01", "完工日期", "2021-09-30"],
        ["建设内容", "新建", "", ""],
    )
    (statement,) = identify(tmp_path, ["扶贫项目登记卡"], *rows)
    assert (statement.role, statement.reason.rule) == ("rejected", "object_on_a_card")
