"""The sheet of a mart: its rows with Chinese headers, filters, and a sentence on what each row rests on."""

import re
from decimal import Decimal

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from pipelines.marts.coverage import TITLE, describe_coverage
from pipelines.marts.mart import Mart, MartColumn
from pipelines.registers.areas import AREA_COLUMNS
from pipelines.workbooks.cells import Formats, header, write_table
from pipelines.workbooks.printing import set_up_page
from pipelines.workbooks.widths import text_width

_WIDEST = 44


def add_mart_sheet(book: xlsxwriter.Workbook, formats: Formats, mart: Mart, rows: list[tuple]) -> None:
    """Add the sheet of a mart with these rows of it, which have all its columns."""
    sheet = book.add_worksheet(re.sub(r"[\[\]:*?/\\]", " ", mart.title)[:31])
    shown = mart.shown_columns
    headers = [header(column.title, column.unit) for column in shown]
    indices = [mart.columns.index(column) for column in shown]
    cells = [[mart.columns[index].shown(row[index]) for index in indices] for row in rows]
    styles = [formats.of(column.type, column.unit) for column in shown]
    for index, (column, text) in enumerate(zip(shown, headers, strict=True)):
        widths = (text_width(_written(column, row[index])) for row in cells)
        _set_width(sheet, index, max(text_width(text) + 3, *widths))  # 3: the button of the filter
    if mart.coverage:
        names = [column.name for column in mart.columns]
        sentences = [describe_coverage([dict(zip(names, row, strict=True))]) for row in rows]
        _set_width(sheet, len(headers), max(map(text_width, sentences)))
        headers, styles = [*headers, TITLE], [*styles, formats.text]
        cells = [[*row, sentence] for row, sentence in zip(cells, sentences, strict=True)]
    set_up_page(sheet)
    sheet.freeze_panes(1, sum(column.name in AREA_COLUMNS for column in shown))
    sheet.repeat_rows(0)
    sheet.autofilter(0, 0, len(cells), len(headers) - 1)
    sheet.set_row(0, 22)
    write_table(sheet, formats, 0, headers, cells, styles)


def _set_width(sheet: Worksheet, index: int, width: int) -> None:
    sheet.set_column(index, index, min(width + 2, _WIDEST))


def _written(column: MartColumn, value: object) -> str:
    if isinstance(value, Decimal):
        return f"{value:,.2f}"
    if isinstance(value, float):
        return "100.00%" if column.unit == "比例" else f"{value:,.2f}"
    return f"{value:,}" if isinstance(value, int) else str(value or "")
