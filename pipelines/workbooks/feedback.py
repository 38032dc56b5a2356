"""The workbook that goes back to the unit that sent a delivery: its own sheets, with what to mend marked in them.

It holds what the unit itself sent, names and ID numbers included, and nothing else; only its owner may read it.
Mended and sent back, it is a delivery like any other: headers, columns and rows stand where they stood.
"""

import hashlib
import json
import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, field
from itertools import zip_longest
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import BadZipFile, ZipFile

import duckdb
import xlsxwriter
from xlsxwriter.utility import xl_cell_to_rowcol

from pipelines.deliveries.delivery import Delivery
from pipelines.quality.suspect_rows import SuspectRow
from pipelines.reading.files import read_sheets
from pipelines.reading.sheets import FILLER, HEAD_ROWS, Sheet
from pipelines.rules import RULES, UnreadableFile
from pipelines.workbooks.widths import text_width

COVER = "反馈说明"
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_LONGEST_NAME = 31
_LARGEST_CELL = 32_767
_LAST_ROW = 1_048_576
_A4 = 9
_MOST_FROZEN = 10
"""Rows that may stay in sight; more would leave no room for those that scroll."""
_LINE_HEIGHT = 15
_COVER_WIDTHS = (34, 16, 9, 9, 10, 64)
_NARROWEST, _WIDEST = 8, 30
_COMMENT_CHARACTERS = 20
_WRONG = {"bg_color": "#FFC7CE", "font_color": "#9C0006"}
_DOUBTFUL = {"bg_color": "#FFEB9C", "font_color": "#7F6000"}
_LONGEST_WHOLE = 20_000
"""Rows of a sheet that is given back whole; of a longer one only header and rows at fault, in their places."""


@dataclass
class _Marks:
    """What is to be mended in one sheet: reasons by row and place, by row where no cell is to blame, and of the sheet
    as a whole; and what is doubtful about rows that were accepted."""

    cells: dict[int, dict[int, list[str]]] = field(default_factory=lambda: defaultdict(dict))
    rows: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    doubts: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    sheet: list[str] = field(default_factory=list)

    @property
    def marked(self) -> set[int]:
        """Rows that something is said of."""
        return {*self.cells, *self.rows, *self.doubts}

    def of_row(self, row: int) -> dict[int, list[str]]:
        """Place → what is said there: of the row or the sheet at the row's first cell."""
        said = dict(self.cells.get(row, {}))
        whole = [*self.rows.get(row, ()), *self.doubts.get(row, ()), *(self.sheet if row == 1 else ())]
        return said | {0: [*said.get(0, ()), *whole]} if whole else said


def feedback_path(delivery: Delivery, folder: Path) -> Path:
    """Where the feedback on a delivery stands."""
    return folder / f"{delivery.unit}_{delivery.period.name}_反馈.xlsx"


def is_current(path: Path, pieces: Path, doubts: Sequence[SuspectRow]) -> bool:
    """Whether the workbook is there and says what these pieces and doubts give rise to."""
    try:
        with ZipFile(path) as book:
            return _digest(pieces, doubts) in book.read("docProps/core.xml").decode()
    except (OSError, BadZipFile, KeyError):
        return False


