"""A sheet spooled to disk: the one form in which every file format is handed on.

Each row of the sheet is one line of UTF-8 text with its cells between separators, so that line n is row n as
the sender sees it. Where a quoted cell of a text file spans lines, the lines that it swallowed hold FILLER.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from pathlib import Path

CELL_SEPARATOR = "\x1f"
FILLER = "\x1e"
HEAD_ROWS = 60

_CONTROL = re.compile("[\n\x00\x01\x02\x1a\x1e\r\x85]")
_CONTROLS = (b"\x00", b"\x01", b"\x02", b"\x1a", b"\x1e", b"\r", b"\xc2\x85")
_BLOCK = 1000
_BYTES = 1 << 20

# what nobody sees: zero-width characters, marks of direction, soft hyphens; and spaces of unusual width
_UNSEEN_LEADS = (b"\xe2\x80", b"\xe2\x81", b"\xef\xbb\xbf", b"\xc2\xad")
_RADICAL_LEADS = (b"\xe2\xba", b"\xe2\xbb", b"\xe2\xbc", b"\xe2\xbd", b"\xe2\xbe", b"\xe2\xbf")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_DIGIT_GROUPS = re.compile(r"(?<=\d)[\u2009\u202f](?=\d{3})")
"""Narrow spaces, which nobody types but to group digits; another space may part two amounts of one cell."""
_UNUSUAL_SPACE = re.compile("[\u2000-\u200a\u2028\u2029\u202f\u205f]")


@dataclass(frozen=True)
class Sheet:
    """Text of one sheet: `spool` has `rows` lines; `name` is empty for a text file.

    `merged` holds merged areas as (first row, first column, last row, last column), counted from 1;
    `counts_from_1904`: numbers of days count from 1904-01-01, as on old Macintoshes;
    `hidden_rows` and `struck_rows` are rows that the sender does not see, or of which something is struck out;
    `comments` are what is written beside cells, as (row, column, text); `shown_units` are units of money that formats of
    cells write behind their numbers, as (column, unit, scale): the number is that of the cell divided by 10 to the scale.
    """

    name: str
    spool: Path
    rows: int
    separator: str = CELL_SEPARATOR
    is_hidden: bool = False
    merged: tuple[tuple[int, int, int, int], ...] = field(default=())
    counts_from_1904: bool = False
    hidden_rows: tuple[int, ...] = ()
    struck_rows: tuple[int, ...] = ()
    comments: tuple[tuple[int, int, str], ...] = ()
    shown_units: tuple[tuple[int, str, int], ...] = ()

    def lines(self) -> Iterator[tuple[int, str]]:
        """Number, counted from 1, and text of each row."""
        with self.spool.open(encoding="utf-8", newline="\n") as lines:
            for number, line in enumerate(lines, start=1):
                yield number, line.rstrip("\n")

    def cells(self, line: str) -> list[str]:
        """The cells of a row's text."""
        return line.split(self.separator)

    def head(self) -> list[list[str]]:
        """The first rows, cell by cell, in which a header is looked for."""
        return [self.cells(line) for _, line in islice(self.lines(), HEAD_ROWS)]

    def rows_below(self, header_row: int) -> Iterator[list[str]]:
        """The cells of each row below the header."""
        return (self.cells(line) for _, line in islice(self.lines(), header_row, None))

    def held_below(self, header_row: int, words: Iterable[str]) -> frozenset[str]:
        """Those of the words that any row below the header holds."""
        sought, found = {word: word.encode() for word in words}, set[str]()
        with self.spool.open("rb") as spool:
            for _ in islice(spool, header_row):
                pass
            while block := spool.read(_BYTES) + spool.readline():
                found |= {word for word in sought.keys() - found if sought[word] in block}
        return frozenset(found)

    def sent_rows(self) -> int:
        """Return the number of rows of the sheet, without filler rows that only keep the sender's row numbers."""
        return self.rows - sum(line == FILLER for _, line in self.lines())


def spool_rows(rows: Iterable[Sequence[str]], path: Path) -> int:
    """Write rows of cells as one line each and return their number."""
    count, left = 0, iter(rows)
    with path.open("wb") as spool:
        while block := list(islice(left, _BLOCK)):
            lines = seen("\n".join([CELL_SEPARATOR.join(row) for row in block]) + "\n")
            # one look at them all: hardly any cell holds a control character
            if not _is_clean(lines, block):
                lines = seen("\n".join(map(_line, block)) + "\n")
            spool.write(lines)
            count += len(block)
    return count


def seen(text: str) -> bytes:
    """Return the text without differences that nobody sees: characters of no width removed, radicals replaced by the
    character that they look like (⻓ by 长)."""
    encoded = text.encode(errors="replace")
    if any(_holds(encoded, lead) for lead in _RADICAL_LEADS):
        text = text.translate(radicals())
        encoded = text.encode(errors="replace")
    # the bytes have to be made in any case, and are looked through much faster than characters are
    if any(_holds(encoded, lead) for lead in _UNSEEN_LEADS):
        text = _DIGIT_GROUPS.sub("", _UNSEEN.sub("", text))
        encoded = _UNUSUAL_SPACE.sub(" ", text).encode(errors="replace")
    return encoded


@cache
def radicals() -> dict[int, str]:
    """Radical → the unified ideograph that it looks as, of Unicode's EquivalentUnifiedIdeograph.txt."""
    with (Path(__file__).parent / "radicals.csv").open(encoding="utf-8", newline="") as lines:
        return {ord(row["radical"]): row["ideograph"] for row in csv.DictReader(lines)}


def _holds(encoded: bytes, wanted: bytes) -> bool:
    return wanted[:1] in encoded and wanted in encoded  # a single byte is found a hundred times as fast


def _is_clean(lines: bytes, block: Sequence[Sequence[str]]) -> bool:
    """Whether no cell of the block contains a line break or a cell separator."""
    separators = sum(map(len, block)) - len(block) + sum(not row for row in block)
    return (
        lines.count(b"\n") == len(block)
        and lines.count(CELL_SEPARATOR.encode()) == separators
        and not any(_holds(lines, control) for control in _CONTROLS)
    )


def _line(row: Sequence[str]) -> str:
    if row == [FILLER]:
        return FILLER
    return CELL_SEPARATOR.join(_CONTROL.sub(" ", cell).replace(CELL_SEPARATOR, " ") for cell in row)


def numbered_paths(folder: Path) -> Iterator[Path]:
    """Paths for spools, one after another; names of sheets never become paths."""
    start = len(list(folder.iterdir()))
    return (folder / f"{number:05}.txt" for number in range(start, 100_000))
