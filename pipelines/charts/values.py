"""From a mart's rows to what a figure shows of them: numbers, labels and Chinese text. NULL stays NULL."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from pipelines.common.money import WAN
from pipelines.marts.coverage import COLUMNS as COVERAGE
from pipelines.marts.coverage import describe_coverage, has_coverage

NO_DATA = "无数据"
AREA = ["county", "township", "village"]


def numbers(column: pd.Series, scale: int = 1) -> list[float | None]:
    """The column as plain numbers divided by `scale`; None where the mart has NULL, so that nothing is drawn."""
    return [None if pd.isna(value) else float(value) / scale for value in column]


def total(column: pd.Series) -> float | None:
    """Sum of what is known; None where nothing is."""
    return None if column.isna().all() else float(column.sum())


def labels(rows: pd.DataFrame, columns: Sequence[str], last: str) -> list[str]:
    """A name for each row: `last`, preceded by those `columns` that differ between the rows.

    An area that is not known is left out; a year or a code that is not known is labelled as unknown.
    """
    shown = [name for name in columns if rows[name].nunique(dropna=False) > 1] + [last]
    return [
        "·".join(name_of(row[name]) for name in shown if not (name in AREA and pd.isna(row[name])))
        for row in rows[shown].to_dict("records")
    ]


def name_of(value: object) -> str:
    """A coded value or a year as text."""
    if pd.isna(value):
        return "未注明"
    return str(int(value)) if isinstance(value, float) else str(value)


def place(rows: pd.DataFrame) -> str:
    """The smallest area that holds all the rows."""
    level = _level_of_all(rows)
    return str(rows[level].iloc[0]) if level else "全部地区"


def _level_of_all(rows: pd.DataFrame) -> str | None:
    """The level of the smallest area that holds all the rows."""
    for index, level in reversed([*enumerate(AREA, start=1)]):
        # with the levels above it: villages of several townships may bear one name
        if rows[level].notna().all() and len(rows[AREA[:index]].drop_duplicates()) == 1:
            return level
    return None


def coverage(rows: pd.DataFrame, year: str | None = None) -> str:
    """What the smallest area that holds all the rows rests on, in one sentence; empty where no row is its own.

    year: the column of the year that its coverage may differ by.
    """
    own = rows[rows["area_level"].eq(_level_of_all(rows))]
    if not has_coverage(rows.columns) or len(own[AREA].drop_duplicates()) != 1:
        return ""
    own = own[["area_level", *COVERAGE, *([year] if year else [])]]
    return describe_coverage(
        [{name: _plain(value) for name, value in row.items()} for row in own.to_dict("records")], year
    )


def _plain(value: Any) -> Any:
    """The value as the mart holds it: pandas makes decimals of whole numbers, and midnight of a day."""
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.date()
    return int(value) if pd.api.types.is_number(value) else value


def years(column: pd.Series) -> str:
    """The years in the column as a span: 2018 年, 2014—2018 年; empty where no year is known."""
    known = column.dropna()
    if known.empty:
        return ""
    first, last = int(known.min()), int(known.max())
    return f"{first} 年" if first == last else f"{first}—{last} 年"


def several_levels(rows: pd.DataFrame, what: str) -> str | None:
    """The note for a reader whose rows hold areas and those that these are in; None where all are of one level."""
    if rows["area_level"].nunique() > 1:
        return f"这里混有村、乡镇、县几级的{what}，相加会重复，请只取一级"
    return None


def several_areas(rows: pd.DataFrame) -> str | None:
    """The note for a reader whose rows hold several areas where a figure shows one; None where they hold one."""
    areas = rows[AREA].drop_duplicates()
    if len(areas) == 1:
        return None
    names = (
        next(name for name in reversed(area) if not pd.isna(name)) for area in areas.itertuples(index=False)
    )
    return f"这张图只画一个地区，请从这些地区里选定一个：{listed(names)}"


def count(value: float | None, unit: str) -> str:
    """1,193 户"""
    return NO_DATA if pd.isna(value) else f"{value:,.0f} {unit}"


def both(households: float | None, persons: float | None) -> str:
    """1,193 户 5,992 人, without the part that is unknown."""
    known = [
        count(value, unit) for value, unit in ((households, "户"), (persons, "人")) if not pd.isna(value)
    ]
    return " ".join(known) or NO_DATA


def percent(value: float | None) -> str:
    """A fraction as 73.79%"""
    return NO_DATA if value is None or pd.isna(value) else f"{value * 100:.2f}".rstrip("0").rstrip(".") + "%"


def wan(yuan: float | None) -> str:
    """Yuan as 7,671.013 万元"""
    return NO_DATA if yuan is None or pd.isna(yuan) else f"{in_wan(yuan)} 万元"


def in_wan(yuan: float) -> str:
    """Yuan in 万元 to the yuan, as reports write it: 94.5145, 1,066.3"""
    return f"{yuan / WAN:,.4f}".rstrip("0").rstrip(".")


def listed(names: Iterable[str], most: int = 6) -> str:
    """Names joined by 、, the first `most` of them."""
    every = list(names)
    return "、".join(every[:most]) + ("等" if len(every) > most else "")
