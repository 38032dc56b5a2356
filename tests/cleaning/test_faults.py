"""A fault in an essential cell sets its row aside; in any other cell the cell alone, and the row counts."""

from decimal import Decimal

import pytest

from tests.support.desk import PERSONS, Desk, person

MEMBERS = [*PERSONS, "主要致贫原因", "人均纯收入"]
FUND = ["行政村", "项目名称", "资金年度", "资金级次", "项目类别", "计划资金(元)"]


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


def member(number, cause="缺资金", income="4000", **changes):
    return [*person(number, **changes), cause, income]


@pytest.mark.parametrize(
    ("changes", "column", "rule", "value"),
    [
        ({"与户主关系": "邻居"}, "relation", "unknown_term", None),
        ({"income": "九千多"}, "net_income_per_person_yuan", "approximate_value", None),
        ({"人数": "-4"}, "household_size_persons", "negative_count", None),
        ({"cause": "因懒"}, "poverty_cause", "unknown_term", None),
        ({"脱贫年度": "2108"}, "exit_year", "not_a_year", None),
    ],
)
def test_a_person_with_a_faulty_cell_counts(desk, changes, column, rule, value):
    desk.csv("表.csv", [MEMBERS, member(1), member(2, **changes), member(3)])
    outcome = desk.clean()
    assert [row[column] is None for row in outcome.rows("persons")] == [False, True, False]
    assert [(fault["rule"], fault["level"], fault["row"]) for fault in outcome.faults] == [(rule, "cell", 3)]
    sheet = outcome.sheet
    assert (sheet["accepted"], sheet["quarantined"], sheet["cells_set_aside"]) == (3, 0, 1)


def test_what_is_right_of_drinking_water_is_ticked_column_by_column(desk):
    header = ["村", "户主", "水质", "水量", "方便程度", "供水保证率", "是否安全饮水"]
    rows = [["薛宅村", "王甲一", *"√√√√√"], ["薛宅村", "李乙一", *"√×√√×"]]
    desk.csv("表.csv", [["木棠镇农村饮水安全排查表"], header, *rows])
    outcome = desk.clean()
    assert outcome.column("screenings", "is_water_enough") == [True, False]
    assert outcome.column("screenings", "screening_result") == ["无问题", "有问题"]
    assert not outcome.faults


@pytest.mark.parametrize("status", ["整改了一部分", ""])
def test_an_issue_of_unknown_status_counts(desk, status):
    rows = [["资金拨付慢", "县巡察", "已完成"], ["公示不规范", "县巡察", status]]
    desk.csv("表.csv", [["青石镇问题整改台账"], ["具体问题", "问题来源", "整改状态"], *rows])
    outcome = desk.clean()
    assert [row["issue_status"] for row in outcome.rows("rectification_items")] == ["已完成", None]
    assert [(fault["level"], fault["row"]) for fault in outcome.faults] == [("cell", 4)]


def test_a_case_is_told_from_others_by_its_name_where_it_has_no_number(desk):
    header = ["案件名称", "立案时间", "姓名", "处分结果"]
    rows = [
        ["青石村冒领案", "2018.3.1", "王甲一", "警告"],
        ["青石村冒领案", "2018年3月", "李乙一", "正在审查"],
    ]
    desk.csv("表.csv", [["木棠镇扶贫领域案件台账"], header, *rows])
    outcome = desk.clean()
    assert len({*outcome.column("discipline_cases", "case_name")}) == 1
    assert outcome.column("discipline_cases", "sanction") == ["警告", None]
    assert "冒领" not in outcome.everything()


@pytest.mark.parametrize("text", ["", "无", "未上户"])
def test_a_child_without_an_id_number_counts_by_its_own(desk, text):
    """A household of three, of which two children are in no register of residents yet."""
    children = [member(number, 证件号码=text, 与户主关系="之子") for number in (2, 3)]
    desk.csv("表.csv", [MEMBERS, member(1), *children])
    outcome = desk.clean()
    persons = outcome.rows("persons")
    assert len({row["person_id"] for row in persons}) == 3
    assert [row["id_sex"] is None for row in persons] == [False, True, True]
    assert [(fault["rule"], fault["level"]) for fault in outcome.faults] == [("missing_value", "cell")] * 2


