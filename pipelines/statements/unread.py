"""Money in columns that no contract reads: it may tell two sheets apart whose other columns are equal."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice

from pipelines.reading.match import UnmappedHeader
from pipelines.reading.sheets import Sheet


@dataclass(frozen=True)
class UnreadMoney:
    """The headers of such columns, and a digest of what each row below the header has in them, blank cells included."""

    headers: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()


NOTHING_UNREAD = UnreadMoney()


def unread_money(sheet: Sheet, header_row: int, unread: Iterable[UnmappedHeader]) -> UnreadMoney:
    """What the sheet has in those of the unread columns that may be of money."""
    columns = [header for header in unread if header.is_money]
    if not columns:
        return NOTHING_UNREAD
    with sheet.spool.open(encoding="utf-8", newline="\n") as lines:
        rows = [
            line.rstrip("\n").split(sheet.separator)
            for line in islice(lines, header_row, None)
            if line.strip()
        ]
    return UnreadMoney(
        tuple(header.label for header in columns),
        tuple(_digest(row, [header.index for header in columns]) for row in rows),
    )


def _digest(row: list[str], indices: list[int]) -> str:
    cells = [row[index - 1].strip() for index in indices if len(row) >= index]
    return sha256("\n".join(cells).rstrip().encode()).hexdigest()[:16]
