"""Delimited text: UTF-8 with and without byte order mark, UTF-16, GB18030 (and so GBK), Big5."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TextIO

from pipelines.reading.sheets import FILLER, Sheet, numbered_paths, seen, spool_rows
from pipelines.rules import UnreadableFile

SUFFIXES = {".csv", ".tsv", ".txt"}

_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_SEPARATORS = (",", "\t", ";", "|", "，", "；")
_CONTROLS = "\0\x01\x02\x1a\x1e\x1f"
_KEPT_TEXT = re.compile('="[^"]*"')
_LONGEST_QUOTED_CELL = 50
_MOST_UNDECODABLE = 0.01
_CHUNK = 1 << 20
_LONGEST_LINE = 2_000_000
_HEAD = 1 << 16
_TELLING = 1 << 13


def sheets(path: Path, spool_folder: Path) -> Iterator[Sheet]:
    """The one sheet of a text file.

    Raises UnreadableFile where the bytes are text in none of the encodings, or a line is longer than any row of a
    table. A few bytes that are none, in a file that otherwise is, become U+FFFD and cost only their own rows.
    """
    spool = next(numbered_paths(spool_folder))
    encodings = likely_encodings(path)
    for errors in ("strict", "replace"):
        for encoding in encodings:
            try:
                text = _Text(path, encoding, errors)
                if errors == "replace" and text.undecodable_share() > _MOST_UNDECODABLE:
                    continue
                separator = text.separator()
                rows = text.spool_lines(spool)
                if rows is not None:
                    yield Sheet("", spool, rows, separator)
                else:
                    yield Sheet("", spool, spool_rows(text.quoted_rows(separator), spool))
                return
            except UnicodeError:
                continue
            except csv.Error:
                raise UnreadableFile("giant_cell") from None
    raise UnreadableFile("unknown_encoding")


def likely_encodings(path: Path) -> list[str]:
    """The encodings that the text may have, the likeliest first."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    for mark, encoding in _MARKS.items():
        if head.startswith(mark):
            return [encoding]
    high, low = head[::2].count(b"\0"), head[1::2].count(b"\0")
    if high + low > max(4, len(head) / 100) and not high < 3 * low < 9 * high:
        return ["utf-16-be" if high > low else "utf-16-le"]
    chinese = ["big5", "gb18030"] if _is_big5(head[:_TELLING]) else ["gb18030", "big5"]
    return ["utf-8", *chinese]


def _is_big5(head: bytes) -> bool:
    """Whether the bytes read as common characters in Big5 and as rare ones in GB18030.

    Each of the two decodes most texts of the other, but into characters that nobody writes.
    """
    as_gb = [c for c in head.decode("gb18030", "ignore") if ord(c) > 0x7F]
    as_big5 = [c for c in head.decode("big5", "ignore") if ord(c) > 0x7F]
    common_gb = sum(_is_common(c, "gb2312", 0xD7) for c in as_gb)
    common_big5 = sum(_is_common(c, "big5", 0xC6) for c in as_big5)
    return common_big5 * max(len(as_gb), 1) > common_gb * max(len(as_big5), 1)


def _is_common(character: str, encoding: str, last_lead: int) -> bool:
    # both standards list punctuation and common characters first and rare ones after
    code = character.encode(encoding, "ignore")
    return len(code) == 2 and code[0] <= last_lead


