"""Templates: whatever a clerk fills in by them is read without a finding; sent empty, they hold no data."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from pipelines.common.errors import UserError
from pipelines.deliveries.units import find_unit
from pipelines.registers.areas import AREA_LEVELS
from pipelines.registers.columns import Column
from pipelines.registers.contract import Register
from pipelines.workbooks.hidden_pages import OPTIONS, terms_of
from pipelines.workbooks.instructions import INSTRUCTIONS
from pipelines.workbooks.needs import columns_of, header
from pipelines.workbooks.template import find_register, write_template
from tests.support.desk import REGISTERS, Desk
from tests.synthetic.people import with_check_digit

HEAD, WIFE = with_check_digit("46900319600101999"), with_check_digit("46900319620203998")
PLACE = {"县": "儋州市", "乡镇": "木棠镇", "行政村": "薛宅村"}
FAMILY = {
    **PLACE, "自然村": "二组", "*户编号": "469003000001", "人数": 2, "民族": "汉族", "文化程度": "小学",
    "在校生状况": "非在校生", "健康状况": "健康", "劳动技能": "普通劳动力", "参加大病医疗": "是", "脱贫属性": "已脱贫",
    "脱贫年度": 2017, "贫困户属性": "一般贫困户", "主要致贫原因": "缺技术", "危房户": "否", "是否解决安全饮用水": "是",
    "饮水困难": "否", "人均纯收入(元)": 5230.5, "户联系电话": "15400000001", "人联系电话": "15400000001",
    "首次识别时间": date(2014, 6, 1), "人员识别时间": date(2014, 6, 1), "户类型": "脱贫户",
}  # fmt: skip
PAYER = {
    **PLACE,
    "户编号": "469003000001",
    "户主姓名": "王甲一",
    "户主证件号码": HEAD,
    "受益对象类别": "建档立卡户",
}

FILLED: dict[str, list[dict[str, Any]]] = {
    "persons": [
        {**FAMILY, "人编号": "46900300000101", "姓名": "王甲一", "*证件号码": HEAD, "与户主关系": "户主",
         "务工状况": "省外务工", "务工时间(月)": 6},
        {**FAMILY, "人编号": "46900300000102", "姓名": "李乙二", "*证件号码": WIFE, "与户主关系": "配偶"},
    ],
    "villages": [
        {**{"*" * (k == "行政村") + k: v for k, v in PLACE.items()}, "是否贫困村": "是", "贫困村类型": "省定",
         "是否深度贫困村": "否", "出列年度": 2017, "总户数": 310, "总人口数": 1250, "农村户数": 300, "农村人口数": 1201,
         "村级集体经济收入(元)": 50000, "低保户数": 12, "低保人口数": 20},
    ],
    "exit_plans": [{**PLACE, "*计划脱贫年度": 2018, "计划脱贫户数": 40, "计划脱贫人数": 163}],
    "capital_contributions": [
        {**PAYER, "*合作方": "某某合作社", "合作方原名": "某合作社", "*入股年度": 2017, "*入股金额(元)": 5000,
         "约定分红比例": 0.06},
        {**PLACE, "出资方": "薛宅村集体", "受益对象类别": "村集体", "*合作方": "某某合作社", "*入股年度": 2017,
         "*入股金额(元)": 20000, "约定分红比例": 0.06},
    ],
    "dividend_payouts": [
        {**PAYER, "一卡通账号": "9999000000000000001", "合作方": "某某合作社", "入股年度": 2017, "分红年度": 2018,
         "发放日期": date(2018, 12, 20), "批次": "第一批", "应发金额(元)": 300, "*发放金额(元)": 280.25},
        {**PLACE, "受益对象类别": "低保户", "人(户)数": 7, "标准(元)": 100, "合作方": "某某合作社", "入股年度": 2017,
         "分红年度": 2018, "发放日期": date(2018, 12, 20), "批次": "第一批", "*发放金额(元)": 700},
    ],
    "fund_ledger": [
        {**PLACE, "实施地点": "木棠镇薛宅村", "资金年度": 2018, "资金文号": "某财农〔2018〕1号", "资金级次": "中央",
         "资金来源": "专项扶贫资金", "批次": "第一批", "项目类别": "产业发展", "到村到户": "到村", "项目名称": "道路硬化",
         "建设内容": "硬化村道", "责任单位": "木棠镇人民政府", "单位类型": "乡镇", "计划资金(元)": 120000,
         "下达资金(元)": 100000, "拨付资金(元)": 80000, "支出资金(元)": 75000.5, "结算资金(元)": 75000.5,
         "结余资金(元)": 24999.5, "支出进度": 0.75},
    ],
    "reported_figures": [
        {"*数据编号": "A1", **PLACE, "*数据期间": "2018", "*主题": "脱贫", "*指标": "脱贫人数", "维度": "{}", "*数值": 163,
         "*计量单位": "人", "性质": "实际数", "*来源": "某报告"},
    ],
}  # fmt: skip
READ: dict[str, list[dict[str, Any]]] = {
    "persons": [
        {"person_name": "王*", "relation": "户主", "work_months": 6, "household_size_persons": 2, "exit_year": 2017,
         "net_income_per_person_yuan": Decimal("5230.50"), "household_identified_month": date(2014, 6, 1)},
        {"person_name": "李*", "relation": "配偶", "household_id": "469003000001", "has_dangerous_house": False},
    ],
    "villages": [
        {"village": "薛宅村", "is_poor_village": True, "poor_village_exit_year": 2017, "rural_persons": 1201,
         "collective_income_yuan": 50000, "dibao_persons": 20},
    ],
    "exit_plans": [{"exit_year": 2018, "planned_households": 40, "planned_persons": 163}],
    "capital_contributions": [
        {"household_id": "469003000001", "capital_yuan": 5000, "contract_rate": 0.06, "invested_year": 2017},
        {"contributor": "薛宅村集体", "household_id": None, "capital_yuan": 20000},
    ],
    "dividend_payouts": [
        {"paid_yuan": Decimal("280.25"), "due_yuan": 300, "payout_on": date(2018, 12, 20), "round": "第一批"},
        {"paid_yuan": 700, "beneficiaries": 7, "standard_yuan": 100, "household_id": None},
    ],
    "fund_ledger": [
        {"planned_yuan": 120000, "allocated_yuan": 100000, "disbursed_yuan": 80000, "paid_yuan": Decimal("75000.50"),
         "settled_yuan": Decimal("75000.50"), "unspent_yuan": Decimal("24999.50"), "stated_rate": 0.75, "year": 2018},
    ],
    "reported_figures": [{"figure_id": "A1", "value": 163, "value_unit": "人"}],
}  # fmt: skip


BY_KIND: dict[str, Any] = {
    "text": "某某", "place": "木棠镇薛宅村", "household_id": "469003000001", "person_id_number": HEAD,
    "person_name": "王甲一", "bank_account": "9999000000000000001", "phone": "15400000001", "count": 3, "money": 120.5,
    "measure": 2, "ratio": 0.25, "year": 2018, "month": date(2018, 6, 1), "date": date(2018, 6, 20), "flag": "是",
}  # fmt: skip
LEVELS = dict(zip(AREA_LEVELS, PLACE.values(), strict=True))


def made_up(register: Register) -> dict[str, Any]:
    """A row by header with a value in each column."""

    def value(column: Column) -> Any:
        return (
            LEVELS.get(column.name)
            or next(iter(terms_of(column)), None)
            or column.example
            or BY_KIND[column.kind]
        )

    return {header(column): value(column) for column in columns_of(register)}


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


def write(desk, register, unit=None):
    path = desk.inbox / f"{REGISTERS[register].title}.xlsx"
    write_template(REGISTERS[register], path, unit)
    return path


def fill_in(path, title, rows):
    """Fill rows, by header, into the template, as somebody who opens it does."""
    book = openpyxl.load_workbook(path)
    page = book[title]
    columns = {cell.value: cell.column for cell in page[1]}
    for number, row in enumerate(rows, start=2):
        for name, value in row.items():
            page.cell(number, columns[name], value)
    book.save(path)


@pytest.mark.parametrize("register", REGISTERS)
def test_filled_in_a_template_is_read_without_a_finding(desk, register):
    path = write(desk, register)
    fill_in(path, REGISTERS[register].title, FILLED.get(register) or [made_up(REGISTERS[register])])
    outcome = desk.clean()
    assert (outcome.marks, outcome.findings) == ([], [])
    rows = outcome.rows(register)
    for row, expected in zip(rows, READ.get(register, [{}]), strict=True):
        assert {name: row[name] for name in expected} == expected
        assert register in READ or None not in {row[column.name] for column in REGISTERS[register].columns}
    [sheet] = outcome.sheets
    assert (sheet["register"], sheet["accepted"], sheet["non_data"]) == (register, len(rows), 1)


@pytest.mark.parametrize("register", REGISTERS)
def test_an_empty_template_holds_no_data_and_is_told(desk, register):
    write(desk, register)
    outcome = desk.clean()
    assert [(sheet["rows_read"], sheet["non_data"]) for sheet in outcome.sheets] == [(1, 1)]
    assert {finding["rule"] for finding in outcome.findings} == {"no_rows"}
    own = [s["sheet"] for s in outcome._table("_statements") if s["rule"] == "feedback_page"]
    assert {INSTRUCTIONS, OPTIONS} < {*own}
    assert outcome.rows(register) == []


def test_what_a_unit_leaves_open_is_of_its_own_place(desk):
    unit = find_unit(desk.folder / "raw", "木棠镇")
    path = write(desk, "exit_plans", unit)
    fill_in(path, "年度脱贫计划", [{"行政村": "薛宅村", "*计划脱贫年度": 2018, "计划脱贫户数": 40}])
    outcome = desk.clean()
    assert outcome.findings == []
    [row] = outcome.rows("exit_plans")
    assert (row["county"], row["township"], row["village"]) == ("儋州市", "木棠镇", "薛宅村")
    book = openpyxl.load_workbook(path)
    assert chosen_from(book, "年度脱贫计划") == {
        "县": ["儋州市"],
        "乡镇": ["木棠镇"],
    }
    said = [cell.value for cell in book[INSTRUCTIONS]["A"] if isinstance(cell.value, str)]
    assert any("儋州市木棠镇" in line for line in said) and any(
        "data/raw/木棠镇/期间/" in line for line in said
    )


def chosen_from(book, title):
    """Header → what its drop-down offers."""
    page, found = book[title], {}
    for check in page.data_validations.dataValidation:
        if check.type == "list":
            [place] = re.findall(r"\$([A-Z]+)\$1:\$[A-Z]+\$(\d+)", check.formula1)
            terms = [book[OPTIONS][f"{place[0]}{row}"].value for row in range(1, int(place[1]) + 1)]
            column = str(check.sqref).partition("2:")[0]
            found[page[f"{column}1"].value] = terms
    return found


def test_columns_are_in_the_order_of_the_contract_marked_and_checked(desk):
    book = openpyxl.load_workbook(write(desk, "capital_contributions"))
    page = book["入股台账"]
    assert [cell.value for cell in page[1]] == [
        "县", "乡镇", "行政村", "户编号", "户主姓名", "户主证件号码", "出资方", "受益对象类别", "*合作方", "合作方原名",
        "*入股年度", "入股户数", "*入股金额(元)", "约定分红比例",
    ]  # fmt: skip
    assert page.freeze_panes == "A2"
    formats = {cell.value: page.column_dimensions[cell.column_letter].number_format for cell in page[1]}
    assert formats["户编号"] == formats["户主证件号码"] == "@"
    assert formats["*入股金额(元)"] == "#,##0.00" and formats["约定分红比例"] == "0.00%"
    checks = {str(check.sqref): check for check in page.data_validations.dataValidation}
    assert set(checks) == {f"{letter}2:{letter}1048576" for letter in "FHKLMN"}
    number, year, money = (checks[f"{letter}2:{letter}1048576"] for letter in "FKM")
    assert number.type == "custom" and "F2" in number.formula1 and len(number.formula1) < 256
    assert (year.type, year.formula1, year.formula2, year.errorStyle) == ("whole", "1949", "2099", None)
    assert (money.type, money.operator, money.formula1) == ("decimal", "greaterThanOrEqual", "0")
    assert chosen_from(book, "入股台账")["受益对象类别"][:2] == ["建档立卡户", "低保户"]


def test_a_register_is_found_by_either_name():
    assert find_register(REGISTERS, "入股台账") is find_register(REGISTERS, "capital_contributions")
    with pytest.raises(UserError) as refused:
        find_register(REGISTERS, "低保台账")
    assert all("低保台账" in sentence for sentence in refused.value.sentences)
    assert "入股台账" in refused.value.sentences[0] and "capital_contributions" in refused.value.sentences[1]


def test_what_somebody_may_have_filled_in_is_not_overwritten(desk):
    path = write(desk, "villages")
    before = path.read_bytes()
    with pytest.raises(UserError, match="exists already"):
        write(desk, "villages")
    assert path.read_bytes() == before
