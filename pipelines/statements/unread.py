"""Cells in columns that no contract reads: they may tell two sheets apart whose other columns are equal."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from pipelines.reading.match import UnmappedHeader
from pipelines.reading.sheets import Sheet


@dataclass(frozen=True)
class UnreadCells:
    """The headers of such columns, and a digest of what each row below the header has in them, blank cells included."""

    headers: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()


NOTHING_UNREAD = UnreadCells()


def unread_cells(sheet: Sheet, header_row: int, unread: Iterable[UnmappedHeader]) -> UnreadCells:
    """What the sheet has in the unread columns."""
    columns = tuple(unread)
    if not columns:
        return NOTHING_UNREAD
    rows = [sheet.cells(line) for number, line in sheet.lines() if number > header_row and line.strip()]
    return UnreadCells(
        tuple(header.label for header in columns),
        tuple(_digest(row, [header.index for header in columns]) for row in rows),
    )


def unread_money(sheet: Sheet, header_row: int, unread: Iterable[UnmappedHeader]) -> UnreadCells:
    """What the sheet has in those of the unread columns that may be of money."""
    return unread_cells(sheet, header_row, [header for header in unread if header.is_money])


def _digest(row: Sequence[str], indices: Sequence[int]) -> str:
    cells = [row[index - 1].strip() for index in indices if len(row) >= index]
    return sha256("\n".join(cells).rstrip().encode()).hexdigest()[:16]
