"""Digest the cells in unread columns, which may tell two sheets apart whose other columns are equal."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from pipelines.common.private_numbers import without_private_numbers
from pipelines.reading.match import UnmappedHeader
from pipelines.reading.sheets import Sheet


@dataclass(frozen=True)
class UnreadCells:
    """The headers of such columns, without private numbers, and a digest of what each row below the header has in them,
    blank cells included; and the same of those columns that may be of money."""

    headers: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    money_headers: tuple[str, ...] = ()
    money_rows: tuple[str, ...] = ()


NOTHING_UNREAD = UnreadCells()


def unread_cells(sheet: Sheet, header_row: int, unread: Sequence[UnmappedHeader]) -> UnreadCells:
    """Return what the sheet has in the unread columns."""
    if not unread:
        return NOTHING_UNREAD
    rows = [sheet.cells(line) for number, line in sheet.lines() if number > header_row and line.strip()]
    return UnreadCells(*_below(unread, rows), *_below([header for header in unread if header.is_money], rows))


def _below(headers: Sequence[UnmappedHeader], rows: Sequence[list[str]]) -> tuple[tuple[str, ...], ...]:
    """The headers, and a digest of each row in their columns; nothing where there is no header."""
    indices = [header.index for header in headers]
    labels = tuple(without_private_numbers(header.label) for header in headers)
    return labels, tuple(_digest(row, indices) for row in rows) if headers else ()


def _digest(row: Sequence[str], indices: Sequence[int]) -> str:
    cells = [row[index - 1].strip() for index in indices if len(row) >= index]
    return sha256("\n".join(cells).rstrip().encode()).hexdigest()[:16]
