"""Units of money are found in lines of their own, in titles and below headers."""

import pytest

from pipelines.reading.units import units_below
from tests.support.statements import identify, match_of


def test_title_instructions_and_unit_line(tmp_path):
    match = match_of(
        tmp_path,
        ["木棠镇2018年扶贫资金台账"],
        ["填表说明:请按项目逐行填写,到村项目填写行政村,到户项目另附名单。"],
        ["填报单位:元坝镇人民政府", "", "金额单位:人民币万元"],
        ["序号", "行政村", "项目名称", "下达资金", "拨付资金"],
        ["1", "薛宅村", "道路", "10", "5"],
    )
    assert (match.header_row, match.title_unit) == (4, "万元")


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        ("单位:万元", "万元"),
        ("(单位：元)", "元"),
        ("单位：户、人、万元", "万元"),
        ("单位: 万 元", "万元"),
        ("单位:千元", "千元"),
        ("填报单位:元坝镇人民政府", None),
        ("填报单位:万元村", None),
        ("单位:元、万元", None),
        ("2018年资金表", None),
        ("单位：万元    截止日期：2020年12月31日", "万元"),
        ("填报单位：某镇　单位：元　2018年12月", "元"),
    ],
)
def test_unit_lines(tmp_path, line, unit):
    match = match_of(tmp_path, [line], ["行政村", "项目名称", "下达资金"], ["薛宅村", "道路", "10"])
    assert match.title_unit == unit


def test_a_row_of_units_alone_states_those_of_its_columns():
    assert units_below(["", "(万元)", "单位:户"]) == {2: "万元", 3: "户"}
    assert units_below(["薛宅村", "(万元)", "户"]) == {}


@pytest.mark.parametrize(
    ("title", "names", "unit"),
    [
        ("2018年资金台账", {"file": "资金(单位：万元).xlsx"}, "万元"),
        ("2018年资金台账", {"name": "资金（万元）"}, "万元"),
        ("2018年资金台账(元)", {"name": "资金（万元）"}, "元"),
        ("2018年资金台账", {"name": "资金（万元）", "file": "资金(元).xlsx"}, None),
    ],
    ids=["file", "sheet", "title comes first", "two names disagree"],
)
def test_names_state_the_unit_where_no_title_does(tmp_path, title, names, unit):
    (statement,) = identify(
        tmp_path, [title], ["行政村", "项目名称", "下达资金"], ["薛宅村", "道路", "10"], **names
    )
    assert statement.match is not None and statement.match.title_unit == unit
