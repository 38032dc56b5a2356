"""Every header list that public exports show is recognised, whatever is around it."""

from pathlib import Path

import pytest

from pipelines.reading.headers import Match
from tests.support.statements import FORM_25, FORM_27, FORM_32, identify
from tests.synthetic.forms import words

LOCAL_EXTRAS = words("长号码 短号码 用户照片 帮扶责任人手机号 定位")


def read(tmp_path: Path, *rows, merged=()) -> Match | None:
    (statement,) = identify(tmp_path, *rows, merged=merged)
    return statement.match


@pytest.mark.parametrize(
    ("headers", "mapped"),
    [(FORM_27, 27), (FORM_25, 25), (FORM_32, 30), ((*FORM_27, *LOCAL_EXTRAS), 27)],
    ids=["27 columns", "25 columns", "32 columns", "27 columns and local extras"],
)
def test_forms_of_the_national_registry(tmp_path, headers, mapped):
    match = read(tmp_path, headers)
    assert isinstance(match, Match)
    assert match.register.name == "persons"
    assert len(match.columns) == mapped
    assert match.unmapped == ()


@pytest.mark.parametrize("headers", [FORM_27, FORM_25, FORM_32], ids=["27", "25", "32"])
@pytest.mark.parametrize(
    "spoil",
    [
        lambda header: header.replace("(", "（").replace(")", "）"),
        lambda header: header[:2] + "\n" + header[2:],
        lambda header: f" {header[:1]} {header[1:]}\u3000",
        lambda header: header.translate(
            str.maketrans("县户编号码数与脱贫属险时间风", "縣戶編號碼數與脫貧屬險時間風")
        ),
    ],
    ids=["full-width brackets", "line break", "spaces", "traditional"],
)
def test_forms_however_they_are_typed(tmp_path, headers, spoil):
    plain, spoiled = read(tmp_path, headers), read(tmp_path, [spoil(header) for header in headers])
    assert isinstance(plain, Match) and isinstance(spoiled, Match)
    assert spoiled.columns == plain.columns


def test_columns_in_any_order_with_blank_ones_between(tmp_path):
    match = read(tmp_path, ["", *reversed(FORM_27), "", ""])
    assert isinstance(match, Match)
    assert match.columns["county"] == 28
    assert len(match.columns) == 27


@pytest.mark.parametrize(
    "area",
    [
        ("县", "乡", "村"),
        ("县(市、区、旗)", "乡(镇)", "行政村"),
        ("行政县", "乡镇", "行政村"),
        ("县（市、区）", "乡（镇、街道）", "村(居)"),
        ("区县", "乡镇街道", "村(社区)"),
    ],
)
def test_area_headers_in_all_forms(tmp_path, area):
    match = read(tmp_path, [*area, "总户数", "总人口数", "是否贫困村"])
    assert isinstance(match, Match)
    assert match.register.name == "villages"
    assert [match.columns[level] for level in ("county", "township", "village")] == [1, 2, 3]


def test_title_instructions_and_unit_line(tmp_path):
    match = read(
        tmp_path,
        ["木棠镇2018年扶贫资金台账"],
        ["填表说明:请按项目逐行填写,到村项目填写行政村,到户项目另附名单。"],
        ["填报单位:元坝镇人民政府", "", "金额单位:人民币万元"],
        ["序号", "行政村", "项目名称", "下达资金", "拨付资金"],
        ["1", "薛宅村", "道路", "10", "5"],
    )
    assert isinstance(match, Match)
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
    ],
)
def test_unit_lines(tmp_path, line, unit):
    match = read(tmp_path, [line], ["行政村", "项目名称", "下达资金"], ["薛宅村", "道路", "10"])
    assert isinstance(match, Match)
    assert match.title_unit == unit


def test_two_row_header_with_merged_parents(tmp_path):
    rows = (
        ["序号", "行政村", "项目名称", "资金(万元)", "", "", "备注"],
        ["", "", "", "下达", "拨付", "支出", ""],
    )
    merged = [(1, 4, 1, 6), *((1, place, 2, place) for place in (1, 2, 3, 7))]
    match = read(tmp_path, *rows, ["1", "薛宅村", "道路", "10", "8", "5", ""], merged=merged)
    assert isinstance(match, Match)
    assert match.header_row == 2
    assert {"allocated_yuan": 4, "disbursed_yuan": 5, "paid_yuan": 6}.items() <= match.columns.items()
    assert match.units == {"allocated_yuan": "万元", "disbursed_yuan": "万元", "paid_yuan": "万元"}


