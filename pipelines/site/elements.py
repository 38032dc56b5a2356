"""The elements that pages are made of: tables and their cells, figures, tiles. Text from outside is escaped here."""

import math
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from html import escape

from pipelines.disclosure.suppression import WITHHELD
from pipelines.marts.mart import Mart, MartColumn

_LONG = 40  # rows; a longer table scrolls within its frame, its headers in sight
_MANY = 16  # columns; a table of more is printed smaller
_TEXT = 30  # characters; a longer text is wrapped
_WHY_WITHHELD = "户数或人数太少，不公布"


def banner(text: str, up: str = "") -> str:
    return f'<p class="banner">{escape(text)}。<a href="{up}quality.html#findings">看质量发现</a></p>'


def wide_table(name: str, content: str, kind: str = "plain") -> str:
    """A table that scrolls sideways by itself, by keyboard too."""
    size = (
        "wide" + " long" * (content.count("<tr") > _LONG) + " many" * (content.count('scope="col"') > _MANY)
    )
    return (
        f'<div class="{size}" role="region" tabindex="0" aria-label="{escape(name)}">'
        f'<table class="{kind}">{content}</table></div>'
    )


def figure_place(mart: str, area: str, heading: str, figure: dict | None) -> str:
    """Where a figure is drawn, with its texts; a script draws it, and changes the texts with the area."""
    figure = figure or {"title": "没有该地区的数据", "subtitle": "", "alt": "", "notes": ""}
    return (
        f'<figure data-mart="{mart}" data-area="{area}"><figcaption><{heading} class="headline">'
        f'{escape(figure["title"])}</{heading}><p class="subtitle">{escape(figure["subtitle"])}</p></figcaption>'
        f'<div class="scroll"><div class="plot" role="img" aria-label="{escape(figure["alt"])}"></div></div>'
        f'<p class="notes">{escape(figure["notes"])}</p></figure>'
    )


def filter_field(label: str) -> str:
    return (
        f'<p class="filter"><label>{label} <input type="search" autocomplete="off"></label> '
        '<output role="status"></output></p>'
    )


def tile(name: str, number: int, note: str = "", link: str = "") -> str:
    text = f'<a href="{link}">{name}</a>' if link else name
    return f'<li><span class="name">{text}</span><strong>{number:,}</strong><span class="note">{note}</span></li>'


def column_head(mart: Mart, column: MartColumn, up: str) -> str:
    unit = f"<br><small>{column.unit}</small>" if column.unit and column.unit != "比例" else ""
    kind = ' class="number"' if _is_number(column) else ""
    return (
        f'<th scope="col"{kind} title="{escape(column.description)}">{escape(column.title)}{unit}'
        f'<a class="about" href="{up}dictionary.html#{mart.name}.{column.name}" aria-label="{escape(column.title)}的定义">'
        "</a></th>"
    )


def _is_number(column: MartColumn) -> bool:
    return column.type not in ("VARCHAR", "BOOLEAN", "DATE")


def column_cell(column: MartColumn, value: object) -> str:
    """A value as a reader wants it: years without a separator, rates in per cent, — for what is unknown."""
    if value is None:
        return f'<td class="none{" number" if _is_number(column) else ""}">—</td>'
    if value == WITHHELD:
        kind = "none number" if _is_number(column) else "none"
        return f'<td class="{kind}" title="{_WHY_WITHHELD}"><span role="img" aria-label="{_WHY_WITHHELD}">*</span></td>'
    if isinstance(value, float) and column.unit == "比例":
        return f'<td class="number">{value:.2%}</td>'
    if isinstance(value, int) and column.type == "INTEGER":
        return f'<td class="number">{value}</td>'
    return _plain_cell(column.shown(value))


def _plain_cell(value: object) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return '<td class="none">—</td>'
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        text = f"{value:,.2f}" if isinstance(value, Decimal) else f"{value:,.10g}"
        return f'<td class="number">{text}</td>'
    text = value.isoformat() if isinstance(value, date) else str(value)
    return f"<td{' class=text' if len(text) > _TEXT else ''}>{escape(text)}</td>"


def rows_table(name: str, heads: Sequence[str], rows: Iterable[Sequence[object]], *, empty: str) -> str:
    cells = [[_plain_cell(value) for value in row] for row in rows]
    if not cells:
        return f"<p>{empty}</p>"
    lines = [f"<tr>{''.join(row)}</tr>" for row in cells]
    of_numbers = [any('"number"' in cell for cell in column) for column in zip(*cells, strict=True)]
    titles = "".join(
        f'<th scope="col"{" class=number" if is_number else ""}>{title}</th>'
        for title, is_number in zip(heads, of_numbers, strict=True)
    )
    return wide_table(name, f"<thead><tr>{titles}</tr></thead><tbody>{''.join(lines)}</tbody>")
