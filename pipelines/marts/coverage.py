"""What a headline says of its coverage: how many units reported, what was set aside, and how old its statements are."""

from collections.abc import Iterable, Mapping
from typing import Any

COLUMNS = (
    "units_reporting",
    "units_expected",
    "sheets_set_aside",
    "rows_set_aside",
    "cells_set_aside",
    "oldest_statement_on",
    "newest_statement_on",
)
"""Columns of a headline mart that say what a row rests on."""

TITLE = "数据情况"
"""Head of a column that gives the sentence in a table, in the place of the columns."""

_UNITS = {"county": "个乡镇", "township": "个村", "village": "个村"}


def has_coverage(columns: Iterable[str]) -> bool:
    return {*COLUMNS} <= {*columns}


def describe_coverage(rows: Iterable[Mapping[str, Any]], year: str | None = None) -> str:
    """The coverage of an area's own rows in short: 3 个乡镇中 2 个已报，65 行待核，数据截至 2019-12-31.

    Where it differs by year, that of the latest, which is named; `year` is its column. Empty where nothing is known.
    """
    rows = [row for row in rows if row["units_reporting"] is not None]
    if not rows:
        return ""
    distinct = {tuple(row[name] for name in COLUMNS) for row in rows}
    if year is None or len(distinct) == 1:
        return _sentence(rows[-1])
    latest = max((row for row in rows if row[year] is not None), key=lambda row: row[year], default=rows[-1])
    return f"{latest[year]} 年：{_sentence(latest)}"


def _sentence(row: Mapping[str, Any]) -> str:
    said = (_units(row), _count(row, "sheets_set_aside", "张表未计入"), _set_aside(row), _days(row))
    return "，".join(filter(None, said))


def _units(row: Mapping[str, Any]) -> str:
    reporting, expected = row["units_reporting"], row["units_expected"]
    unit = _UNITS[row["area_level"]]
    if expected is None:
        return f"{reporting} {unit}已报，应报多少不详"
    if expected == 1:  # the area itself, or the only one that is known in it
        return "" if reporting else "未报"
    return f"{expected} {unit}中 {reporting} 个已报"


def _set_aside(row: Mapping[str, Any]) -> str:
    """Rows and cells to be checked; of which nobody knows whether they are of the area, that."""
    if row["rows_set_aside"] is None:
        return "上级的表里有待核的行，不知是否属于本地"
    said = (_count(row, "rows_set_aside", "行待核"), _count(row, "cells_set_aside", "格待核"))
    return "，".join(filter(None, said))


def _count(row: Mapping[str, Any], column: str, what: str) -> str:
    return f"{row[column]} {what}" if row[column] else ""


def _days(row: Mapping[str, Any]) -> str:
    oldest, newest = row["oldest_statement_on"], row["newest_statement_on"]
    if newest is None:
        return ""
    return f"数据截至 {newest}" + (f"（最早 {oldest}）" if oldest != newest else "")
