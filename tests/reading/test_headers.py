"""Every header list that public exports show is recognised, whatever stands around it."""

from pathlib import Path

import pytest

from pipelines.reading.headers import Match, RejectedSheet, identify_register
from pipelines.reading.sheets import Sheet, spool_rows
from pipelines.registers.contract import load_registers
from tests.synthetic.forms import words

REGISTERS = load_registers()

# reference: 27 columns of 2018-2020, 25 of 脱贫不享受政策, 32 of 2022
FORM_27 = words(
    """行政县 乡镇 行政村 自然村 户编号 人编号 姓名 证件号码 人数 与户主关系 民族 文化程度 在校生状况 健康状况 劳动技能 务工状况
    务工时间 参加大病医疗 脱贫属性 脱贫年度 贫困户属性 主要致贫原因 危房户 饮水安全 饮水困难 人均纯收入 联系电话"""
)
FORM_25 = words(
    """行政县 乡镇 行政村 户编号 人编号 姓名 证件号码 人数 与户主关系 民族 文化程度 在校生状况 健康状况 劳动技能 务工状况
    务工时间 参加大病医疗 脱贫属性 脱贫年度 贫困户属性 致贫原因 危房户 是否解决安全饮用水 人均纯收入 联系电话"""
)
FORM_32 = words(
    """序号 数据日期 县(市、区、旗) 乡(镇) 行政村 自然村 户编号 人编号 姓名 证件号码 人数 与户主关系 民族 文化程度 在校生状况
    健康状况 劳动技能 务工时间（月） 是否参加大病保险 致贫原因1 危房户 是否解决安全饮用水 人均纯收入 户联系电话
    人联系电话 首次识别时间 人员识别时间 户类型 易返贫致贫户(监测对象)类型 风险是否消除 风险识别时间 风险消除时间"""
)
LOCAL_EXTRAS = words("长号码 短号码 用户照片 帮扶责任人手机号 定位")


def read(tmp_path: Path, *rows, merged=(), given=()):
    spool = tmp_path / "spool.txt"
    count = spool_rows(rows, spool)
    return identify_register(Sheet("表", spool, count, merged=tuple(merged)), REGISTERS, set(given))


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
    assert match.unknown == ()


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
    assert isinstance(spoiled, Match)
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


def test_repeated_and_unknown_headers_are_told_apart(tmp_path):
    match = read(tmp_path, [*FORM_32, "风险识别时间", "人均纯收入额", "饲养员"])
    assert isinstance(match, Match)
    told = {unknown.label: unknown for unknown in match.unknown}
    assert told["风险识别时间"].is_repeated
    assert match.columns["risk_identified_month"] == 31
    assert told["饲养员"].proposal is None


def test_unknown_header_gets_the_likeliest_free_column(tmp_path):
    headers = ["户均人数" if header == "人数" else header for header in FORM_27]
    match = read(tmp_path, headers)
    assert isinstance(match, Match)
    (unknown,) = match.unknown
    assert unknown.proposal is not None
    assert unknown.proposal.name == "household_size_persons"


def test_missing_header_names_the_likeliest_and_the_line_to_paste(tmp_path):
    headers = ["居民身份证号" if header == "证件号码" else header for header in FORM_27]
    no_match = read(tmp_path, headers)
    assert isinstance(no_match, RejectedSheet)
    assert (no_match.rule, no_match.register) == ("missing_header", "persons")
    assert "headers: [身份证号, 身份证号码, 公民身份号码, 居民身份证号]" in no_match.zh
    assert "persons.yml" in no_match.en


def test_long_list_without_its_key_is_not_taken_for_a_shorter_one(tmp_path):
    headers = [header for header in FORM_27 if header != "证件号码"] + ["发放金额"]
    no_match = read(tmp_path, headers)
    assert isinstance(no_match, RejectedSheet)
    assert no_match.register == "persons"


def test_two_registers_alike_are_named_with_their_scores(tmp_path):
    no_match = read(tmp_path, ["行政村", "户编号", "合作方", "入股年度", "入股金额(元)", "发放金额(元)"])
    assert isinstance(no_match, RejectedSheet)
    assert no_match.rule == "ambiguous_register"
    assert "capital_contributions" in no_match.en and "dividend_payouts" in no_match.en and "5" in no_match.en


@pytest.mark.parametrize(
    "rows",
    [([],), (["封面"], ["2018年12月"]), (["说明", "本表由各村填报"],)],
    ids=["empty", "cover", "notes"],
)
def test_what_is_no_register_says_so(tmp_path, rows):
    no_match = read(tmp_path, *rows)
    assert isinstance(no_match, RejectedSheet)
    assert no_match.rule == "not_a_register"


def test_defaults_of_the_delivery_stand_in_for_a_column(tmp_path):
    headers = ["行政村", "合作方", "入股金额(元)"]
    assert isinstance(read(tmp_path, headers), RejectedSheet)
    assert isinstance(read(tmp_path, headers, given={"invested_year"}), Match)
