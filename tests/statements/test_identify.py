"""A sheet is identified by evidence, and a table that cannot be read in its form is rejected with the reason."""

import pytest

from pipelines.deliveries.notes import Notes
from pipelines.workbooks.needs import columns_of, header
from tests.support.statements import FORM_27, PUPILS, REGISTERS, identify, pupils


@pytest.mark.parametrize("name", REGISTERS)
def test_the_typical_sheet_of_a_register_is_of_it_alone(tmp_path, name):
    """With every pair of contracts: titles of all columns as headers, and a sheet of that name."""
    header = [column.title for column in REGISTERS[name].columns]
    statements = identify(tmp_path, header, name=REGISTERS[name].title)
    assert [statement.register for statement in statements if statement.match] == [name]


@pytest.mark.parametrize("name", REGISTERS)
def test_the_form_of_a_register_is_of_it_alone_and_without_its_title_of_no_other(tmp_path, name):
    """The form that `township template` writes: the columns that a clerk fills in, with title and without."""
    register = REGISTERS[name]
    form = [header(column) for column in columns_of(register)]
    titled = identify(tmp_path, [register.title], form, file="新建.xlsx", name="Sheet1")
    assert [statement.register for statement in titled if statement.match] == [name]
    bare = identify(tmp_path, form, file="新建.xlsx", name="Sheet1")
    assert {statement.register for statement in bare if statement.match} <= {name}


def test_a_roll_that_states_the_parts_of_income_is_the_roll(tmp_path):
    parts = ["工资性收入", "生产经营性收入", "生产经营性支出", "财产性收入", "转移性收入"]
    (statement,) = identify(tmp_path, [*FORM_27, *parts])
    assert statement.register == "persons" and statement.match is not None
    first = len(FORM_27) + 1
    found = {name: statement.match.columns.get(name) for name in ("wage_income_yuan", "business_income_yuan")}
    assert found == {"wage_income_yuan": first, "business_income_yuan": first + 1}


MONEY = ["序号", "行政村", "户主姓名", "身份证号", "发放金额(元)"]


@pytest.mark.parametrize(
    ("title", "header"),
    [
        ("某镇护林员花名册", MONEY[:4]),
        ("某镇危房改造补助发放表", [*MONEY[:4], "补助金额(元)"]),
        ("某镇低保户危房改造名单", MONEY),
        ("某镇土地流转租金发放表", MONEY),
    ],
)
def test_a_list_of_other_money_is_neither_a_dividend_nor_a_benefit(tmp_path, title, header):
    (statement,) = identify(tmp_path, [title], header, ["1", "石桥村", "某甲", "", "100"])
    assert statement.register not in ("dividend_payouts", "benefit_payments")
    assert statement.match is None


@pytest.mark.parametrize(
    ("title", "header"),
    [
        ("某镇2021年农村低保金发放表", MONEY),
        ("某镇2021年1月特困供养金发放花名册", MONEY),
        ("某镇种粮农民补贴兑付表", [*MONEY, "补贴面积(亩)"]),
        ("某镇雨露计划补助发放表", MONEY),
        ("某镇高龄津贴发放表", MONEY),
        ("某镇跨省务工一次性交通补助发放表", [*MONEY[:4], "务工地点", "补助金额(元)"]),
        ("某镇护林员补助表", MONEY),
        ("某镇护林员劳务补助发放表", [*MONEY[:4], "应发金额", "实发金额"]),
        ("某镇第二季度生态护林员工资发放表", [*MONEY[:4], "管护面积(亩)", "月工资(元)", "本季度实发(元)"]),
        ("某公司2019年务工工资发放表", [*MONEY, "合作企业"]),
        ("某镇2019年产业奖补发放表", [*MONEY, "合作企业"]),
        ("", [*MONEY[:4], "应发工资", "基本工资", "实发工资"]),
        ("", [*MONEY[:4], "补贴金额"]),
        ("", ["姓名", "残疾证号", "残疾等级", "生活补贴(元)", "护理补贴(元)"]),
        ("农村低保对象花名册", ["行政村", "姓名", "证件号码", "低保类别", "保障人数", "月保障金(元)"]),
        ("某镇休耕种草补贴汇总", ["行政村", "补贴面积(亩)", "户数", "补贴金额"]),
    ],
)
def test_benefits_are_of_one_register_whatever_they_are_called(tmp_path, title, header):
    (statement,) = identify(tmp_path, [title], header, ["1", "石桥村", "某甲", "", "100"])
    assert (statement.role, statement.register) == ("list", "benefit_payments")