@pytest.mark.parametrize("text", ["", "-"])
def test_a_head_whose_id_number_was_left_out_does_not_count(desk, text):
    desk.csv("表.csv", [MEMBERS, member(1), member(2, 证件号码=text)])
    outcome = desk.clean()
    assert len(outcome.rows("persons")) == 1
    assert [(fault["rule"], fault["level"]) for fault in outcome.faults] == [("missing_value", "row")]


def test_without_any_number_a_person_does_not_count(desk):
    desk.csv("表.csv", [MEMBERS, member(1), member(2, 证件号码="未上户", 人编号="")])
    outcome = desk.clean()
    assert len(outcome.rows("persons")) == 1
    assert [(fault["rule"], fault["level"]) for fault in outcome.faults] == [("missing_value", "row")]


@pytest.mark.parametrize("changes", [{"脱贫属性": "快脱贫"}, {"户编号": ""}, {"行政村": "12"}])
def test_without_an_essential_cell_a_person_does_not_count(desk, changes):
    desk.csv("表.csv", [MEMBERS, member(1), member(2, cause="因懒", **changes)])
    outcome = desk.clean()
    assert [(fault["level"], fault["row"]) for fault in outcome.faults] == [("row", 3), ("cell", 3)]
    sheet = outcome.sheet
    # cells are set aside where their row counts
    assert (sheet["accepted"], sheet["quarantined"], sheet["cells_set_aside"]) == (1, 1, 0)


def test_of_two_causes_the_first_is_the_main_one_with_a_notice(desk):
    desk.csv("表.csv", [MEMBERS, member(1, cause="因残、因病"), member(2, cause="因学")])
    outcome = desk.clean()
    assert outcome.column("persons", "poverty_cause") == ["因残", "因学"]
    assert outcome.faults == []
    assert [(finding["rule"], finding["rows"]) for finding in outcome.findings] == [("several_terms", 1)]


def test_money_of_an_unknown_category_or_level_counts_as_unidentified(desk):
    rows = [
        ["前湾村", "机耕路", "2018", "中央", "产业", "120"],
        ["前湾村", "水井", "2018", "火星级", "产业", "80"],
        ["后岭村", "羊圈", "2018", "", "养羊类", "300"],
    ]
    desk.csv("表.csv", [FUND, *rows])
    outcome = desk.clean()
    assert outcome.column("fund_ledger", "planned_yuan") == [Decimal(120), Decimal(80), Decimal(300)]
    assert outcome.column("fund_ledger", "fund_level") == ["中央", "未识别", None]
    assert outcome.column("fund_ledger", "category") == ["产业", "产业", "未识别"]
    level, category = outcome.faults
    assert (level["cell"], category["cell"]) == ("D3", "E4")
    assert "可填：中央、省级、中央和省级、市级、县级、其他" in level["reason_zh"]


def test_an_unreadable_amount_sets_its_row_aside(desk):
    desk.csv("表.csv", [FUND, ["前湾村", "机耕路", "2018", "中央", "产业", "约120"]])
    outcome = desk.clean()
    assert outcome.column("fund_ledger", "planned_yuan") == []
    assert outcome.faults[0]["level"] == "row"


def test_a_file_that_cannot_be_read_is_in_the_quarantine(desk):
    desk.write("名单.pdf", b"%PDF-1.4")
    (fault,) = desk.clean().faults
    assert (fault["level"], fault["rule"], fault["reason_zh"]) == ("file", "document", "是文档，不是表格")


def test_names_in_cells_of_terms_are_not_shown(desk):
    desk.csv("表.csv", [MEMBERS, member(1, 与户主关系="钱多多之妻"), member(2, 与户主关系="15400000001")])
    outcome = desk.clean()
    assert [fault["raw"] for fault in outcome.faults] == ["****妻", "#11"]
    assert "钱多" not in outcome.everything()


@pytest.mark.parametrize(
    ("cell", "change"),
    [("2018年5月死亡", "死亡"), ("婚嫁转出", "转出"), ("", None), ("正常", "在册"), ("婚嫁", None)],
)
def test_what_became_of_a_member_is_a_known_word_or_sets_the_row_aside(desk, cell, change):
    desk.csv("表.csv", [[*PERSONS, "人员变动情况"], [*person(1), cell]])
    outcome = desk.clean()
    kept = [] if cell == "婚嫁" else [change]
    assert outcome.column("persons", "member_change") == kept
    assert [fault["rule"] for fault in outcome.faults] == ([] if kept else ["unknown_term"])
