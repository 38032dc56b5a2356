"""What calamine does not tell of the cells of an .xlsx: errors, formulas never calculated, percentages.

calamine gives an empty text for the first two, which would make a broken cell a blank one, and 0.7379 for a cell
that its sender reads as 73.79%. The XML is searched as bytes, so that a sheet without any of them costs only its
unpacking; what it really unpacks to is measured on the way.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

from pipelines.problems import UnreadableFile

_LARGEST_UNPACKED = 2 << 30
_LARGEST_AREA = 16_000_000
_SPARSE_SIZE = 32 << 20
_CHUNK = 1 << 20
_BUILT_IN_PERCENTAGES = {9, 10}
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*)>(.*?)</(?:\w+:)?c>", re.DOTALL)
_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_STYLE = re.compile(rb'\bs="(\d+)"')
_FORMULA = re.compile(rb"<(?:\w+:)?f\b[^>]*?(?:/>|>([^<]*)</)")
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]+)</")
_ROW = re.compile(rb'<(?:\w+:)?row\s[^>]*?\br="(\d+)"')
_FAR_RIGHT = re.compile(rb'r="[A-Z]{3}\d')


@dataclass
class Oddities:
    """Cells of one sheet by (row, column), counted from 1: what to read instead, and which are percentages."""

    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    percentages: set[tuple[int, int]] = field(default_factory=set)


def odd_cells(path: Path) -> list[Oddities]:
    """The odd cells of every sheet, in the order of the workbook.

    Raises UnreadableFile where the workbook unpacks to more than 2 GiB, declares XML entities, or has cells so far
    from its table that reading it would take all memory.
    """
    with zipfile.ZipFile(path) as archive:
        _refuse_giant(sum(member.file_size for member in archive.infolist()))
        percentages = _percentage_styles(archive)
        return [_scan(archive, part, percentages) for part in _sheet_parts(archive)]


def _sheet_parts(archive: zipfile.ZipFile) -> Iterator[str | None]:
    """Name of each sheet's part, None where it is no part of this archive."""
    targets = {
        related.get("Id"): related.get("Target", "")
        for related in _xml(archive, "xl/_rels/workbook.xml.rels").iter()
        if related.get("Id")
    }
    present = set(archive.namelist())
    for sheet in _xml(archive, "xl/workbook.xml").iter(f"{_MAIN}sheet"):
        target = targets.get(sheet.get(f"{_RELATED}id"), "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        yield part if part in present else None


def _percentage_styles(archive: zipfile.ZipFile) -> set[int]:
    if "xl/styles.xml" not in archive.namelist():
        return set()
    styles = _xml(archive, "xl/styles.xml")
    formats = _BUILT_IN_PERCENTAGES | {
        int(kind.get("numFmtId", 0))
        for kind in styles.iter(f"{_MAIN}numFmt")
        if "%" in kind.get("formatCode", "")
    }
    cells = styles.find(f"{_MAIN}cellXfs")
    return {
        number
        for number, style in enumerate(cells if cells is not None else ())
        if int(style.get("numFmtId", 0)) in formats
    }


def _xml(archive: zipfile.ZipFile, part: str) -> ElementTree.Element:
    with archive.open(part) as file:
        text = file.read(_LARGEST_UNPACKED >> 5)
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise UnreadableFile(_ENTITIES)
    return ElementTree.fromstring(text)


_ENTITIES = "declares XML entities, which no workbook of Excel or WPS does; not read."


def _scan(archive: zipfile.ZipFile, part: str | None, percentages: set[int]) -> Oddities:
    odd = Oddities()
    if part is None:
        return odd
    marks = [b't="e"', b"</f>", b":f>", *(b' s="%d"' % style for style in percentages)]
    last_row = size = 0
    is_wide = False
    with archive.open(part) as file:
        for piece in _pieces(file):
            size += len(piece)
            _refuse_giant(size)
            if b"<!DOCTYPE" in piece:
                raise UnreadableFile(_ENTITIES)
            if size < _SPARSE_SIZE and not is_wide:
                is_wide = _FAR_RIGHT.search(piece) is not None
            if rows := _ROW.findall(piece[piece.rfind(b"row ", 0, piece.rfind(b"row ")) - 8 :]):
                last_row = max(last_row, int(rows[-1]))
            if any(mark in piece for mark in marks):
                _note(piece, percentages, odd)
    # calamine holds every cell between the first and the last; a cell that is there takes 20 bytes of XML or more
    width = 16_384 if is_wide else 200
    if last_row * width > _LARGEST_AREA and size < min(last_row * 20, _SPARSE_SIZE):
        raise UnreadableFile(
            f"has a cell far outside its table (row {last_row}{' or beyond column ZZ' if is_wide else ''}); "
            "delete the empty rows and columns around the table."
        )
    return odd


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    """The part in pieces that end with a cell, so that no cell is cut in two."""
    rest = b""
    while chunk := file.read(_CHUNK):
        piece = rest + chunk
        end = max(piece.rfind(b"</c>"), piece.rfind(b":c>")) + 4
        if end > 3:
            yield piece[:end]
            rest = piece[end:]
        else:
            rest = piece
            _refuse_giant(len(rest) * 16)
    yield rest


def _note(piece: bytes, percentages: set[int], odd: Oddities) -> None:
    # an empty cell closes itself and would otherwise lend its name to the next one's content
    for match in _CELL.finditer(re.sub(rb"<(?:\w+:)?c\s[^>]*/>", b"", piece)):
        attributes, content = match[1], match[2]
        value = _VALUE.search(content)
        if b't="e"' in attributes:
            odd.texts[_place(attributes)] = value[1].decode() if value else "#VALUE!"
        elif b"<f" in content or b":f" in content:
            formula = _FORMULA.search(content)
            if not value and b't="str"' not in attributes:
                odd.texts[_place(attributes)] = "=" + (formula[1] or b"").decode() if formula else "="
        style = _STYLE.search(attributes)
        if style and int(style[1]) in percentages:
            odd.percentages.add(_place(attributes))


def _place(attributes: bytes) -> tuple[int, int]:
    match = _PLACE.search(attributes)
    if not match:
        return (0, 0)
    column = 0
    for letter in match[1]:
        column = column * 26 + letter - 64
    return int(match[2]), column


def _refuse_giant(size: int) -> None:
    if size > _LARGEST_UNPACKED:
        raise UnreadableFile(
            f"unpacks to more than {_LARGEST_UNPACKED >> 30} GiB; expected an ordinary workbook."
        )


UNPACKING_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    ElementTree.ParseError,
    KeyError,
    EOFError,
    NotImplementedError,
    RuntimeError,
)
"""What a damaged archive raises while it is unpacked."""
