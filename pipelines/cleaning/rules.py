"""The rules that a cell or row may break, and what the sender is told. One place for every sentence."""

from dataclasses import dataclass

RULES: dict[str, tuple[str, str]] = {
    "missing_value": ("必填项为空", "a required value is missing"),
    "undecodable_text": ("含有无法识别的字符(乱码)", "characters that cannot be decoded"),
    "excel_error": ("是 Excel 的错误值,没有内容", "an error of Excel instead of a value"),
    "uncalculated_formula": (
        "是没有计算结果的公式,请在 Excel 中打开并保存后重报",
        "a formula that was never calculated",
    ),
    "not_a_number": ("不是数字", "not a number"),
    "range_value": ("填写的是范围,不是一个确定的数", "a range, not one number"),
    "approximate_value": (
        "填写的是约数(约、余、以上、不超过等),不是确定的数",
        "an approximate value or a bound, not one number",
    ),
    "money_without_unit": (
        "没有注明金额单位(元或万元),请在表头、表名下的单位行或 delivery.yml 的 money_unit 中注明",
        "no unit of money (元 or 万元) in header, unit line, cell or delivery.yml",
    ),
    "ratio_without_percent": (
        "大于 1 而没有百分号,无法判断是否为百分数",
        "above 1 without a percent sign in cell or header",
    ),
    "wrong_unit": ("单位与本列不符", "a unit that does not fit the column"),
    "too_precise_money": ("金额精确到分以下", "money finer than a fen"),
    "negative_count": ("数量为负数或小数", "a count that is negative or a fraction"),
    "number_too_large": ("数值过大", "a number beyond any plausible size"),
    "not_a_year": ("不是有效的四位年份", "not a four-digit year between 1949 and 2099"),
    "not_a_month": ("不是有效的年月", "not a year and month"),
    "ambiguous_month": (
        "无法判断是 1 月还是 10 月,请写成 201801 或 201810",
        "January or October cannot be told apart",
    ),
    "not_a_date": ("不是有效的日期", "not a date with year, month and day"),
    "not_a_flag": ("只能填“是”或“否”", "neither 是 nor 否"),
    "unknown_term": ("不在规定的选项内", "not one of the terms of the vocabulary"),
    "not_a_place_name": ("不是地名", "not a name of a place"),
    "masked_value": ("被星号或 xx 遮盖,无法使用", "masked by *** or xx"),
    "precision_lost": (
        "长编号被 Excel 存成了数字,后几位已丢失,请改为文本格式后重填",
        "a long number stored as a number by Excel: its last digits are lost",
    ),
    "leading_zeros_lost": (
        "位数不够,开头的 0 可能已被 Excel 去掉,请改为文本格式后重填",
        "fewer digits than such a number has: leading zeros are lost",
    ),
    "malformed_id_number": ("证件号码位数或格式不对", "not an ID number of 15 or 18 digits"),
    "wrong_check_digit": (
        "身份证号校验码不对,请核对",
        "the check digit of the ID number is wrong (GB 11643-1999)",
    ),
    "impossible_birth_date": ("身份证号中的出生日期不存在", "the ID number holds no possible day of birth"),
    "conflicting_key": (
        "同一张表中有多行是同一对象而内容不同,无法判断哪一行正确",
        "rows of one sheet describe the same thing differently",
    ),
    "too_many_cells": ("本行的单元格比表头多,列已错位", "more cells than headers: the columns have shifted"),
    "unknown_township": (
        "乡镇名与本单位的乡镇不符",
        "a name that is no township of the unit or of its villages register",
    ),
    "unknown_village": (
        "村名与本单位报送的行政村名单不符",
        "a name that is not in the villages register of the delivery",
    ),
    "missing_header": ("缺少必需的列", "a required column is missing"),
    "ambiguous_register": ("无法判断是哪一种台账", "two registers fit equally"),
    "two_tables": ("一张工作表上有两个台账", "two tables on one sheet"),
    "second_table": ("是另一张表的行", "a row of another table"),
    "years_across": ("年份横着排在表头里", "years stand in the header, not in a column"),
    "on_its_side": ("表头写在第一列,表是横着的", "the table lies on its side"),
}

SHEET_RULES = {
    "conflicting_key",
    "too_many_cells",
    "missing_header",
    "ambiguous_register",
    "two_tables",
    "second_table",
    "years_across",
    "on_its_side",
    "unknown_township",
    "unknown_village",
}
"""Rules that speak of more than one cell, or of what stands in other sheets."""


@dataclass(eq=False)
class Invalid(Exception):
    """A value that breaks a rule. `detail` completes the Chinese and English sentence where that helps."""

    rule: str
    detail_zh: str = ""
    detail_en: str = ""

    @property
    def zh(self) -> str:
        return RULES[self.rule][0] + self.detail_zh

    @property
    def en(self) -> str:
        return RULES[self.rule][1] + self.detail_en
