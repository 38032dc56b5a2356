"""The content of a feedback workbook: the sheets that go back, and what is to be mended in each."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from xlsxwriter.utility import xl_rowcol_to_cell

from pipelines.reading.comments import REPEATED
from pipelines.reading.origin import Origin
from pipelines.reading.sheets import Sheet
from pipelines.rules import Violation

UNSEEN = ("hidden_rows", "struck_rows", "comments")
"""Notices on what a page does not show of its sheet."""


class Fault(NamedTuple):
    """What is to be mended: `row` is None where it is the sheet, `column`, counted from 0, where it is the row.

    A doubt about a sheet is of a column that it lacks, or a warning about the sheet.
    """

    row: int | None
    column: int | None
    header: str | None
    reason: str
    remedy: str
    is_doubt: bool = False


@dataclass
class Marks:
    """What is to be mended in one sheet."""

    faults: list[Fault] = field(default_factory=list)

    def of_row(self, row: int) -> dict[int, list[Fault]]:
        """Column → its faults; those of the whole row at its first cell, those of the whole sheet at its first row."""
        found: dict[int, list[Fault]] = {}
        for fault in self.by_row.get(row, ()):
            found.setdefault(fault.column or 0, []).append(fault)
        return found

    @property
    def in_order(self) -> list[Fault]:
        """Return the faults of the sheet first, then row by row."""
        return sorted(self.faults, key=lambda fault: (fault.row or 0, fault.column or 0))

    @cached_property
    def by_row(self) -> Mapping[int, list[Fault]]:
        """Row → its faults."""
        grouped: dict[int, list[Fault]] = defaultdict(list)
        for fault in self.faults:
            grouped[fault.row or 1].append(fault)
        return grouped


def unseen_doubts(sheet: Sheet, header_row: int) -> Iterator[Fault]:
    """Doubts about rows below the header that are hidden or struck out, one for each run of such rows, and comments, which
    the page does not repeat."""
    for rule, rows in (("hidden_rows", sheet.hidden_rows), ("struck_rows", sheet.struck_rows)):
        for first, last in _runs([row for row in rows if row > header_row]):
            named = str(first) if first == last else f"{first}—{last}"
            yield _doubt(first, None, rule, count=last - first + 1, rows=named)
    for row, column, text in sheet.comments:
        if row > header_row:
            yield _doubt(row, column - 1, "comments", cells=xl_rowcol_to_cell(row - 1, column - 1), text=text)


def _doubt(row: int, column: int | None, rule: str, **fields: object) -> Fault:
    violation = Violation(rule, {"more": "", **fields})
    return Fault(row, column, None, violation.zh, violation.of.remedy_zh, is_doubt=True)


def _runs(rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last of each run of adjacent rows."""
    for _, run in groupby(enumerate(rows), lambda item: item[1] - item[0]):
        numbers = [row for _, row in run]
        yield numbers[0], numbers[-1]


class Content(NamedTuple):
    """A sheet that goes back, and the sheets that it replaces when it comes again: itself first.

    `header_row` is the last row of its header, 0 where none was found; `columns` has for each register that it feeds the
    columns of the contract with their numbers, counted from 1.
    """

    sheet: Sheet
    origins: tuple[Origin, ...]
    marks: Marks
    header_row: int
    columns: Mapping[str, Mapping[str, int]]

    @property
    def origin(self) -> Origin:
        return self.origins[0]

    @property
    def comments(self) -> Mapping[tuple[int, int], tuple[str]]:
        """Row and column, counted from 0, of each comment of the sender → how the page repeats it."""
        return {(row, column - 1): (f"{REPEATED}{text}",) for row, column, text in self.sheet.comments}