def test_persons_who_get_benefits_are_no_benefit(tmp_path):
    """What they were paid is not said."""
    (statement,) = identify(tmp_path, ["低保户名单"], MONEY)
    assert statement.match is None


@pytest.mark.parametrize(
    ("title", "header", "supplied"),
    [
        ("某镇2021年低保户分红发放表", MONEY, ()),
        ("某村光伏收益分配表", MONEY, ()),
        ("某镇发放表", [*MONEY, "合作企业"], ()),
        ("某镇发放表", MONEY, ["partner"]),
    ],
    ids=["title", "solar income", "partner", "partner in delivery.yml"],
)
def test_money_with_a_word_of_dividends_is_a_payout(tmp_path, title, header, supplied):
    (statement,) = identify(tmp_path, [title], header, supplied=supplied)
    assert (statement.role, statement.register) == ("list", "dividend_payouts")


def test_a_list_of_persons_with_facts_of_a_register_is_of_that_one(tmp_path):
    header = ["户编号", "姓名", "证件号码", "与户主关系", "户类型", "文化程度", "务工企业名称"]
    (statement,) = identify(tmp_path, ["务工花名册"], header)
    assert (statement.role, statement.register) == ("list", "workers")


def test_the_notes_make_an_extract_what_they_say(tmp_path):
    (statement,) = identify(tmp_path, PUPILS, *pupils("之子"), notes=stated(role="correction"))
    assert (statement.role, statement.register, statement.confidence) == ("correction", "persons", "stated")
    assert statement.match is not None


def test_defaults_of_the_delivery_replace_a_column(tmp_path):
    headers = ["行政村", "合作方", "入股金额(元)"]
    assert identify(tmp_path, headers)[0].role == "rejected"
    assert identify(tmp_path, headers, supplied={"invested_year"})[0].match is not None


def stated(**note):
    return Notes.model_validate({"sheets": [{"file": "表.xlsx", **note}]})


def test_a_register_that_the_notes_state_needs_no_evidence(tmp_path):
    notes = stated(register="dividend_payouts")
    (statement,) = identify(tmp_path, ["某镇2021年农村低保金发放表"], MONEY, notes=notes)
    assert (statement.role, statement.register, statement.confidence) == (
        "list",
        "dividend_payouts",
        "stated",
    )
    assert statement.match is not None and statement.match.columns["paid_yuan"] == 5


def test_a_register_that_the_notes_state_still_needs_its_columns(tmp_path):
    (statement,) = identify(tmp_path, MONEY, notes=stated(register="capital_contributions"))
    assert (statement.role, statement.reason.rule) == ("rejected", "missing_header")


@pytest.mark.parametrize(
    "row",
    [["5", "大棚", "经营性", "33", "25", "出租", "王甲一"], ["大棚", "经营性", "王甲一"]],
    ids=["with numbers", "words alone"],
)
def test_no_row_of_data_is_named_as_the_header_that_lacks_columns(tmp_path, row):
    header = ["序号", "资产", "类别", "原值(万元)", "净值(万元)", "经营方式", "管护人"][-len(row) :]
    (statement,) = identify(tmp_path, header, row, notes=stated(register="industry_bases"))
    assert statement.reason.rule == "missing_header" and "基地名称" in statement.reason.zh
    assert "王甲一" not in statement.reason.zh + statement.reason.en
    assert "表头有" not in statement.reason.zh


