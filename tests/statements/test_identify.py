"""A sheet is identified by evidence, and a table that cannot be read in its form is rejected with the reason."""

import pytest

from pipelines.deliveries.notes import Notes
from pipelines.workbooks.needs import columns_of, header
from tests.support.statements import FORM_27, FORM_32, PUPILS, REGISTERS, WHO, heads, identify, pupils


def test_long_list_without_its_key_is_not_taken_for_a_shorter_one(tmp_path):
    headers = [header for header in FORM_27 if header != "证件号码"] + ["发放金额"]
    (statement,) = identify(tmp_path, headers)
    assert statement.role == "rejected"
    assert statement.register == "persons"


def test_capital_and_payouts_in_one_row_are_statements_of_both_registers(tmp_path):
    header = ["行政村", "户编号", "合作方", "入股年度", "入股金额(元)", "应分红金额", "发放金额(元)"]
    statements = identify(tmp_path, header, ["石桥村", "1001", "某合作社", "2018", "10000", "600", "500"])
    assert {statement.register: statement.role for statement in statements} == {
        "capital_contributions": "list",
        "dividend_payouts": "list",
    }
    columns = {statement.register: statement.match.columns for statement in statements if statement.match}
    assert columns["capital_contributions"]["capital_yuan"] == 5
    assert columns["dividend_payouts"]["due_yuan"] == 6
    assert columns["dividend_payouts"]["paid_yuan"] == 7


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


MONEY = ["序号", "行政村", "户主姓名", "身份证号", "发放金额(元)"]


