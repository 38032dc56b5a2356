"""The catalogue of damage: each kind planted into an otherwise good file, and what must come of it.

A kind states where it strikes. `broken` cells must be quarantined by that rule at that cell; `read` cells must give
that value. Every other row of the file must be accepted: what is not planted must not be found.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from tests.support.desk import LEDGER, PERSONS, Desk, person

Mark = tuple[str | None, str]

VILLAGES = ("行政村", "总户数", "总人口数", "是否贫困村", "出列年度", "村级集体经济收入(万元)")
PAYOUTS = (
    "行政村",
    "户编号",
    "户主姓名",
    "一卡通账号",
    "合作方",
    "入股年度",
    "发放日期",
    "发放金额(元)",
    "标准",
)
RATES = ("行政村", "项目名称", "资金年度", "资金级次", "下达资金(元)", "支出进度")
RISKS = (
    "行政村",
    "户编号",
    "姓名",
    "证件号码",
    "户类型",
    "首次识别时间",
    "人均纯收入(元)",
    "是否参加大病保险",
)


def _ledger(n: int) -> list[Any]:
    return ["木棠镇", "薛宅村", "2018", f"项目{n}", f"{1000 + n}"]


def _village(n: int) -> list[Any]:
    return [f"{'甲乙丙丁戊己'[n % 6]}家庄村", f"{200 + n}", f"{900 + n}", "是", "2018", f"{n + 1}.5"]


def _payout(n: int) -> list[Any]:
    return [
        "薛宅村",
        f"4690030{n:05}",
        "王甲一",
        f"6228480000000{n:06}",
        "某合作社",
        "2017",
        "2018-12-31",
        f"{500 + n}",
        "500",
    ]


def _rate(n: int) -> list[Any]:
    return ["薛宅村", f"项目{n}", "2018", "中央", f"{1000 + n}", "73.79%"]


def _risk(n: int) -> list[Any]:
    return ["薛宅村", f"4690030{n:05}", "王甲一", person(n)[6], "脱贫户", "201412", f"{4000 + n}", "是"]


FORMS: dict[str, tuple[tuple[str, ...], Callable[[int], list[Any]], str]] = {
    "ledger": (LEDGER, _ledger, "fund_ledger"),
    "persons": (PERSONS, person, "persons"),
    "villages": (VILLAGES, _village, "villages"),
    "payouts": (PAYOUTS, _payout, "dividend_payouts"),
    "rates": (RATES, _rate, "fund_ledger"),
    "risks": (RISKS, _risk, "persons"),
}
SPARED = {
    *(
        "人编号",
        "联系电话",
        "人数",
        "与户主关系",
        "首次识别时间",
        "脱贫年度",
        "是否参加大病保险",
        "一卡通账号",
        "发放日期",
    ),
    *("项目名称", "资金级次", "支出进度", "总户数", "总人口数", "是否贫困村", "村级集体经济收入(万元)"),
}
"""Columns of which a faulty cell is set aside alone: without it the row counts all the same."""
SPARED_BY = {("行政村", "wider_place")}
"""Columns and rules of faults with which a row counts: at the level above."""
GOOD_ROWS = 5
STRUCK = 3  # the row of data that is damaged: row 4 of the sheet, below the header


@dataclass(frozen=True)
class Expected:
    """What must come of a kind: marks in quarantine, values of a column in the struck row, the status of a sheet."""

    marks: tuple[Mark, ...] = ()
    register: str | None = None
    column: str | None = None
    value: Any = None
    accepted: int | None = None
    statuses: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Kind:
    """One kind of damage: its family, what is planted and what must come of it."""

    family: str
    name: str
    plant: Callable[[Desk], object] = field(repr=False)
    expected: Expected


def _lay(desk: Desk, number: int, rows: list[list[Any]]) -> None:
    """In turn as CSV in two encodings and as each kind of workbook: no damage may depend on the form."""
    match number % 6:
        case 0:
            desk.csv("表.csv", rows)
        case 1:
            desk.csv("表.csv", rows, encoding="gb18030")
        case 2:
            desk.xlsx("表.xlsx", rows)
        case 3:
            desk.xls("表.xls", rows)
        case 4:
            desk.xlsb("表.xlsb", rows)
        case _:
            desk.ods("表.ods", rows)


def _cell_kind(number: int, form: str, header: str, text: Any, outcome: str | tuple[str, Any]) -> Kind:
    headers, good, register = FORMS[form]
    place = headers.index(header)

    def plant(desk: Desk) -> None:
        rows = [list(headers), *(good(n) for n in range(1, GOOD_ROWS + 1))]
        rows[STRUCK][place] = text
        _lay(desk, number, rows)

    shown = (
        (text if isinstance(text, str) else f"number {text}")[:24].replace("\n", "\\n").replace("\ufffd", "?")
    )
    if isinstance(outcome, str):
        marks = ((f"{'ABCDEFGHIJKL'[place]}{STRUCK + 1}", outcome),)
        return Kind(
            "cells",
            f"{header}: {shown!r}",
            plant,
            Expected(
                marks, accepted=GOOD_ROWS - (header not in SPARED and (header, outcome) not in SPARED_BY)
            ),
        )
    column, value = outcome
    return Kind(
        "spellings",
        f"{header}: {shown!r}",
        plant,
        Expected((), register, column, value, accepted=GOOD_ROWS),
    )


GOOD_ID = person(STRUCK)[6]
SEX = "男" if int(GOOD_ID[16]) % 2 else "女"
BIRTH = date(int(GOOD_ID[6:10]), int(GOOD_ID[10:12]), int(GOOD_ID[12:14]))
_WRONG = {
    "last digit": GOOD_ID[:17] + ("1" if GOOD_ID[17] != "1" else "2"),
    "two digits swapped": GOOD_ID[:6] + GOOD_ID[7] + GOOD_ID[6] + GOOD_ID[8:],
}

BROKEN_CELLS: list[tuple[str, str, Any, str]] = [
    ("ledger", "下达资金(元)", "约500", "approximate_value"),
    ("ledger", "下达资金(元)", "500余元", "approximate_value"),
    ("ledger", "下达资金(元)", "500左右", "approximate_value"),
    ("ledger", "下达资金(元)", "不超过500", "approximate_value"),
    ("ledger", "下达资金(元)", "500元以上", "approximate_value"),
    ("ledger", "下达资金(元)", "1000-5000", "range_value"),
    ("ledger", "下达资金(元)", "2000至4000元", "range_value"),
    ("ledger", "下达资金(元)", "2000元~4000元", "range_value"),
    ("ledger", "下达资金(元)", "***", "masked_value"),
    ("ledger", "下达资金(元)", "xx", "masked_value"),
    ("ledger", "下达资金(元)", "1.23E+12", "scientific_number"),
    ("ledger", "下达资金(元)", "40①", "footnote_mark"),
    ("ledger", "下达资金(元)", "1900-02-09", "date_for_number"),
    ("ledger", "下达资金(元)", "#REF!", "excel_error"),
    ("ledger", "下达资金(元)", "#DIV/0!", "excel_error"),
    ("ledger", "下达资金(元)", "#N/A", "excel_error"),
    ("ledger", "下达资金(元)", "########", "excel_error"),
    ("ledger", "下达资金(元)", "=SUM(E1:E2)", "uncalculated_formula"),
    ("ledger", "下达资金(元)", "12.345", "too_precise_money"),
    ("ledger", "下达资金(元)", "5户", "wrong_unit"),
    ("ledger", "下达资金(元)", "待定", "amount_taken_back"),
    ("ledger", "下达资金(元)", "1,84", "not_a_number"),
    ("ledger", "下达资金(元)", "1.2.3", "not_a_number"),
    ("ledger", "下达资金(元)", "3 4", "not_a_number"),
    ("ledger", "下达资金(元)", "五百多", "approximate_value"),
    ("ledger", "下达资金(元)", "9" * 17, "number_too_large"),
    ("ledger", "下达资金(元)", "1\ufffd00", "undecodable_text"),
    ("ledger", "资金年度", "18", "not_a_year"),
    ("ledger", "资金年度", "1905", "not_a_year"),
    ("ledger", "资金年度", "2018-2020", "range_value"),
    ("ledger", "资金年度", "二0一八", "not_a_year"),
    ("ledger", "行政村", "***", "masked_value"),
    ("ledger", "行政村", "xx村", "masked_value"),
    ("ledger", "行政村", "某村", "masked_value"),
    ("ledger", "行政村", "12", "not_a_place_name"),
    ("ledger", "行政村", "#NAME?", "excel_error"),
    ("ledger", "项目名称", "#VALUE!", "excel_error"),
    ("ledger", "项目名称", "=A1", "uncalculated_formula"),
    ("ledger", "项目名称", "道\ufffd路", "undecodable_text"),
    ("ledger", "行政村", "木棠镇扶贫资金台账", "not_a_place_name"),
    ("ledger", "行政村", "薛宅村(含长老村)", "not_a_place_name"),
    ("ledger", "行政村", "薛宅村、长老村", "wider_place"),
    ("ledger", "行政村", "薛宅村 长老村", "wider_place"),
    ("ledger", "行政村", "薛宅村等3个村", "wider_place"),
    ("ledger", "行政村", "各村", "wider_place"),
    ("ledger", "行政村", "镇本级", "wider_place"),
    ("ledger", "乡镇", "2018年12月31日完工", "not_a_place_name"),
    ("persons", "证件号码", _WRONG["last digit"], "wrong_check_digit"),
    ("persons", "证件号码", GOOD_ID[:17], "malformed_id_number"),
    ("persons", "证件号码", GOOD_ID + "1", "malformed_id_number"),
    ("persons", "证件号码", GOOD_ID[:6] + "********" + GOOD_ID[14:], "masked_value"),
    ("persons", "证件号码", GOOD_ID[:6] + "xxxxxxxx" + GOOD_ID[14:], "masked_value"),
    ("persons", "证件号码", "4.69003E+17", "precision_lost"),
    ("persons", "证件号码", GOOD_ID[:6] + "19500230" + GOOD_ID[14:], "impossible_birth_date"),
    ("persons", "证件号码", GOOD_ID[:6] + "29500101" + GOOD_ID[14:], "impossible_birth_date"),
    ("persons", "证件号码", "469003501301999", "impossible_birth_date"),
    ("persons", "证件号码", "", "missing_value"),
    ("persons", "证件号码", "-", "missing_value"),
    ("persons", "证件号码", "王甲一", "malformed_id_number"),
    ("persons", "户编号", "", "missing_value"),
    ("persons", "户编号", "4.69003E+11", "precision_lost"),
    ("persons", "户编号", "4690****0001", "masked_value"),
    ("persons", "人编号", "4.69003E+13", "precision_lost"),
    ("persons", "联系电话", "154****0003", "masked_value"),
    ("persons", "联系电话", "7397500160", "leading_zeros_lost"),
    ("persons", "联系电话", 7397500160, "leading_zeros_lost"),
    ("persons", "联系电话", "739-7500160", "leading_zeros_lost"),
    ("persons", "人数", "4.5", "negative_count"),
    ("persons", "人数", "-4", "negative_count"),
    ("persons", "人数", "3户12人", "not_a_number"),
    ("persons", "与户主关系", "邻居", "unknown_term"),
    ("persons", "脱贫属性", "快脱贫", "unknown_term"),
    ("persons", "脱贫年度", "去年", "not_a_year"),
    ("villages", "总人口数", "约900", "approximate_value"),
    ("villages", "总人口数", "九百左右", "approximate_value"),
    ("villages", "总户数", "5万", "wrong_unit"),
    ("villages", "是否贫困村", "不详", "not_a_flag"),
    ("villages", "行政村", "", "missing_value"),
    ("villages", "村级集体经济收入(万元)", "3.1415926", "too_precise_money"),
    ("villages", "村级集体经济收入(万元)", "5-8万", "range_value"),
    ("payouts", "一卡通账号", "6.22848E+18", "precision_lost"),
    ("payouts", "一卡通账号", "6228****0003", "masked_value"),
    ("payouts", "发放日期", "2018-02-30", "not_a_date"),
    ("payouts", "发放日期", "12/31/2018", "not_a_date"),
    ("payouts", "发放日期", "2018年12月", "not_a_date"),
    ("payouts", "发放日期", "春节前", "not_a_date"),
    ("payouts", "发放日期", "18.3.5", "not_a_date"),
    ("payouts", "发放日期", "18年3月5日", "not_a_date"),
    ("payouts", "发放日期", "二〇一八年三月", "not_a_date"),
    ("payouts", "发放日期", "2月30日", "not_a_date"),
    ("payouts", "发放金额(元)", "", "missing_value"),
    ("payouts", "发放金额(元)", "500元/户", "wrong_unit"),
    ("rates", "支出进度", "73.79", "ratio_without_percent"),
    ("rates", "支出进度", "80%以上", "approximate_value"),
    ("rates", "资金级次", "火星级", "unknown_term"),
    ("risks", "首次识别时间", "2018.1", "ambiguous_month"),
    ("risks", "首次识别时间", "2018-13", "not_a_month"),
    ("risks", "首次识别时间", "20181", "not_a_month"),
    ("risks", "首次识别时间", "11月下旬", "not_a_month"),
    ("risks", "是否参加大病保险", "部分", "not_a_flag"),
]  # fmt: skip

SPELLINGS: list[tuple[str, str, Any, tuple[str, Any]]] = [
    ("ledger", "下达资金(元)", "１，０００", ("allocated_yuan", Decimal(1000))),
    ("ledger", "下达资金(元)", "1,234,567.89", ("allocated_yuan", Decimal("1234567.89"))),
    ("ledger", "下达资金(元)", "20万元", ("allocated_yuan", Decimal(200000))),
    ("ledger", "下达资金(元)", "￥500", ("allocated_yuan", Decimal(500))),
    ("ledger", "下达资金(元)", "20萬元", ("allocated_yuan", Decimal(200000))),
    ("ledger", "下达资金(元)", "\u200b1234.5\ufeff", ("allocated_yuan", Decimal("1234.5"))),
    ("ledger", "下达资金(元)", "\u202d1234.5\u202c", ("allocated_yuan", Decimal("1234.5"))),
    ("ledger", "下达资金(元)", "1\u2009234.5", ("allocated_yuan", Decimal("1234.5"))),
    ("ledger", "资金年度", "2018\u200b", ("year", 2018)),
    ("ledger", "行政村", "薛宅\u200b村\u200e", ("village", "薛宅村")),
    ("ledger", "行政村", "薛宅村委", ("village", "薛宅村")),
    ("ledger", "行政村", "薛宅村(贫困村)", ("village", "薛宅村")),
    ("ledger", "行政村", "全镇", ("village", None)),
    ("ledger", "下达资金(元)", "123.8 万元", ("allocated_yuan", Decimal(1238000))),
    ("ledger", "下达资金(元)", "10(其中,灾情因素6元)", ("allocated_yuan", Decimal(10))),
    ("ledger", "下达资金(元)", "伍佰元整", ("allocated_yuan", Decimal(500))),
    ("ledger", "下达资金(元)", "-500", ("allocated_yuan", Decimal(-500))),
    ("ledger", "下达资金(元)", "500.00", ("allocated_yuan", Decimal(500))),
    ("ledger", "下达资金(元)", "—", ("allocated_yuan", None)),
    ("ledger", "资金年度", "2018年度", ("year", 2018)),
    ("ledger", "资金年度", "２０１８", ("year", 2018)),
    ("ledger", "资金年度", "二〇一八年", ("year", 2018)),
    ("ledger", "资金年度", "2018-12-31", ("year", 2018)),
    ("ledger", "行政村", "薛 宅", ("village", "薛宅村")),
    ("ledger", "行政村", "薛宅村委会", ("village", "薛宅村")),
    ("ledger", "行政村", "木棠镇薛宅村", ("village", "薛宅村")),
    ("ledger", "行政村", "儋州市木棠镇薛宅村委会", ("village", "薛宅村")),
    ("ledger", "行政村", "海南省儋州市木棠镇薛宅村", ("village", "薛宅村")),
    ("ledger", "乡镇", "海南省儋州市木棠镇", ("township", "木棠镇")),
    ("persons", "县", "海南省儋州市", ("county", "儋州市")),
    ("persons", "人数", "4口人", ("household_size_persons", 4)),
    ("persons", "脱贫属性", "已脱贫（享受政策）", ("exit_status", "已脱贫")),
    ("ledger", "行政村", "薛宅村3组", ("village", "薛宅村")),
    ("ledger", "行政村", "薛宅村第三村民小组", ("village", "薛宅村")),
    ("ledger", "乡镇", "儋州市木棠镇", ("township", "木棠镇")),
    ("ledger", "乡镇", "木棠镇人民政府", ("township", "木棠镇")),
    ("ledger", "乡镇", "木棠鎮", ("township", "木棠镇")),
    ("ledger", "乡镇", "木棠", ("township", "木棠镇")),
    ("ledger", "乡镇", "", ("township", "木棠镇")),
    ("persons", "证件号码", GOOD_ID.lower(), ("id_birth_on", BIRTH)),
    ("persons", "证件号码", f" {GOOD_ID[:6]} {GOOD_ID[6:14]} {GOOD_ID[14:]} ", ("id_sex", SEX)),
    ("persons", "证件号码", GOOD_ID + "43", ("id_sex", SEX)),
    ("persons", "证件号码", "469003500101999", ("id_birth_on", date(1950, 1, 1))),
    ("persons", "证件号码", "999999195001010011", ("id_birth_on", None)),
    ("persons", "证件号码", "'" + GOOD_ID, ("id_sex", SEX)),
    ("persons", "证件号码", f"\u202d{GOOD_ID}\u202c", ("id_sex", SEX)),
    ("persons", "与户主关系", "戶主", ("relation", "户主")),
    ("persons", "脱贫属性", " 已 脱 贫 ", ("exit_status", "已脱贫")),
    ("persons", "人数", "四", ("household_size_persons", 4)),
    ("persons", "人数", "4人", ("household_size_persons", 4)),
    ("persons", "脱贫年度", "/", ("exit_year", None)),
    ("persons", "联系电话", "0", ("person_phone", None)),
    ("villages", "总人口数", "1 193", ("total_persons", 1193)),
    ("villages", "总人口数", "一千二百", ("total_persons", 1200)),
    ("villages", "是否贫困村", "√", ("is_poor_village", True)),
    ("villages", "是否贫困村", "无", ("is_poor_village", False)),
    ("villages", "村级集体经济收入(万元)", "25.712876", ("collective_income_yuan", Decimal("257128.76"))),
    ("villages", "村级集体经济收入(万元)", "29215元", ("collective_income_yuan", Decimal(29215))),
    ("payouts", "发放日期", "2018.12.31", ("payout_on", date(2018, 12, 31))),
    ("payouts", "发放日期", "2018年12月31日", ("payout_on", date(2018, 12, 31))),
    ("payouts", "发放日期", "2018年12月31号", ("payout_on", date(2018, 12, 31))),
    ("payouts", "发放日期", "20181231.0", ("payout_on", date(2018, 12, 31))),
    ("payouts", "发放日期", "43465.0", ("payout_on", date(2018, 12, 31))),
    ("payouts", "发放日期", "2018-12-31T00:00:00Z", ("payout_on", date(2018, 12, 31))),
    ("payouts", "发放日期", "2018.12.31.", ("payout_on", date(2018, 12, 31))),
    ("payouts", "发放日期", "2018、12、31", ("payout_on", date(2018, 12, 31))),
    ("payouts", "标准", "500元/户", ("standard_yuan", Decimal(500))),
    ("payouts", "标准", "0.05万元/人·年", ("standard_yuan", Decimal(500))),
    ("payouts", "发放日期", "20181231", ("payout_on", date(2018, 12, 31))),
    ("payouts", "发放日期", 43465, ("payout_on", date(2018, 12, 31))),
    ("rates", "支出进度", "0.7379", ("stated_rate", 0.7379)),
    ("rates", "支出进度", "737.9‰", ("stated_rate", 0.7379)),
    ("rates", "资金级次", "中央财政", ("fund_level", "中央")),
    ("risks", "首次识别时间", "2014年12月", ("household_identified_month", date(2014, 12, 1))),
    ("risks", "首次识别时间", "2014.12", ("household_identified_month", date(2014, 12, 1))),
    ("risks", "户类型", "边缘易致贫户", ("household_type", "一般农户")),
    ("risks", "户类型", "脱贫不稳定户", ("household_type", "脱贫户")),
    ("risks", "是否参加大病保险", "Y", ("has_major_illness_insurance", True)),
]  # fmt: skip


def kinds() -> Iterator[Kind]:
    """All kinds of damage."""
    number = 0
    for form, header, text, rule in BROKEN_CELLS:
        number += 1
        yield _cell_kind(number, form, header, text, rule)
    for form, header, text, value in SPELLINGS:
        number += 1
        yield _cell_kind(number, form, header, text, value)
    from tests.faults.layouts import layouts

    yield from layouts()
    from tests.faults.deliveries import deliveries

    yield from deliveries()