def test_no_list_without_a_header_has_its_first_row_named_as_one(tmp_path):
    """男 and 户主 are headers elsewhere, and here cells that come again below."""
    rows = [["一村", "王甲一", "男", "户主"], ["一村", "李乙二", "女", "户主"]]
    (statement,) = identify(tmp_path, *rows, notes=stated(register="benefit_payments"))
    assert statement.reason.rule == "missing_header"
    assert not {"王甲一", "李乙二"} & {*statement.reason.zh.replace("、", ";").split(";")}
    assert "王甲一" not in statement.reason.zh + statement.reason.en


def test_defaults_of_one_sheet_supply_its_columns(tmp_path):
    header = ["行政村", "合作方", "入股金额(元)"]
    notes = stated(sheet="表", register="capital_contributions", defaults={"invested_year": 2018})
    assert identify(tmp_path, header, notes=notes)[0].match is not None
    assert identify(tmp_path, header, notes=notes, name="另一张")[0].match is None


def test_a_correction_is_read_by_its_evidence(tmp_path):
    (statement,) = identify(tmp_path, FORM_27, notes=stated(role="correction"))
    assert (statement.role, statement.register, statement.confidence) == ("correction", "persons", "stated")


def test_an_unknown_register_is_reported_with_the_known_ones(tmp_path):
    (statement,) = identify(tmp_path, FORM_27, notes=stated(register="person"))
    assert statement.reason.rule == "unknown_register" and "persons" in statement.reason.en


@pytest.mark.parametrize(
    ("title", "file"),
    [
        ("某镇2018年花名册(征求意见稿)", "表.xlsx"),
        ("某镇计划（草案）", "表.xlsx"),
        ("某镇花名册", "花名册送审稿.xlsx"),
    ],
)
def test_a_draft_counts_only_where_the_notes_say_so(tmp_path, title, file):
    (statement,) = identify(tmp_path, [title], FORM_27, file=file)
    assert (statement.role, statement.register, statement.reason.rule) == ("draft", "persons", "draft")
    assert f"- {{file: {file}, sheet: 表, counts: true}}" in statement.reason.en
    for note in ({"counts": True}, {"register": "persons"}, {"role": "list"}):
        notes = Notes.model_validate({"sheets": [{"file": file, **note}]})
        (read,) = identify(tmp_path, [title], FORM_27, file=file, notes=notes)
        assert (read.role, read.register) == ("list", "persons")


NO_STATUS = ["行政村", "户编号", "姓名", "证件号码", "人数", "与户主关系", "主要致贫原因"]


@pytest.mark.parametrize("name", ["exit_status", "脱贫属性", "是否脱贫"])
def test_defaults_may_name_a_column_as_headers_do(tmp_path, name):
    notes = stated(defaults={name: "未脱贫"})
    assert identify(tmp_path, NO_STATUS, notes=notes)[0].role == "list"


def with_columns(tmp_path, columns):
    notes = stated(columns=columns)
    rows = [["村名", "项目名称", "衔接资金(万元)"], ["甲村", "路", "5"]]
    [statement] = identify(tmp_path, *rows, notes=notes)
    return statement


def test_notes_state_which_column_a_header_names(tmp_path):
    for name in ("下达资金", "allocated_yuan", "下达金额"):
        match = with_columns(tmp_path, {"衔接资金": name}).match
        assert (match.columns["allocated_yuan"], match.units["allocated_yuan"]) == (3, "万元")


@pytest.mark.parametrize(
    "columns",
    [{"补助资金": "下达资金"}, {"项目名称": "查无此列"}, {"健在情况": "不读"}, {"项目名称": "不读"}],
)
def test_a_header_that_the_notes_state_in_vain_holds_the_sheet(tmp_path, columns):
    statement = with_columns(tmp_path, {"衔接资金": "下达资金"} | columns)
    assert (statement.role, statement.reason.rule) == ("rejected", "unread_stated_header")


