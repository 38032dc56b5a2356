"""Pages of a feedback workbook: a cover, the list of faults, the sheets that were sent, and where they came from."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from pipelines.deliveries.delivery import Delivery
from pipelines.reading.comments import OWN_AUTHOR
from pipelines.reading.origin import ORIGIN_SHEET, Origin
from pipelines.reading.sheets import FILLER, HEAD_ROWS, Sheet
from pipelines.registers.contract import Register
from pipelines.rules import RULES
from pipelines.workbooks.faults import Content, Fault, Marks
from pipelines.workbooks.hidden_pages import OPTIONS, Options, terms_of, write_origins
from pipelines.workbooks.printing import add_page, set_wrapped_height, write_cells
from pipelines.workbooks.widths import text_width

COVER, LIST = "反馈说明", "错误清单"
_OWN = (COVER, LIST, OPTIONS, ORIGIN_SHEET)
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_LONGEST_NAME = 31
_LARGEST_CELL = 32_767
_LAST_ROW = 1_048_576
_MOST_LINKS = 10_000
_MOST_FROZEN = 10
"""Rows that may stay in sight; more would leave no room for those that scroll."""
_COVER_WIDTHS = (34, 16, 24, 10, 10, 12, 64)
_LIST_WIDTHS = (6, 6, 30, 9, 16, 24, 44, 44)
_NARROWEST, _WIDEST = 8, 30
_COMMENT_CHARACTERS = 20
_WRONG = {"bg_color": "#FFC7CE", "font_color": "#9C0006"}
_DOUBTFUL = {"bg_color": "#FFEB9C", "font_color": "#7F6000"}
_AS_TEXT = {"num_format": "@"}


class Pages:
    """Writes the pages of one workbook, in the order in which the methods are called; `finish` comes last."""

    def __init__(self, book: xlsxwriter.Workbook, registers: Mapping[str, Register]):
        self._book = book
        self._registers = registers
        self._taken = {name.lower() for name in _OWN}
        self._origins: dict[str, tuple[Origin, ...]] = dict.fromkeys(_OWN, ())
        self._page_names: dict[tuple[str, str], str] = {}
        self._options = Options(book)
        self._listed: Mapping[tuple[str, str], Marks] = {}
        wrapped = {"text_wrap": True, "valign": "top", "border": 1}
        self._title = book.add_format({"bold": True, "font_size": 14})
        self._head = book.add_format({"bold": True, "bg_color": "#DDE6EF", **wrapped})
        self._cell = book.add_format(wrapped)
        self._link = book.add_format({"font_color": "#0563C1", "underline": 1, **wrapped})
        self._unread = book.add_format(_WRONG | wrapped)
        self._text = book.add_format(_AS_TEXT)
        self._wrong, self._doubtful, self._struck_wrong, self._struck_doubtful = (
            book.add_format(_AS_TEXT | colours | struck)
            for struck in ({}, {"font_strikeout": True})
            for colours in (_WRONG, _DOUBTFUL)
        )
        self._values: dict[tuple[str, str, int, int], str] = {}

    def cover(
        self,
        delivery: Delivery,
        sheets: Sequence[Mapping[str, Any]],
        findings: Sequence[Mapping[str, Any]],
        marks: Mapping[tuple[str, str], Marks],
        part_of: Sequence[str],
        *,
        has_sheets: bool,
    ) -> None:
        """Counts by sheet, the three commonest faults, and what concerns no single cell; `part_of` names sheets that do not
        go back whole; where none `has_sheets`, none does."""
        page = add_page(self._book, COVER)
        page.activate()
        for column, width in enumerate(_COVER_WIDTHS):
            page.set_column(column, column, width)
        every = [fault for of_sheet in marks.values() for fault in of_sheet.faults]
        notes = (
            [
                f"标红的单元格有错，“{LIST}”逐条列出问题和改法。请在各表的原处改正后，把本工作簿发回。",
                "发回的各表替代原来的表，不用再报原文件；没有错的表也在本簿中，请不要删除。",
            ]
            if has_sheets
            else [
                "报送的文件没有一张表读得出来，本簿中没有可以改的表。请按下面的说明改好原文件，重报原文件。"
            ]
        )
        lines: list[tuple[list[Any], Any]] = [
            ([f"{delivery.unit} {delivery.period.name} 报送数据反馈"], self._title),
            *(([note], None) for note in notes),
        ]
        if part_of:
            note = f"{'、'.join(part_of)}太长，只列出表头和有错的行，行号与原表一致：{RULES['feedback_extract'].remedy_zh}。"
            lines.append(([note], None))
        if any(fault.is_doubt for fault in every):
            lines.append((["标黄的行已采纳但存疑，请核实，有误的一并改正。"], None))
        lines += [
            ([], None),
            (["文件", "工作表", "台账", "读取行数", "采纳行数", "需改正行数", "说明"], self._head),
        ]
        ledgers: dict[tuple[str, str], list[str]] = defaultdict(list)
        for sheet in sheets:
            ledger = self._ledger(sheet["register"])
            ledgers[sheet["file"], sheet["sheet"]].append(ledger)
            counts = [sheet["rows_read"], sheet["accepted"], sheet["quarantined"]]
            style = self._unread if sheet["status"] == "unreadable" else self._cell
            lines.append(([sheet["file"], sheet["sheet"], ledger, *counts, sheet["message_zh"] or ""], style))
        # faults of a sheet as a whole are listed beside its name
        of_rows = [
            (fault.header or "整行", "、".join(ledgers[where]), fault.reason)
            for where, of_sheet in marks.items()
            for fault in of_sheet.faults
            if fault.row and not fault.is_doubt
        ]
        if common := Counter(of_rows).most_common(3):
            heads = ["最常见的错误在哪一列", "", "台账", "处数", "", "", "原因"]
            lines += [([], None), (heads, self._head)]
            lines += [
                ([header, "", ledger, count, "", "", reason], self._cell)
                for (header, ledger, reason), count in common
            ]
        if findings:
            lines += [([], None), (["其他提示的文件", "工作表", "台账", "", "", "", "说明"], self._head)]
            lines += [
                (
                    [f["file"], f["sheet"] or "", self._ledger(f["register"]), "", "", "", f["message_zh"]],
                    self._cell,
                )
                for f in findings
            ]
        for number, (cells, style) in enumerate(lines):
            if style in (self._cell, self._unread):
                set_wrapped_height(page, number, cells, _COVER_WIDTHS)
            write_cells(page, number, cells, style)
        self._listed = marks
        self._list = add_page(self._book, LIST)  # the second page, written when the values are known

    def sheet(self, content: Content) -> None:
        """Write a sheet as it was sent, with what is to be mended marked; only the rows at fault if it is too long."""
        sheet, origin, marks = content.sheet, content.origin, content.marks
        first = content.origins[-1]  # a page of a page keeps its name
        name = self._name(f"{Path(first.file).stem} {first.sheet}".strip())
        self._origins[name] = content.origins
        self._page_names[origin.file, origin.sheet] = name
        page = add_page(self._book, name)
        if sheet.is_hidden and not marks.faults:
            page.hide()
        if content.header_row:
            page.repeat_rows(content.header_row - 1)
        if 0 < content.header_row <= _MOST_FROZEN:
            page.freeze_panes(content.header_row, 0)
        for column, width in enumerate(_widths(sheet)):
            page.set_column(column, column, width)
        if not origin.is_whole:
            page.set_default_row(hide_unused_rows=True)
        self._merge(page, sheet)
        for number, cells in _lines(sheet, None if origin.is_whole else {*marks.by_row}):
            self._row(page, content, number, cells)
        self._offer_options(page, content)

    def finish(self) -> None:
        """Write what is known only now: the list of faults, the options of drop-downs, and the hidden origin."""
        self._write_list()
        self._options.write(self._text)
        write_origins(self._book, self._origins)

    def _row(self, page: Any, content: Content, number: int, cells: list[str]) -> None:
        by_column = content.marks.of_row(number)
        is_struck, comments = number in content.sheet.struck_rows, content.comments
        of_row = [
            fault for faults in by_column.values() for fault in faults if fault.row and fault.column is None
        ]
        for column, text in enumerate(cells):
            if text and column not in by_column:
                page.write_string(number - 1, column, text[:_LARGEST_CELL], self._mark(of_row, is_struck))
        for column, faults in by_column.items():
            text = cells[column] if column < len(cells) else ""
            mark = self._mark([*faults, *of_row], is_struck)
            page.write_string(number - 1, column, text[:_LARGEST_CELL], mark)
            sentences = [*map(_said, faults), *comments.get((number, column), ())]
            page.write_comment(number - 1, column, *_comment("\n".join(sentences)))
            self._values[content.origin.file, content.origin.sheet, number, column] = text

    def _ledger(self, register: str | None) -> str:
        return self._registers[register].title if register else ""

    def _mark(self, faults: Sequence[Fault], is_struck: bool) -> Any:
        """The format of a cell with these faults: a fault weighs more than a doubt. What is struck out stays so."""
        if not faults and not is_struck:
            return self._text
        if all(fault.is_doubt for fault in faults):
            return self._struck_doubtful if is_struck else self._doubtful
        return self._struck_wrong if is_struck else self._wrong

    def _merge(self, page: Any, sheet: Sheet) -> None:
        """Merge the cells that were merged in the sheet: a header of several rows is read by them."""
        for top, left, bottom, right in sheet.merged:
            if (top, left) != (bottom, right) and bottom <= _LAST_ROW:
                page.merge_range(top - 1, left - 1, bottom - 1, right - 1, "", self._text)

    def _offer_options(self, page: Any, content: Content) -> None:
        """Add a drop-down to the rows of each column with a vocabulary."""
        first, last = content.header_row, max(content.sheet.rows, content.header_row + 1) - 1
        for register, columns in content.columns.items():
            by_name = self._registers[register].by_name if register in self._registers else {}
            for name, number in columns.items():
                terms = terms_of(by_name[name]) if name in by_name else ()
                if terms and content.header_row:
                    self._options.offer(page, first, last, number - 1, terms)

    def _write_list(self) -> None:
        page = self._list
        for column, width in enumerate(_LIST_WIDTHS):
            page.set_column(column, column, width)
        heads = ["序号", "类别", "本簿中的工作表", "位置", "列名", "填写的内容", "问题", "怎么改"]
        write_cells(page, 0, heads, self._head)
        page.freeze_panes(1, 0)
        page.repeat_rows(0)
        number = 0
        listed = [(where, fault) for where, marks in self._listed.items() for fault in marks.in_order]
        for where, fault in sorted(listed, key=lambda entry: entry[1].is_doubt):
            number += 1
            if number < _LAST_ROW:
                self._write_fault(page, number, where, fault)
        page.autofilter(0, 0, max(number, 1), len(heads) - 1)

    def _write_fault(self, page: Any, number: int, where: tuple[str, str], fault: Fault) -> None:
        file, sheet = where
        name = self._page_names.get(where)
        cell = xl_rowcol_to_cell(fault.row - 1, fault.column or 0) if fault.row else ""
        value = self._values.get((file, sheet, fault.row or 1, fault.column or 0), "")
        place = cell if fault.column is not None else f"第{fault.row}行" if fault.row else "整张表"
        line = [
            number,
            "存疑" if fault.is_doubt else "有错",
            name or " ".join(filter(None, where)),
            place,
            fault.header or "",
            value[:_LARGEST_CELL] if fault.column is not None else "",
            fault.reason,
            fault.remedy,
        ]
        set_wrapped_height(page, number, line, _LIST_WIDTHS)
        write_cells(page, number, line, self._cell)
        if name and number <= _MOST_LINKS:
            page.write_url(number, 3, f"internal:'{name}'!{cell or 'A1'}", self._link, place)

    def _name(self, wanted: str) -> str:
        """Return a name that Excel accepts and that no other sheet has."""
        base = _FORBIDDEN.sub(" ", wanted).strip()[:_LONGEST_NAME] or "表"
        name, number = base, 1
        while name.lower() in self._taken:
            number += 1
            name = f"{base[: _LONGEST_NAME - len(str(number)) - 1]} {number}"
        self._taken.add(name.lower())
        return name


def _said(fault: Fault) -> str:
    text = f"{fault.reason}；{fault.remedy}" if fault.remedy else fault.reason
    return f"存疑：{text}" if fault.is_doubt else text


def _widths(sheet: Sheet) -> list[float]:
    """Width of each column, in characters, that shows what its first rows hold; titles are rows of one cell."""
    rows = [row for row in sheet.head() if sum(map(bool, row)) > 1]
    return [
        min(max(_NARROWEST, *(text_width(text) + 1 for text in texts)), _WIDEST)
        for texts in zip_longest(*rows, fillvalue="")
    ]


def _comment(text: str) -> tuple[str, dict[str, Any]]:
    """Write a comment in a box that is large enough to read all of it."""
    lines = len(text) // _COMMENT_CHARACTERS + 2 + text.count("\n")
    box = {"width": _COMMENT_CHARACTERS * 15, "height": lines * 18, "font_size": 10}
    return text, {"author": OWN_AUTHOR, **box}


def _lines(sheet: Sheet, wanted: set[int] | None) -> Iterator[tuple[int, list[str]]]:
    """Rows with their numbers: all of them, or the first ones, which have the header, and those wanted."""
    for number, line in islice(sheet.lines(), _LAST_ROW):
        if wanted is None or number <= HEAD_ROWS or number in wanted:
            yield number, [] if line == FILLER else sheet.cells(line)