@pytest.mark.parametrize(
    ("title", "header"),
    [
        ("某镇护林员补助表", MONEY),
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


PARTNER = [*MONEY, "合作企业"]


@pytest.mark.parametrize(
    ("title", "file", "kind"),
    [
        ("某合作社2019年到期入股本金退还发放表", "表.xlsx", "股金退还发放表"),
        ("某镇2019年退股花名册", "表.xlsx", "股金退还发放表"),
        ("某镇2019年土地流转租金发放表", "表.xlsx", "土地流转租金发放表"),
        ("某镇2019年土地流转费发放表", "表.xlsx", "土地流转租金发放表"),
        ("某镇2019年发放表", "退股.xlsx", "股金退还发放表"),
    ],
)
def test_a_column_of_partners_does_not_hold_against_a_title_of_other_money(tmp_path, title, file, kind):
    (statement,) = identify(tmp_path, [title], PARTNER, file=file)
    assert (statement.role, statement.kind) == ("other", kind)


@pytest.mark.parametrize(
    ("title", "amount", "role"),
    [
        ("某镇2019年土地流转入股分红发放表", "发放金额(元)", "list"),
        ("某镇2019年按入股本金8%分红发放表", "发放金额(元)", "list"),
        ("种粮农民合作社2019年发放表", "发放金额(元)", "list"),
        ("某镇2019年土地流转户发放表", "分红金额(元)", "list"),
        ("某镇2019年分红和工资发放表", "发放金额(元)", "rejected"),
        ("某镇2019年退股及分红发放表", "发放金额(元)", "rejected"),
        ("某镇2019年土地租金发放表", "分红金额(元)", "rejected"),
    ],
)
def test_what_names_the_dividend_holds_but_for_words_that_take_it_back(tmp_path, title, amount, role):
    (statement,) = identify(tmp_path, [title], [*PARTNER[:4], amount, "合作企业"])
    assert statement.role == role
    if role == "rejected":
        assert statement.reason.rule == "contradicting_evidence"


def test_a_list_of_refunds_is_no_list_of_capital(tmp_path):
    header = ["行政村", "户编号", "合作方", "入股年度", "入股金额(元)"]
    (invested,) = identify(tmp_path, ["某镇2018年产业补助资金入股台账"], header)
    (refunded,) = identify(tmp_path, ["某镇2019年退股台账"], header)
    assert (invested.role, refunded.reason.rule) == ("list", "contradicting_evidence")


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


def test_a_table_of_a_year_book_is_named_for_what_it_seems(tmp_path):
    """Its year and source are columns of a fund ledger, and it has no amount."""
    header = ["年份", "贫困人口(万人)", "贫困发生率(%)", "来源"]
    (statement,) = identify(
        tmp_path, header, ["2017", "3046", "3.1", "公报"], ["2018", "1660", "1.7", "公报"]
    )
    assert (statement.role, statement.kind) == ("other", "统计资料")


def test_money_that_nothing_names_is_held_back(tmp_path):
    (statement,) = identify(tmp_path, ["某镇发放表"], MONEY)
    assert (statement.role, statement.reason.rule) == ("rejected", "no_evidence")


def test_a_title_for_and_against_is_held_back(tmp_path):
    (statement,) = identify(tmp_path, ["某村公益岗工资发放表(光伏收益)"], MONEY)
    assert (statement.role, statement.reason.rule) == ("rejected", "contradicting_evidence")


def test_a_column_may_name_what_is_paid(tmp_path):
    header = ["姓名", "证件号码", "发放类别", "发放月份", "发放金额"]
    rows = [["某甲", "", "公益岗位补贴", f"20210{month}", "500"] for month in (1, 2, 3)]
    (statement,) = identify(tmp_path, header, *rows)
    assert (statement.role, statement.kind, statement.reason.rule) == (
        "other",
        "公益岗补贴发放表",
        "other_ledger",
    )


def test_a_list_of_persons_with_facts_of_a_register_is_of_that_one(tmp_path):
    header = ["户编号", "姓名", "证件号码", "与户主关系", "户类型", "文化程度", "务工企业名称"]
    (statement,) = identify(tmp_path, ["务工花名册"], header)
    assert (statement.role, statement.register) == ("list", "workers")


def test_the_notes_make_an_extract_what_they_say(tmp_path):
    (statement,) = identify(tmp_path, PUPILS, *pupils("之子"), notes=stated(role="correction"))
    assert (statement.role, statement.register, statement.confidence) == ("correction", "persons", "stated")
    assert statement.match is not None


def monitored(kind):
    row = {"户编号": "1001", "姓名": "某甲", "易返贫致贫户(监测对象)类型": kind}
    return [row.get(header, "") for header in FORM_32]


def test_the_full_form_is_of_the_monitored_by_its_name_and_every_row(tmp_path):
    title, some = ["监测对象名单"], monitored("脱贫不稳定户")
    (other,) = identify(tmp_path, title, FORM_32, some, some)
    (named_only,) = identify(tmp_path, title, FORM_32, some, monitored(""))
    (filled_only,) = identify(tmp_path, ["脱贫人口名单"], FORM_32, some, some)
    found = [one.register for one in (other, named_only, filled_only)]
    assert found == ["monitored_households", "persons", "persons"]


HOUSEHOLDS = ["行政村", "户编号", "户主姓名", "身份证号", "家庭人口", "脱贫属性"]


def test_a_list_of_households_is_of_household_grain(tmp_path):
    (statement,) = identify(tmp_path, HOUSEHOLDS, ["石桥村", "1001", "某甲", "", "3", "未脱贫"])
    assert statement.grain == "household"
    assert statement.match is not None
    assert statement.match.columns["person_name"] == 3
    assert statement.match.columns["household_size_persons"] == 5


@pytest.mark.parametrize(("second", "grain"), [("1002", "household"), ("1001", "person")])
def test_the_rows_decide_the_grain_where_headers_leave_it_open(tmp_path, second, grain):
    header = ["行政村", "户编号", "姓名", "身份证号", "家庭人口", "脱贫属性"]
    rows = [["石桥村", number, "某甲", "", "2", "未脱贫"] for number in ("1001", second)]
    (statement,) = identify(tmp_path, header, *rows)
    assert statement.grain == grain


@pytest.mark.parametrize(
    "rows",
    [([],), (["封面"], ["2018年12月"]), (["说明", "本表由各村填报"],)],
    ids=["empty", "cover", "notes"],
)
def test_a_sheet_of_no_register_is_rejected(tmp_path, rows):
    (statement,) = identify(tmp_path, *rows)
    assert statement.role == "other"
    assert statement.reason.rule == "not_a_register"


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


def test_a_sheet_held_back_names_the_line_that_decides(tmp_path):
    (statement,) = identify(tmp_path, ["某镇发放表"], MONEY)
    assert (
        "- {file: 表.xlsx, sheet: 表, register: benefit_payments or dividend_payouts}" in statement.reason.en
    )


def test_a_sheet_named_by_a_number_is_quoted_in_the_line(tmp_path):
    (statement,) = identify(tmp_path, ["某镇发放表"], MONEY, name="2019")
    assert (
        "- {file: 表.xlsx, sheet: '2019', register: benefit_payments or dividend_payouts}"
        in statement.reason.en
    )


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


def test_a_missing_column_is_told_with_the_headers_and_the_line_to_paste(tmp_path):
    (statement,) = identify(tmp_path, ["某镇2019年未脱贫户花名册"], NO_STATUS)
    assert statement.reason.rule == "missing_header"
    assert "表头有:行政村、户编号、姓名、证件号码、人数、与户主关系、主要致贫原因" in statement.reason.zh
    line = "- {file: 表.xlsx, sheet: 表, defaults: {脱贫属性: 未脱贫}}"
    assert line in statement.reason.zh and line in statement.reason.en


def test_no_line_is_printed_for_what_differs_from_row_to_row(tmp_path):
    (statement,) = identify(
        tmp_path, ["某镇未脱贫户"], ["行政村", "户编号", "姓名", "与户主关系", "脱贫属性"]
    )
    assert "证件号码" in statement.reason.zh and "defaults" not in statement.reason.zh


@pytest.mark.parametrize("name", ["exit_status", "脱贫属性", "是否脱贫"])
def test_defaults_may_name_a_column_as_headers_do(tmp_path, name):
    notes = stated(defaults={name: "未脱贫"})
    assert identify(tmp_path, NO_STATUS, notes=notes)[0].role == "list"


def test_a_summary_by_village_is_named_as_one(tmp_path):
    above = ["行政村", "建档立卡", "", "已脱贫", "", "未脱贫", "", "贫困发生率"]
    below = ["", "户数", "人数", "户数", "人数", "户数", "人数", ""]
    rows = [above, below, ["石桥村", "20", "61", "18", "57", "2", "4", "1%"]]
    merged = [(1, 2, 1, 3), (1, 4, 1, 5), (1, 6, 1, 7)]
    (statement,) = identify(tmp_path, *rows, merged=merged)
    assert (statement.role, statement.reason.rule) == ("summary", "summary_by_area")


@pytest.mark.parametrize("title", ["2019年自然增加人口名单", "某镇建档立卡自然减少人口名单", "新增人口"])
def test_a_list_of_births_and_deaths_says_that_households_stay(tmp_path, title):
    head = {"户编号": "1", "姓名": "某甲", "与户主关系": "户主", "脱贫属性": "未脱贫", "在校生状况": "小学"}
    (statement,) = identify(tmp_path, [title], FORM_27, [head.get(header, "") for header in FORM_27])
    assert (statement.role, statement.kind) == ("extract", "人口自然变更名单")
    assert "没有增减" in statement.reason.zh and "完整名册" in statement.reason.advice[0]


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("累计支出资金(万元)", "paid_yuan"),
        ("支付资金(万元)", "paid_yuan"),
        ("实际支出(万元)", "paid_yuan"),
        ("累计拨付金额(万元)", "disbursed_yuan"),
        ("投入年度", "year"),
        ("乡(镇)街", "township"),
        ("本月支出(万元)", None),
    ],
)
def test_headers_in_common_use_are_read_as_what_they_mean(tmp_path, header, column):
    (statement,) = identify(tmp_path, ["项目名称", "行政村", "计划资金(万元)", header])
    assert statement.match is not None
    found = {index: name for name, index in statement.match.columns.items()}
    assert found.get(4) == column