PROJECTS = ["乡镇", "行政村", "项目名称", "实施单位", "拨付资金(元)"]


@pytest.mark.parametrize(
    ("more", "cells", "register"),
    [
        (["项目负责人", "负责人身份证号"], ["某甲", "469003196001019911"], "fund_ledger"),
        (["身份证号"], [""], "fund_ledger"),
        (["姓名", "身份证号"], ["某甲", "469003196001019911"], None),
        (["姓名", "身份证号"], ["某甲", ""], None),
    ],
    ids=["of whoever answers for it", "of nobody", "of persons", "of persons whose numbers are not known"],
)
def test_id_numbers_of_the_rows_outweigh_their_projects(tmp_path, more, cells, register):
    """Money of a project for a person is no project; but whoever answers for one, or a column left empty, makes no list of
    persons."""
    rows = [["东镇", "石桥村", f"道路{n}", "镇政府", "800", *cells] for n in range(3)]
    (statement,) = identify(tmp_path, ["扶贫资金项目台账"], [*PROJECTS, *more], *rows)
    assert (statement.register if statement.match else None) == register


@pytest.mark.parametrize(("named", "name_at"), [(("道路名称",), 3), (("工程名称", "道路名称"), 3)])
def test_a_list_of_roads_is_one_of_works(tmp_path, named, name_at):
    """A road is a section of the work that a column names; where none does, it is the work."""
    title = ["云溪镇2023年通组路建设情况表"]
    header = ["序号", "村", *named, "里程(公里)", "路面宽(米)", "投资(万元)", "建设进度"]
    rows = [
        ["1", "甲村", *["甲村至乙组路"] * len(named), "1.5", "3.5", "60", "已完工"],
        ["2", "乙村", *["环村路"] * len(named), "2.1", "3.5", "70", "在建"],
    ]
    (statement,) = identify(tmp_path, title, header, *rows)
    assert (statement.register, statement.role) == ("infrastructure_works", "list")
    assert statement.match is not None and statement.match.columns["work_name"] == name_at
    assert statement.match.columns["work_section"] == 2 + len(named)


def test_what_a_work_cost_in_all_is_no_plan_of_funds(tmp_path):
    """Columns of works, and of funds none but the whole cost, which may be anybody's: the title does not decide."""
    header = ["乡镇", "行政村", "路线名称", "起止点", "里程(公里)", "总投资(万元)", "是否完工"]
    row = ["东镇", "石桥村", "环村路", "村口至小学", "2.3", "92", "是"]
    (statement,) = identify(tmp_path, ["某县通组公路建设完成情况表"], header, row)
    assert statement.reason.rule == "total_alone"
    assert "infrastructure_works" in statement.reason.zh and "fund_ledger" in statement.reason.zh


@pytest.mark.parametrize(
    "areas",
    [
        ("旗县", "苏木乡镇", "嘎查村"),
        ("旗(县、区)", "苏木(乡镇)", "嘎查"),
        ("县(区、市)", "镇街", "村居"),
        ("所在县", "镇(街道)", "建制村"),
    ],
)
def test_areas_are_read_as_provinces_spell_them(tmp_path, areas):
    row = ["云溪县", "东镇", "石桥村", "道路", "5"]
    (statement,) = identify(tmp_path, [*areas, "项目名称", "下达资金(元)"], row)
    assert statement.match
    assert [statement.match.columns.get(level) for level in ("county", "township", "village")] == [1, 2, 3]


def test_what_incomes_were_spent_on_needs_no_receipt(tmp_path):
    header = ["村", "支出用途", "支出金额(元)", "受益户数", "支出日期"]
    (statement,) = identify(
        tmp_path, ["某镇光伏收益使用情况"], header, ["甲村", "公益岗工资", "600", "2", "2018-06-30"]
    )
    assert (statement.role, statement.register) == ("list", "collective_incomes")


