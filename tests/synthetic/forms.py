"""The file forms in which units send tables: xlsx, xls and CSV, the same bytes every time."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import xlsxwriter
import xlwt

Cell = str | int | float | date | None
Row = Sequence[Cell]
Area = tuple[int, int, int, int]


def words(text: str) -> tuple[str, ...]:
    """The words of a line: a list of headers or of names of places, legibly written."""
    return tuple(text.split())


@dataclass(frozen=True)
class Planted:
    """A plainly bad row: `column` is the header of the cell at fault, `reason` what is wrong with it."""

    cells: Row
    column: str
    reason: str


def spoiled(header: Sequence[str], row: Row, column: str, value: Cell, reason: str) -> Planted:
    """The row with one cell made bad."""
    cells = list(row)
    cells[header.index(column)] = value
    return Planted(cells, column, reason)


@dataclass(frozen=True)
class Sheet:
    """Rows of a sheet from its first line on; `merged` areas are (first row, first column, last row, last column)
    counted from 0."""

    name: str
    rows: Sequence[Row]
    merged: Sequence[Area] = ()


@dataclass(frozen=True)
class Table:
    """A table as a person lays it out; `sheet` turns it into lines.

    `titles` are above the header, each merged over its width. `header` is one row, or two where the first spans
    (`None` continues the cell to its left) and the second is `None` below a cell that is one column wide. A total
    comes before or after the rows, `footer` at the very end.
    """

    name: str
    header: Sequence[Sequence[str | None]]
    rows: Sequence[Row | Planted]
    titles: Sequence[str] = ()
    first_total: Row | None = None
    last_total: Row | None = None
    footer: Sequence[str] = ()

    def lines(self) -> list[Row | Planted]:
        totals = [
            [self.first_total] if self.first_total else [],
            [self.last_total] if self.last_total else [],
        ]
        return [
            *([title] for title in self.titles),
            *self.header,
            *totals[0],
            *self.rows,
            *totals[1],
            *([line] for line in self.footer),
        ]

    def merged(self) -> list[Area]:
        width = len(self.header[0])
        areas: list[Area] = [(row, 0, row, width - 1) for row in range(len(self.titles))]
        if len(self.header) == 2:
            top = len(self.titles)
            over, below = self.header
            for place, cell in enumerate(over):
                end = place
                while end + 1 < width and over[end + 1] is None:
                    end += 1
                if cell is not None and below[place] is None:
                    areas.append((top, place, top + 1, place))
                elif cell is not None and end > place:
                    areas.append((top, place, top, end))
        return areas


def write_xlsx(path: Path, sheets: Sequence[Sheet]) -> None:
    """An Excel workbook; dates are real dates, text stays text."""
    workbook = xlsxwriter.Workbook(path)
    workbook.set_properties({"created": datetime(2021, 1, 1)})
    day = workbook.add_format({"num_format": "yyyy-mm-dd"})
    for sheet in sheets:
        page = workbook.add_worksheet(sheet.name)
        for top, left, bottom, right in sheet.merged:
            page.merge_range(top, left, bottom, right, "")
        for number, row in enumerate(sheet.rows):
            for place, cell in enumerate(row):
                if isinstance(cell, date):
                    page.write_datetime(number, place, datetime.combine(cell, datetime.min.time()), day)
                elif isinstance(cell, str):
                    page.write_string(number, place, cell)
                elif cell is not None:
                    page.write_number(number, place, cell)
    workbook.close()


def write_xls(path: Path, sheets: Sequence[Sheet]) -> None:
    """A workbook of Excel 97-2003."""
    workbook = xlwt.Workbook(encoding="utf-8")
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for sheet in sheets:
        page = workbook.add_sheet(sheet.name, cell_overwrite_ok=True)
        for top, left, bottom, right in sheet.merged:
            page.merge(top, bottom, left, right)
        for number, row in enumerate(sheet.rows):
            for place, cell in enumerate(row):
                if isinstance(cell, date):
                    page.write(number, place, cell, day)
                elif cell is not None and cell != "":
                    page.write(number, place, cell)
    workbook.save(str(path))


def write_csv(path: Path, rows: Sequence[Row], encoding: str) -> None:
    """Delimited text as Excel saves it, with CRLF at the end of lines."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
