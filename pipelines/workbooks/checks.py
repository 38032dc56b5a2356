"""What a cell of a template may hold: its number format, and the check that Excel makes as it is filled in.

A check that refuses (`stop`) refuses what no reader of cells accepts; one that asks (`warning`) lets rarer forms pass: an
old ID number of 15 digits, an amount that is taken back.
"""

from datetime import date
from typing import Any

from pipelines.registers.columns import Column

_EARLIEST, _LATEST = 1949, 2099
_PLACES = 'ROW(INDIRECT("1:17"))'
"""1 to 17, whatever rows are inserted: Excel takes no constants in braces in a check."""
_FORMATS = {
    "money": "#,##0.00",
    "count": "0",
    "ratio": "0.00%",
    "measure": "General",
    "year": "0",
    "month": "yyyy-mm",
    "date": "yyyy-mm-dd",
}


def number_format(column: Column) -> str:
    """The format of the column's cells; all that is no amount and no time is text, so that no digit of it is lost."""
    return _FORMATS.get(column.kind, "@")


def check_of(column: Column, cell: str) -> dict[str, Any] | None:
    """The data validation of the column, as xlsxwriter takes it; `cell` is the first one. None where anything may be written."""
    match column.kind:
        case "person_id_number":
            message = "身份证号码应为 18 位，最后一位校验不符的请核对。"
            return _asks({"validate": "custom", "value": id_number_formula(cell)}, message)
        case "year":
            years = {"validate": "integer", "minimum": _EARLIEST, "maximum": _LATEST}
            return _refuses(years, "请填四位数的年份，例如 2018。")
        case "month" | "date":
            days = {"validate": "date", "minimum": date(_EARLIEST, 1, 1), "maximum": date(_LATEST, 12, 31)}
            return _refuses(days, f"请填日期，例如 {'2018-06' if column.kind == 'month' else '2018-06-30'}。")
        case "count":
            return _refuses({"validate": "integer", "criteria": ">=", "value": 0}, "请填不小于 0 的整数。")
        case "money":
            amounts = {"validate": "decimal", "criteria": ">=", "value": 0}
            return _asks(amounts, "请填不小于 0 的数，不写单位；退回、冲减的才填负数。")
        case "ratio":
            return _asks({"validate": "decimal", "minimum": 0, "maximum": 1}, "请填 0% 到 100% 的百分数。")
        case "measure" if column.argument:
            return _asks(
                {"validate": "decimal", "criteria": ">=", "value": 0}, "请填不小于 0 的数，不写单位。"
            )
    return None


def id_number_formula(cell: str) -> str:
    """Whether the cell has 18 characters and the check digit that GB 11643-1999 gives the first 17."""
    weighted = f"SUMPRODUCT(MID({cell},{_PLACES},1)*MOD(2^(18-{_PLACES}),11))"
    return f'=AND(LEN({cell})=18,MID("10X98765432",MOD({weighted},11)+1,1)=UPPER(RIGHT({cell})))'


def _asks(check: dict[str, Any], message: str) -> dict[str, Any]:
    return _with_message(check, "warning", message)


def _refuses(check: dict[str, Any], message: str) -> dict[str, Any]:
    return _with_message(check, "stop", message)


def _with_message(check: dict[str, Any], kind: str, message: str) -> dict[str, Any]:
    criteria = {} if "criteria" in check or check["validate"] == "custom" else {"criteria": "between"}
    return check | criteria | {"error_type": kind, "error_title": "请核对", "error_message": message}