def write_feedback(
    delivery: Delivery, pieces: Path, folder: Path, doubts: Sequence[SuspectRow] = ()
) -> Path | None:
    """Write `folder`/<unit>_<period>_反馈.xlsx for a cleaned delivery and return its path; None where all is well
    (what was said before is then removed).

    `pieces` is the delivery's folder of cleaned pieces, `doubts` are about rows that were accepted. The file is
    readable by its owner alone.
    """
    with duckdb.connect() as db:
        faults = _read(db, pieces / "_quarantine.parquet", "file, sheet, row, cell, rule, header, reason_zh")
        sheets = _read(
            db,
            pieces / "_sheets.parquet",
            "file, sheet, rows_read, accepted, quarantined, status, message_zh, header_row",
        )
        found = _read(db, pieces / "_findings.parquet", "file, sheet, severity, message_zh")
    findings = [finding for finding in found if finding["severity"] != "info"]
    unread = [sheet for sheet in sheets if sheet["status"] == "unreadable"]
    path = feedback_path(delivery, folder)
    if not (faults or findings or unread or doubts):
        path.unlink(missing_ok=True)
        return None
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}")
    unfinished.unlink(missing_ok=True)
    os.close(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    # cells are written as the text they were read as: what begins like a formula stays text; held in memory they
    # are written in two thirds of the time
    is_long = sum(sheet["rows_read"] for sheet in sheets) > _LONGEST_WHOLE
    with xlsxwriter.Workbook(unfinished, {"constant_memory": is_long, "strings_to_formulas": False}) as book:
        book.set_properties({"title": path.stem, "keywords": _digest(pieces, doubts)})
        writer = _Writer(book)
        writer.cover(delivery, sheets, faults, findings, doubts)
        marks = _marks(faults, doubts)
        for file in delivery.files:
            if any(key[0] == file.name for key in marks):
                writer.sheets_of(
                    file,
                    marks,
                    {sheet["sheet"]: sheet["header_row"] for sheet in sheets if sheet["file"] == file.name},
                )
    os.replace(unfinished, path)
    return path


def _read(db: duckdb.DuckDBPyConnection, path: Path, columns: str) -> list[dict[str, Any]]:
    names = columns.split(", ")
    rows = db.execute(f"select {columns} from read_parquet(?) order by all", [str(path)]).fetchall()
    return [dict(zip(names, row, strict=True)) for row in rows]


def _digest(pieces: Path, doubts: Sequence[SuspectRow]) -> str:
    """What a workbook says, in short: the name of the pieces tells the delivery's content and the code."""
    told = json.dumps([pieces.name, *map(astuple, doubts)])
    return hashlib.sha256(told.encode()).hexdigest()


def _marks(faults: list[dict[str, Any]], doubts: Sequence[SuspectRow]) -> dict[tuple[str, str], _Marks]:
    marks: dict[tuple[str, str], _Marks] = defaultdict(_Marks)
    for fault in faults:
        of_sheet = marks[fault["file"], fault["sheet"]]
        if fault["row"] is None:
            of_sheet.sheet.append(_advice(fault))
        elif fault["cell"]:
            row, place = xl_cell_to_rowcol(fault["cell"])
            of_sheet.cells[row + 1].setdefault(place, []).append(_advice(fault))
        else:
            of_sheet.rows[fault["row"]].append(_advice(fault))
    for doubt in doubts:
        marks[doubt.file, doubt.sheet].doubts[doubt.row].append(f"存疑:{doubt.zh}")
    return marks


def _advice(fault: dict[str, Any]) -> str:
    """What is wrong and what to do."""
    return f"{fault['reason_zh']};{RULES[fault['rule']].remedy_zh}"


class _Writer:
    def __init__(self, book: xlsxwriter.Workbook):
        self._book = book
        self._taken: set[str] = set()
        wrapped = {"text_wrap": True, "valign": "top", "border": 1}
        self._title = book.add_format({"bold": True, "font_size": 14})
        self._head = book.add_format({"bold": True, "bg_color": "#DDE6EF", **wrapped})
        self._cell = book.add_format(wrapped)
        self._unread = book.add_format(_WRONG | wrapped)
        self._text = book.add_format({"num_format": "@"})
        self._wrong = book.add_format({"num_format": "@"} | _WRONG)
        self._doubtful = book.add_format({"num_format": "@"} | _DOUBTFUL)

    def cover(
        self, delivery: Delivery, sheets: list, faults: list, findings: list, doubts: Sequence[SuspectRow]
    ) -> None:
        """Counts by sheet, the three commonest mistakes, and what concerns no single cell."""
        page = self._page(COVER)
        for place, width in enumerate(_COVER_WIDTHS):
            page.set_column(place, place, width)
        lines: list[tuple[list[Any], Any]] = [
            ([f"{delivery.unit} {delivery.period.name} 报送数据反馈"], self._title),
            (["标红的单元格有错,原因见批注。请在原处改正后,把改好的表按原格式重新报送。"], None),
        ]
        if doubts:
            lines.append((["标黄的行已采纳但存疑,原因见该行首格批注。请核实,有误的一并改正。"], None))
        if any(sheet["rows_read"] > _LONGEST_WHOLE for sheet in sheets):
            told = f"超过 {_LONGEST_WHOLE:,} 行的表只列出表头和有错的行,行号与原表一致,其余各行已隐藏。"
            lines.append(([told], None))
        lines += [([], None), (["文件", "工作表", "读取行数", "采纳行数", "需改正行数", "说明"], self._head)]
        for sheet in sheets:
            counts = [sheet["rows_read"], sheet["accepted"], sheet["quarantined"]]
            style = self._unread if sheet["status"] == "unreadable" else self._cell
            lines.append(([sheet["file"], sheet["sheet"], *counts, sheet["message_zh"] or ""], style))
        # what is wrong with a sheet as a whole stands beside its name
        of_rows = [(fault["header"] or "整行", fault["reason_zh"]) for fault in faults if fault["row"]]
        common = Counter(of_rows).most_common(3)
        if common:
            lines += [([], None), (["最常见的错误在哪一列", "", "处数", "", "", "原因"], self._head)]
            lines += [([header, "", count, "", "", reason], self._cell) for (header, reason), count in common]
        if doubts:
            doubtful = Counter((doubt.file, doubt.sheet, doubt.zh) for doubt in doubts).most_common()
            lines += [([], None), (["存疑的文件", "工作表", "行数", "", "", "原因"], self._head)]
            lines += [([file, sheet, count, "", "", zh], self._cell) for (file, sheet, zh), count in doubtful]
        if findings:
            lines += [([], None), (["其他提示的文件", "工作表", "", "", "", "说明"], self._head)]
            lines += [
                ([f["file"], f["sheet"] or "", "", "", "", f["message_zh"]], self._cell) for f in findings
            ]
        for number, (cells, style) in enumerate(lines):
            if style in (self._cell, self._unread):
                page.set_row(number, _LINE_HEIGHT * _lines_of(cells))  # LibreOffice does not see to it
            for place, cell in enumerate(cells):
                if isinstance(cell, str):
                    page.write_string(number, place, cell, style)
                else:
                    page.write_number(number, place, cell, style)

    def _page(self, name: str) -> Any:
        """A sheet that prints on paper across, as wide as one page."""
        page = self._book.add_worksheet(self._name(name))
        page.set_landscape()
        page.set_paper(_A4)
        page.fit_to_pages(1, 0)
        page.set_footer("&C&P / &N")
        return page

    def sheets_of(
        self, file: Path, marks: dict[tuple[str, str], _Marks], header_rows: dict[str, int]
    ) -> None:
        """The sheets of one file that have marks, as they were sent; `header_rows` by sheet."""
        with TemporaryDirectory(prefix="township-") as spools:
            try:
                for sheet in read_sheets(file, Path(spools)):
                    if (file.name, sheet.name) in marks:
                        self._sheet(file, sheet, marks[file.name, sheet.name], header_rows[sheet.name])
                    sheet.spool.unlink()
            except UnreadableFile:
                return  # the cover says so

    def _sheet(self, file: Path, sheet: Sheet, marks: _Marks, header_row: int) -> None:
        page = self._page(f"{file.stem} {sheet.name}".strip())
        if header_row:
            page.repeat_rows(header_row - 1)
        if 0 < header_row <= _MOST_FROZEN:
            page.freeze_panes(header_row, 0)
        for place, width in enumerate(_widths(sheet)):
            page.set_column(place, place, width)
        wanted = None
        if sheet.rows > _LONGEST_WHOLE:
            wanted = marks.marked
            page.set_default_row(hide_unused_rows=True)
        for number, cells in _lines(sheet, wanted):
            if number > _LAST_ROW:
                return
            said = marks.of_row(number)
            marked = self._doubtful if number in marks.doubts else self._wrong
            other = marked if number in marks.rows or number in marks.doubts else self._text
            for place, text in enumerate(cells):
                if text and place not in said:
                    page.write_string(number - 1, place, text[:_LARGEST_CELL], other)
            for place, reasons in said.items():
                text = cells[place] if place < len(cells) else ""
                page.write_string(number - 1, place, text[:_LARGEST_CELL], marked)
                page.write_comment(number - 1, place, *_comment(";".join(reasons)))

    def _name(self, wanted: str) -> str:
        """A name that Excel takes and no other sheet has."""
        base = _FORBIDDEN.sub(" ", wanted).strip()[:_LONGEST_NAME] or "表"
        name, number = base, 1
        while name.lower() in self._taken:
            number += 1
            name = f"{base[: _LONGEST_NAME - len(str(number)) - 1]} {number}"
        self._taken.add(name.lower())
        return name


def _lines_of(cells: list[Any]) -> int:
    """Lines that a row of the cover takes, its texts wrapped."""
    return (
        max(
            ceil(text_width(cell) / (width - 2))
            for cell, width in zip(cells, _COVER_WIDTHS, strict=True)
            if isinstance(cell, str)
        )
        or 1
    )


def _widths(sheet: Sheet) -> list[float]:
    """Width of each column, in characters, that shows what its first rows hold; titles stand in rows of one cell."""
    rows = [row for row in sheet.head() if sum(map(bool, row)) > 1]
    return [
        min(max(_NARROWEST, *(text_width(text) + 1 for text in texts)), _WIDEST)
        for texts in zip_longest(*rows, fillvalue="")
    ]


def _comment(text: str) -> tuple[str, dict[str, Any]]:
    """A comment in a box that is large enough to read all of it."""
    lines = len(text) // _COMMENT_CHARACTERS + 2
    return text, {"width": _COMMENT_CHARACTERS * 15, "height": lines * 18, "font_size": 10}


def _lines(sheet: Sheet, wanted: set[int] | None) -> Iterator[tuple[int, list[str]]]:
    """Rows with their numbers: all of them, or the first ones, where the header stands, and those wanted."""
    with sheet.spool.open(encoding="utf-8", newline="\n") as lines:
        for number, line in enumerate(lines, start=1):
            if wanted is None or number <= HEAD_ROWS or number in wanted:
                cells = line.rstrip("\n").split(sheet.separator)
                yield number, [] if cells == [FILLER] else cells