def test_three_row_header(tmp_path):
    match = read(
        tmp_path,
        ["基本情况", "", "脱贫计划", ""],
        ["乡镇", "行政村", "计划脱贫", "计划脱贫"],
        ["", "", "年度", "户数"],
        ["木棠镇", "薛宅村", "2018", "10"],
        merged=[(1, 1, 1, 2), (1, 3, 1, 4), (2, 1, 3, 1), (2, 2, 3, 2)],
    )
    assert isinstance(match, Match)
    assert (match.register.name, match.header_row) == ("exit_plans", 3)
    assert match.columns == {"township": 1, "village": 2, "exit_year": 3, "planned_households": 4}


def test_parent_alone_does_not_name_its_children(tmp_path):
    match = read(
        tmp_path,
        ["行政村", "项目名称", "资金", "", ""],
        ["", "", "下达", "经办人", "复核"],
        merged=[(1, 3, 1, 5), (1, 1, 2, 1), (1, 2, 2, 2)],
    )
    assert isinstance(match, Match)
    assert "planned_yuan" not in match.columns


def test_row_that_numbers_the_columns_belongs_to_the_header(tmp_path):
    match = read(tmp_path, ["行政村", "项目名称", "下达资金(元)"], ["1", "2", "3"], ["薛宅村", "道路", "10"])
    assert isinstance(match, Match)
    assert match.header_row == 2


def test_repeated_and_unknown_headers_differ(tmp_path):
    match = read(tmp_path, [*FORM_32, "风险识别时间", "人均纯收入额", "饲养员"])
    assert isinstance(match, Match)
    reported = {header.label: header for header in match.unmapped}
    assert reported["风险识别时间"].is_repeated
    assert match.columns["risk_identified_month"] == 31
    assert reported["饲养员"].proposal is None


def test_unknown_header_gets_the_likeliest_free_column(tmp_path):
    headers = ["家庭总人数" if header == "人数" else header for header in FORM_27]
    match = read(tmp_path, headers)
    assert isinstance(match, Match)
    (header,) = match.unmapped
    assert header.proposal is not None
    assert header.proposal.name == "household_size_persons"


def test_levels_below_a_merged_parent_are_parts_of_its_amount(tmp_path):
    rows = (
        ["序号", "行政村", "项目名称", "计划资金(万元)", "", "", "备注"],
        ["", "", "", "合计", "中央", "省级", ""],
    )
    merged = [(1, 4, 1, 6), *((1, place, 2, place) for place in (1, 2, 3, 7))]
    match = read(tmp_path, *rows, ["1", "薛宅村", "道路", "10", "8", "2", ""], merged=merged)
    assert isinstance(match, Match)
    (parts,) = match.parts
    assert (parts.column, parts.whole, dict(parts.terms)) == ("planned_yuan", 4, {"中央": 5, "省级": 6})
    assert match.units["planned_yuan_part_1"] == "万元"


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("总投资(万元)", "planned_yuan"),
        ("投资概算(万元)", "planned_yuan"),
        ("计划投入资金(万元)", "planned_yuan"),
        ("到位资金(万元)", "allocated_yuan"),
        ("累计拨付(万元)", "disbursed_yuan"),
        ("已使用资金(万元)", "paid_yuan"),
        ("已支付资金(万元)", "paid_yuan"),
        ("未使用资金(万元)", "unspent_yuan"),
    ],
)
def test_stages_of_money_as_published_tables_name_them(tmp_path, header, column):
    match = read(
        tmp_path,
        ["工程名称", "实施村", "资金文号", "下达金额(万元)" if "位" not in header else "支出", header],
    )
    assert isinstance(match, Match)
    assert (match.register.name, match.columns[column]) == ("fund_ledger", 5)


@pytest.mark.parametrize("headers", [("总投资(元)", "计划资金(元)"), ("计划资金(元)", "总投资(元)")])
def test_a_total_investment_does_not_take_the_place_of_planned_money(tmp_path, headers):
    match = read(tmp_path, ["项目名称", "行政村", *headers], ["路", "甲村", "2", "1"])
    assert isinstance(match, Match)
    assert match.columns["planned_yuan"] == 3 + headers.index("计划资金(元)")
    assert [(one.label, one.is_repeated) for one in match.unmapped] == [("总投资", False)]