WATCHED = [
    "序号",
    "村",
    "户编号",
    "户主姓名",
    "身份证号",
    "家庭人口",
    "户类型",
    "监测对象类别",
    "风险是否消除",
]


@pytest.mark.parametrize(
    ("title", "header", "rows", "found"),
    [
        ("防返贫监测对象名单", FORM_32, [monitored("脱贫不稳定户")], "monitored_households"),
        ("边缘易致贫户台账", WATCHED, [], "monitored_households"),
        ("石桥镇三类户名单", [*WATCHED, "帮扶措施", "监测员"], [], "monitored_households"),
        ("", [one for one in WATCHED if one != "户类型"], [], "monitored_households"),
        ("户人名单", FORM_32, [monitored("脱贫不稳定户")], "persons"),
        ("建档立卡脱贫户名单", WATCHED, [], "persons"),
    ],
)
def test_a_list_of_monitored_households_is_not_the_registry_of_the_poor(tmp_path, title, header, rows, found):
    """The national export has columns of monitoring too: its title, or that every row fills them, decides."""
    (statement,) = identify(tmp_path, [title], header, *rows)
    assert (statement.register, statement.role) == (found, "list")


@pytest.mark.parametrize("title", ["监测对象公益性岗位补贴发放表", "监测户小额信贷台账"])
def test_a_list_of_other_facts_on_monitored_households_is_not_theirs(tmp_path, title):
    (statement,) = identify(tmp_path, [title], [*WATCHED, "金额(元)"])
    assert statement.match is None