class _Text:
    """A text file in one encoding; `errors` is how Python decodes bytes that are not valid in it."""

    def __init__(self, path: Path, encoding: str, errors: str):
        self._path = path
        self._encoding = encoding
        self._errors = errors

    def _open(self, newline: str | None) -> TextIO:
        return self._path.open(encoding=self._encoding, errors=self._errors, newline=newline)

    def undecodable_share(self) -> float:
        """Return the share of characters that the encoding cannot decode."""
        wrong, total = 0, 1
        with self._open(None) as text:
            while chunk := text.read(_CHUNK):
                wrong += chunk.count("\ufffd")
                total += len(chunk)
        return wrong / total

    def separator(self) -> str:
        """Return the separator that splits the first lines, and so the header, into the usual number of cells.

        Cells below a header may hold any separator, but a header holds only its own.
        """

        def fit(separator: str) -> tuple[int, int]:
            counts = self._separators_by_row(separator)
            usual = _usual(counts)
            return (-counts.index(usual), usual * counts.count(usual)) if usual else (-len(counts), 0)

        return max(_SEPARATORS, key=fit)

    @cached_property
    def _first_lines(self) -> list[str]:
        with self._open(None) as text:
            return text.read(_HEAD).splitlines()[:200]

    def _separators_by_row(self, separator: str) -> list[int]:
        return [len(row) - 1 for row in csv.reader(self._first_lines, delimiter=separator)]

    def spool_lines(self, spool: Path) -> int | None:
        """Copy the text as UTF-8, line by line, and return the number of lines.

        None where the text holds a quotation mark and so must be parsed cell by cell: that is six times slower.
        """
        rows, last, unbroken = 0, "\n", 0
        with self._open(None) as text, spool.open("wb") as copy:
            while chunk := text.read(_CHUNK):
                if '"' in chunk:
                    return None
                for control in _CONTROLS:
                    if control in chunk:
                        chunk = chunk.replace(control, " ")
                copy.write(seen(chunk))
                unbroken = len(chunk) - chunk.rfind("\n") - 1 if "\n" in chunk else unbroken + len(chunk)
                _refuse_giant_line(unbroken)
                rows += chunk.count("\n")
                last = chunk[-1]
            if last != "\n":
                copy.write(b"\n")
                rows += 1
        return rows

    def quoted_rows(self, separator: str) -> Iterator[list[str]]:
        """Rows cell by cell; a row that spans lines is followed by a filler for each further line."""
        for row in self._parsed_rows(separator):
            # ="0123" is how a system keeps Excel from making a number of a text
            yield [cell[2:-1] if _KEPT_TEXT.fullmatch(cell) else cell for cell in row]

    def _parsed_rows(self, separator: str) -> Iterator[list[str]]:
        csv.field_size_limit(1 << 24)
        if self._has_stray_quote(separator):
            yield from self._rows_despite_stray_quotes(separator)
            return
        with self._open("") as text:
            reader = csv.reader(text, delimiter=separator)
            line = 0
            for row in reader:
                yield row
                yield from ([FILLER] for _ in range(reader.line_num - line - 1))
                line = reader.line_num

    def _has_stray_quote(self, separator: str) -> bool:
        """Whether a quotation mark neither opens nor closes a cell, and so would swallow lines."""
        usual, taken = _usual(self._separators_by_row(separator)), list[str]()
        try:
            with self._open("") as text:
                for _ in csv.reader(_noted(text, taken), delimiter=separator, strict=True):
                    if len(taken) > _LONGEST_QUOTED_CELL or _is_row_each(taken, separator, usual):
                        return True
                    taken.clear()
        except csv.Error:
            return True
        return False

    def _rows_despite_stray_quotes(self, separator: str) -> Iterator[list[str]]:
        """Like quoted_rows, but take the quotes of a line literally if it makes no row with the lines after it."""
        usual = _usual(self._separators_by_row(separator))
        with self._open("") as text:
            ahead = list(islice(text, _LONGEST_QUOTED_CELL))
            while ahead:
                for lines in range(1, len(ahead) + 1):
                    try:
                        rows = list(csv.reader(ahead[:lines], delimiter=separator, strict=True))
                    except csv.Error:
                        continue
                    if lines == 1 or (len(rows) == 1 and not _is_row_each(ahead[:lines], separator, usual)):
                        break
                else:
                    lines = 1
                    rows = list(csv.reader(ahead[:1], delimiter=separator, quoting=csv.QUOTE_NONE))
                yield rows[0] if rows else []
                yield from ([FILLER] for _ in range(lines - 1))
                ahead = ahead[lines:] + list(islice(text, lines))


def _noted(lines: Iterable[str], taken: list[str]) -> Iterator[str]:
    for line in lines:
        _refuse_giant_line(len(line))
        taken.append(line)
        yield line


def _refuse_giant_line(length: int) -> None:
    if length > _LONGEST_LINE:
        raise UnreadableFile("giant_line")


def _usual(counts: list[int]) -> int:
    """Return the most common count other than 0; 0 if there is none."""
    return next((count for count, _ in Counter(filter(None, counts)).most_common(1)), 0)


def _is_row_each(lines: list[str], separator: str, usual: int) -> bool:
    """Whether the lines that a quoted cell spans begin and end as rows of their own, which it would swallow."""
    return len(lines) > 1 and min(lines[0].count(separator), lines[-1].count(separator)) >= usual > 0
