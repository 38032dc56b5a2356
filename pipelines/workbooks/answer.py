"""The answer to a query as a workbook: its rows under Chinese titles, and a page that says where they come from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from pathlib import Path

import xlsxwriter

from pipelines.common.errors import UserError
from pipelines.workbooks.cells import Formats, header, write_cell
from pipelines.workbooks.widths import text_width

LAST_ROW = 1_048_575
"""Of a sheet, counted from 0. Source: Microsoft, Excel specifications and limits, as the two below."""
_LONGEST_TEXT = 32_767
_DIGITS = 15
_WIDEST, _MEASURED = 44, 1_000


@dataclass(frozen=True)
class AnswerColumn:
    """A column of an answer: its name, DuckDB type, and title and unit where it is one of a table's own columns."""

    name: str
    type: str
    title: str | None = None
    unit: str | None = None

    @property
    def header(self) -> str:
        """The title with its unit, and the name, since a query may give a name to something else."""
        return f"{header(self.title, self.unit)}\n{self.name}" if self.title else self.name


def write_answer_workbook(
    path: Path, columns: Sequence[AnswerColumn], rows: Iterable[Sequence[object]], facts: Mapping[str, str]
) -> int:
    """Write the rows below one row of headers, and the facts about them on a second sheet. How many rows were written.

    Numbers of more digits than Excel keeps are written as text. Raises UserError where a sheet does not hold the answer.
    """
    written = 0
    # Rows are written to disk one by one: an answer of any length takes little memory.
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        formats = Formats(book)
        styles = [formats.of(column.type, column.unit) for column in columns]
        sheet = book.add_worksheet("查询结果")
        sheet.set_row(0, 34)
        sheet.freeze_panes(1, 0)
        widths = [max(map(text_width, column.header.split("\n"))) + 3 for column in columns]
        for index, column in enumerate(columns):
            write_cell(sheet, 0, index, column.header, formats.header)
        for written, row in enumerate(rows, start=1):
            if written > LAST_ROW:
                raise _does_not_fit(f"more than {LAST_ROW:,} rows", f"超过 {LAST_ROW:,} 行")
            cells = [_cell(value) for value in row]
            for index, (cell, style) in enumerate(zip(cells, styles, strict=True)):
                write_cell(sheet, written, index, cell, formats.text if isinstance(cell, str) else style)
            if written <= _MEASURED:
                widths = [max(width, _width(cell)) for width, cell in zip(widths, cells, strict=True)]
        for index, width in enumerate(widths):
            sheet.set_column(index, index, min(width + 1, _WIDEST))
        sheet.autofilter(0, 0, written, len(columns) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        _write_facts(book, formats, facts)
    return written


def _write_facts(book: xlsxwriter.Workbook, formats: Formats, facts: Mapping[str, str]) -> None:
    page = book.add_worksheet("说明")
    page.set_column(0, 0, 14)
    page.set_column(1, 1, 100)
    for number, (name, text) in enumerate(facts.items()):
        page.set_row(number, 15 * (1 + text.count("\n") + text_width(text) // 100) + 3)
        write_cell(page, number, 0, name, formats.wrapped)
        write_cell(page, number, 1, text[:_LONGEST_TEXT], formats.wrapped)


def _cell(value: object) -> object:
    """Return the value as Excel can hold it: text for numbers that Excel would round and for what is not a number,
    date or boolean."""
    if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, int | Decimal):
        digits = Decimal(value).normalize().as_tuple().digits
        return str(value) if len(digits) > _DIGITS else value
    if isinstance(value, float) and isfinite(value):
        return value
    text = str(value)
    if len(text) > _LONGEST_TEXT:
        raise _does_not_fit(f"a text of {len(text):,} characters", f"一格有 {len(text):,} 个字")
    return text


def _does_not_fit(found: str, zh: str) -> UserError:
    return UserError(
        f"The answer has {found}; expected what a sheet of Excel holds. Write it to .csv or .parquet.",
        f"结果{zh}，Excel 放不下；请写成 .csv 或 .parquet。",
    )


def _width(cell: object) -> int:
    return text_width(f"{cell:,}" if isinstance(cell, int | float | Decimal) else str(cell or ""))