def with_columns(tmp_path, columns):
    notes = stated(columns=columns)
    rows = [["村名", "项目名称", "衔接资金(万元)"], ["甲村", "路", "5"]]
    [statement] = identify(tmp_path, *rows, notes=notes)
    return statement


def test_notes_state_which_column_a_header_names(tmp_path):
    for name in ("下达资金", "allocated_yuan", "下达金额"):
        match = with_columns(tmp_path, {"衔接资金": name}).match
        assert (match.columns["allocated_yuan"], match.units["allocated_yuan"]) == (3, "万元")


def test_a_refusal_of_money_without_its_stage_prints_the_line(tmp_path):
    [statement] = identify(tmp_path, ["村名", "项目名称", "衔接资金(万元)"], ["甲村", "路", "5"])
    line = "- {file: 表.xlsx, sheet: 表, columns: {衔接资金: 计划资金}}"
    assert all(line in sentence for sentence in statement.reason.sentences)


@pytest.mark.parametrize("columns", [{"补助资金": "下达资金"}, {"项目名称": "查无此列"}])
def test_a_header_that_the_notes_state_in_vain_holds_the_sheet(tmp_path, columns):
    statement = with_columns(tmp_path, {"衔接资金": "下达资金"} | columns)
    assert (statement.role, statement.reason.rule) == ("rejected", "unread_stated_header")


def test_a_table_without_its_partner_is_told_the_line_that_states_it(tmp_path):
    """The table of dividends as counties print it: it names no partner and no year."""
    [statement] = identify(
        tmp_path, ["乡(镇)街", "投入资金(万元)", "按投入资金6%收益(万元)"], ["甲镇", "5", "0.3"]
    )
    assert "defaults: {合作方: …, 入股年度: …}" in statement.reason.zh


@pytest.mark.parametrize("header", ["务工天数", "流转面积(亩)"])
def test_partner_who_pays_by_days_or_by_area_pays_no_dividends(tmp_path, header):
    paid = ["村名", "户主姓名", "身份证号", "合作社", header, "发放金额(元)"]
    row = ["薛宅村", "某甲", "469003197501019901", "富民合作社", "20", "2000"]
    registers = [
        [one.register for one in identify(tmp_path, *title, paid, row) if one.match]
        for title in ([], [["2020年入股分红发放表"]])
    ]
    assert ["dividend_payouts" in found for found in registers] == [False, True]


@pytest.mark.parametrize(
    ("header", "texts", "word"),
    [
        ("数据日期", ("20191231", "20191231"), ["数据日期:20191231"]),
        ("年度", ("2019", "2019"), ["年度:2019"]),
        ("数据日期", ("20191231", "20200630"), []),
    ],
)
def test_column_with_the_day_of_an_export_is_among_the_words_of_a_list(tmp_path, header, texts, word):
    rows = [[*row, text] for row, text in zip(heads("1"), texts, strict=False)]
    (statement,) = identify(tmp_path, [*WHO, header], *rows)
    assert [one for one in statement.words if ":" in one] == word