def test_what_assets_yield_is_of_incomes_beside_columns_of_assets(tmp_path):
    header = ["村", "资产名称", "资产类型", "资产原值(万元)", "经营主体", "年收益(万元)"]
    row = ["甲村", "冷库", "经营性资产", "45", "某合作社", "2.7"]
    (statement,) = identify(tmp_path, ["某镇帮扶项目资产收益台账"], header, row)
    assert (statement.role, statement.register) == ("list", "collective_incomes")


def test_a_list_of_bridges_is_one_of_works(tmp_path):
    header = ["桥梁名称", "所在村", "长度（米）", "投资额（万元）", "资金来源", "建设状态"]
    (statement,) = identify(
        tmp_path, ["某镇便民桥建设情况"], header, ["北桥", "甲村", "22", "36", "县级配套", "已建成"]
    )
    assert (statement.role, statement.register) == ("list", "infrastructure_works")


@pytest.mark.parametrize(
    ("title", "header", "register", "columns"),
    [
        (
            "某镇贫困村退出情况一览表",
            ["村名", "贫困村类别", "农业户籍人口", "退出情况"],
            "villages",
            {"poor_village_level": 2, "rural_persons": 3, "poor_village_exit_year": 4},
        ),
        (
            "某镇2021年社会爱心捐赠发放台账",
            ["捐赠方", "受助户", "身份证号", "金额(元)", "发放时间"],
            "benefit_payments",
            {"donor": 1, "head_name": 2, "paid_yuan": 4},
        ),
        (
            "某镇受灾情况台账",
            ["村", "户主", "人口", "灾害种类", "受灾情况", "经济损失(万元)"],
            "disaster_impacts",
            {"persons": 3, "loss_yuan": 6},
        ),
        (
            "某镇2024年项目储备库",
            ["项目名称", "项目类别", "实施地点", "估算投资(万元)"],
            "fund_ledger",
            {"planned_yuan": 4},
        ),
        (
            "某镇档案移交清单",
            ["村", "档案类别", "案卷题名", "册(盒)数"],
            "ledger_files",
            {"ledger_class": 2, "ledger_name": 3, "ledger_quantity": 4},
        ),
    ],
)
def test_lists_in_other_words_are_read(tmp_path, title, header, register, columns):
    (statement,) = identify(tmp_path, [title], header)
    assert (statement.role, statement.register) == ("list", register)
    assert statement.match is not None and columns.items() <= statement.match.columns.items()


def test_how_many_drink_safely_is_a_screening(tmp_path):
    """Of 320 households two lack it."""
    header = ["村", "总户数", "达标户数", "未达标户数", "未达标原因"]
    title = ["某镇农村饮水安全达标情况"]
    (statement,) = identify(tmp_path, title, header, ["甲村", "320", "318", "2", "水量不足"])
    assert (statement.role, statement.register) == ("list", "screenings")
    assert statement.match and statement.match.columns["households"] == 2
    assert statement.match.columns["problem_households"] == 4


def test_what_is_paid_by_semester_is_named_for_what_it_is(tmp_path):
    header = ["村", "学生姓名", "身份证号", "就读学校", "春季学期（元）", "秋季学期（元）"]
    row = ["甲村", "某甲", "", "某中学", "625", "625"]
    (statement,) = identify(tmp_path, ["某镇脱贫家庭学生资助发放花名册"], header, row)
    assert (statement.role, statement.register) == ("rejected", "benefit_payments")
    assert "春季学期" in statement.reason.zh


def test_the_export_of_a_hotline_is_a_list_of_orders(tmp_path):
    header = ["工单号", "渠道", "来电时间", "诉求内容", "要求办结时间", "实际办结时间"]
    row = ["A-1", "热线", "2023-03-01", "某事", "2023-03-08", "2023-03-06"]
    (statement,) = identify(tmp_path, ["12345热线工单办理情况"], header, row)
    assert (statement.role, statement.register) == ("list", "work_orders")
    assert statement.match and {"received_on", "order_due_on", "order_closed_on"} <= {
        *statement.match.columns
    }
