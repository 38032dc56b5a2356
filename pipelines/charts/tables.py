"""Tables to look at, beside the figures."""

from __future__ import annotations

import pandas as pd
from pandas.io.formats.style import Styler

MOST_ROWS = 200


def table(rows: pd.DataFrame) -> Styler:
    """The rows as a reader wants them: no index, thousands separated, 是 and 否, and — for what is unknown.

    Columns named …年度 hold years, which take no separator. Of a long result the first rows are shown, and how
    many there are.
    """
    shown = rows.head(MOST_ROWS)
    years = shown.columns[shown.columns.str.endswith("年度")]
    # Escaped, because what senders wrote may look like HTML.
    styled = shown.style.format(_cell, escape="html").format(_year, subset=years, escape="html")
    styled.hide(axis="index")
    styled.set_td_classes(shown.map(lambda value: "number" if _is_number(value) else ""))
    if len(shown) < len(rows):
        styled.set_caption(f"共 {len(rows):,} 行，这里是前 {MOST_ROWS} 行")
    return styled


def _year(value: object) -> str:
    return _cell(value).replace(",", "")


def _cell(value: object) -> str:
    if pd.isna(value):
        return "—"
    if pd.api.types.is_bool(value):
        return "是" if value else "否"
    if _is_number(value):
        return f"{value:,.4f}".rstrip("0").rstrip(".")
    return str(value)


def _is_number(value: object) -> bool:
    return pd.api.types.is_number(value) and not pd.api.types.is_bool(value) and not pd.isna(value)
