"""The content of a feedback workbook: the sheets that go back, and what is to be mended in each."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from pipelines.reading.origin import Origin
from pipelines.reading.sheets import Sheet


class Fault(NamedTuple):
    """What is to be mended: `row` is None where it is the sheet, `column`, counted from 0, where it is the row.

    A doubt about a sheet is of a column that it lacks.
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
        """Those of the sheet first, then row by row."""
        return sorted(self.faults, key=lambda fault: (fault.row or 0, fault.column or 0))

    @cached_property
    def by_row(self) -> Mapping[int, list[Fault]]:
        """Row → its faults."""
        grouped: dict[int, list[Fault]] = defaultdict(list)
        for fault in self.faults:
            grouped[fault.row or 1].append(fault)
        return grouped


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
