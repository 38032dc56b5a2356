"""Delimited text: UTF-8 with and without byte order mark, UTF-16, GB18030 (and so GBK)."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from pipelines.problems import UnreadableFile
from pipelines.reading.sheets import FILLER, Sheet, numbered_paths, spool_rows

SUFFIXES = {".csv", ".tsv", ".txt"}

_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_SEPARATORS = (",", "\t", ";", "|")
_LONGEST_QUOTED_CELL = 50
_CHUNK = 1 << 20


def sheets(path: Path, spool_folder: Path) -> Iterator[Sheet]:
    """The one sheet of a text file.

    Raises UnreadableFile where the bytes are text in none of the encodings.
    """
    spool = next(numbered_paths(spool_folder))
    for encoding in _encodings(path):
        try:
            separator = _separator(path, encoding)
            rows = _spool_lines(path, encoding, spool)
            if rows is not None:
                yield Sheet("", spool, rows, separator)
            else:
                yield Sheet("", spool, spool_rows(_quoted_rows(path, encoding, separator), spool))
            return
        except UnicodeError:
            continue
    raise UnreadableFile(
        "not text in UTF-8, UTF-16 or GB18030 (GBK); expected a CSV file saved by Excel or WPS."
    )


def _encodings(path: Path) -> list[str]:
    with path.open("rb") as file:
        start = file.read(4)
    for mark, encoding in _MARKS.items():
        if start.startswith(mark):
            return [encoding]
    if b"\0" in start[:2]:
        return ["utf-16-be" if start[0] == 0 else "utf-16-le"]
    return ["utf-8", "gb18030"]


def _open(path: Path, encoding: str) -> TextIO:
    return path.open(encoding=encoding, newline=None)


def _separator(path: Path, encoding: str) -> str:
    with _open(path, encoding) as text:
        head = text.read(1 << 16)
    return max(_SEPARATORS, key=head.count)


def _spool_lines(path: Path, encoding: str, spool: Path) -> int | None:
    """Copy the text as UTF-8, line by line, and return the number of lines.

    None where the text holds a quotation mark and so must be parsed cell by cell: that is six times slower.
    """
    rows, last = 0, "\n"
    with _open(path, encoding) as text, spool.open("w", encoding="utf-8", newline="\n") as copy:
        while chunk := text.read(_CHUNK):
            if '"' in chunk:
                return None
            if "\0" in chunk or "\x02" in chunk:
                chunk = chunk.replace("\0", "").replace("\x02", " ")
            copy.write(chunk)
            rows += chunk.count("\n")
            last = chunk[-1:]
        if last != "\n":
            copy.write("\n")
            rows += 1
    return rows


def _quoted_rows(path: Path, encoding: str, separator: str) -> Iterator[list[str]]:
    csv.field_size_limit(1 << 24)
    with path.open(encoding=encoding, newline="") as text:
        if _has_stray_quote(path, encoding, separator):
            # It would swallow the lines up to the next one; quotes are then taken as they stand.
            reader = csv.reader(text, delimiter=separator, quoting=csv.QUOTE_NONE)
        else:
            reader = csv.reader(text, delimiter=separator)
        line = 0
        for row in reader:
            yield row
            yield from ([FILLER] for _ in range(reader.line_num - line - 1))
            line = reader.line_num


def _has_stray_quote(path: Path, encoding: str, separator: str) -> bool:
    line = 0
    try:
        with path.open(encoding=encoding, newline="") as text:
            reader = csv.reader(text, delimiter=separator)
            for _ in reader:
                if reader.line_num - line > _LONGEST_QUOTED_CELL:
                    return True
                line = reader.line_num
    except csv.Error:
        return True
    return False
