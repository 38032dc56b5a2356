"""Cells of workbooks for people: their fonts, colours and formats, and values written as what they are."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

FONT = "微软雅黑"
BLUE = "#0072B2"


class Formats:
    """Cell formats of one workbook, by name and by the type of a column."""

    def __init__(self, book: xlsxwriter.Workbook):
        def make(**properties: object) -> Format:
            return book.add_format({"font_name": FONT, "font_size": 10, "valign": "vcenter", **properties})

        self.text = make()
        self.wrapped = make(text_wrap=True, valign="top")
        self.title = make(bold=True, font_size=18)
        self.heading = make(bold=True, font_size=12, font_color=BLUE)
        self.header = make(bold=True, text_wrap=True, bg_color="#DCE9F3", bottom=1, align="center")
        self.count = make(num_format="#,##0")
        self.money = make(num_format="#,##0.00")
        self.rate = make(num_format="0.00%")
        self.year = make(num_format="0", align="center")
        self.date = make(num_format="yyyy-mm-dd", align="center")

    def of(self, type: str, unit: str | None) -> Format:
        """Return the format of a column of this DuckDB type and unit."""
        if unit == "比例":
            return self.rate
        kinds = {"BIGINT": self.count, "HUGEINT": self.count, "INTEGER": self.year, "DATE": self.date}
        return self.money if type.startswith(("DECIMAL", "DOUBLE")) else kinds.get(type, self.text)


def write_cell(sheet: Worksheet, row: int, column: int, value: object, style: Format) -> None:
    """Write one cell. Text is always written as text, so that nothing that was sent becomes a formula or a link."""
    if value is None or value == "":
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, style)
    elif isinstance(value, (date, datetime)):
        sheet.write_datetime(row, column, value, style)
    else:
        assert isinstance(value, (int, float, Decimal)), value
        sheet.write_number(row, column, value, style)


def write_table(
    sheet: Worksheet,
    formats: Formats,
    top: int,
    headers: Sequence[str],
    rows: Sequence[Sequence[object]],
    styles: Sequence[Format],
) -> None:
    """Write the headers in the row `top`, and the rows below it."""
    for index, text in enumerate(headers):
        write_cell(sheet, top, index, text, formats.header)
    for number, row in enumerate(rows, start=top + 1):
        for index, (value, style) in enumerate(zip(row, styles, strict=True)):
            write_cell(sheet, number, index, value, style)


def header(title: str, unit: str | None) -> str:
    """The title with its unit; a ratio is written in per cent and needs none."""
    return f"{title}({unit})" if unit and unit != "比例" else title
