"""Cell overrides of an .xlsx.

The XML is searched as bytes, so that a sheet without any of them costs only its unpacking; what it really unpacks
to is measured on the way.
"""

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import Element

from pipelines.reading.cell_overrides import (
    BUILT_IN_PERCENTAGES,
    CellOverrides,
    ShownAs,
    is_percentage,
    shown_as,
)
from pipelines.reading.comments import column_number, xlsx_comments
from pipelines.reading.packages import refuse_entities, refuse_giant, targets, xml_part
from pipelines.rules import UnreadableFile

_LARGEST_AREA = 16_000_000
_SPARSE_SIZE = 32 << 20
_CHUNK = 1 << 20

_ROOT = re.compile(rb"<(\w+:|)worksheet")
_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*)>(.*?)</(?:\w+:)?c>", re.DOTALL)
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Z]{1,3})(\d{1,7})["']""")
_STYLE = re.compile(rb"""\bs\s*=\s*["'](\d+)["']""")
_TYPE = re.compile(rb"""\bt\s*=\s*["'](\w+)["']""")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b[^>]*?(?:/>|>([^<]*)</)")
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]+)</")
_ROW = re.compile(rb"""<(?:\w+:)?row\s[^>]*?\br=["'](\d+)["']""")
_HIDDEN_ROW = re.compile(rb"""<(?:\w+:)?row\s(?=[^>]*?\bhidden=["'](?:1|true)["'])[^>]*?\br=["'](\d+)["']""")
_FAR_RIGHT = re.compile(rb"""r=["'][A-Z]{3}\d""")


def xlsx_cell_overrides(path: Path) -> list[CellOverrides]:
    """Return the cell overrides of every sheet, in the order of the workbook.

    Raises UnreadableFile where the workbook unpacks to more than 2 GiB, declares XML entities, or has cells so far
    from its table that reading it would take all memory.
    """
    with zipfile.ZipFile(path) as archive:
        workbook = xml_part(archive, "xl/workbook.xml")
        styles = _styles(archive)
        is_to_calculate = any(
            settings.get("fullCalcOnLoad") in ("1", "true") for settings in workbook.iterfind("{*}calcPr")
        )
        counts_from_1904 = any(
            settings.get("date1904") in ("1", "true") for settings in workbook.iterfind("{*}workbookPr")
        )
        return [
            _scan(archive, part, styles, is_to_calculate, CellOverrides(counts_from_1904=counts_from_1904))
            for part in _sheet_parts(archive, workbook)
        ]


def _sheet_parts(archive: zipfile.ZipFile, workbook: Element) -> Iterator[str | None]:
    """Name of each sheet's part, None where this archive has no such part."""
    parts = targets(archive, "xl/workbook.xml")
    for sheet in workbook.iterfind("{*}sheets/{*}sheet"):
        relation = next((value for name, value in sheet.items() if name.endswith("}id")), "")
        yield parts.get(relation)


@dataclass(frozen=True)
class _Styles:
    """Numbers of the styles of cells that are percentages, that show more or less than the number, and that are struck
    out."""

    percentages: frozenset[int] = frozenset()
    shown: Mapping[int, ShownAs] = field(default_factory=dict)
    struck: frozenset[int] = frozenset()

    @cached_property
    def odd(self) -> set[int]:
        return {*self.percentages, *self.shown, *self.struck}


def _styles(archive: zipfile.ZipFile) -> _Styles:
    if "xl/styles.xml" not in archive.namelist():
        return _Styles()
    styles = xml_part(archive, "xl/styles.xml")
    codes = {
        int(kind.get("numFmtId", 0)): kind.get("formatCode", "")
        for kind in styles.iterfind("{*}numFmts/{*}numFmt")
    }
    formats = BUILT_IN_PERCENTAGES | {number for number, code in codes.items() if is_percentage(code)}
    fonts = [
        any(mark.get("val", "1") not in ("0", "false") for mark in font.iterfind("{*}strike"))
        for font in styles.iterfind("{*}fonts/{*}font")
    ]
    cells = styles.find("{*}cellXfs")
    percentages, shown, struck = set(), {}, set()
    for number, style in enumerate(cells if cells is not None else ()):
        number_format, font = int(style.get("numFmtId", 0)), int(style.get("fontId", 0))
        if number_format in formats:
            percentages.add(number)
        elif form := shown_as(codes.get(number_format, "")):
            shown[number] = form
        if font < len(fonts) and fonts[font]:
            struck.add(number)
    return _Styles(frozenset(percentages), shown, frozenset(struck))


def _scan(
    archive: zipfile.ZipFile,
    part: str | None,
    styles: _Styles,
    is_to_calculate: bool,
    odd: CellOverrides,
) -> CellOverrides:
    if part is None:
        return odd
    odd.comments |= xlsx_comments(archive, part)
    marks = [b't="e"', *(b' s="%d"' % style for style in styles.odd)]
    last_row = size = 0
    with archive.open(part) as file:
        beginning = file.read(_CHUNK)
        if b"\0" in beginning[:64]:
            raise UnreadableFile("utf16_parts")
        root = _ROOT.search(beginning)
        file.seek(0)
        name_space = root[1] if root else b""
        refuse_entities(beginning)
        # who writes t = "e" does so everywhere; what is written so is not found by its marks
        is_to_note = any(sign in beginning for sign in (b' ="', b'= "', b" ='", b"= '"))
        for piece in _pieces(file, b"</%bc>" % name_space):
            size += len(piece)
            refuse_giant(size)
            if not root:
                refuse_entities(piece)
            if rows := _ROW.findall(piece[piece.rfind(b"row ", 0, piece.rfind(b"row ")) - 8 :]):
                last_row = max(last_row, int(rows[-1]))
            if b"hidden=" in piece:
                odd.hidden_rows.update(int(row) for row in _HIDDEN_ROW.findall(piece))
            # the first of formulas that are shared holds a text, those that share it may not
            is_to_note = is_to_note or b"</%bf>" % name_space in piece
            if is_to_note or any(mark in piece for mark in _as_quoted(marks, piece)):
                _note(piece, styles, is_to_calculate, odd)
    # calamine holds every cell between the first and the last; a cell that is there takes 20 bytes of XML or more
    if size < min(last_row * 20, _SPARSE_SIZE):
        is_wide = _FAR_RIGHT.search(archive.read(part)) is not None
        if last_row * (16_384 if is_wide else 200) > _LARGEST_AREA:
            raise UnreadableFile("far_cell", row=last_row, column="ZZ" if is_wide else None)
    return odd


def _as_quoted(marks: list[bytes], piece: bytes) -> list[bytes]:
    """The marks in the quotation marks that the piece uses."""
    return [*marks, *(mark.replace(b'"', b"'") for mark in marks)] if b"'" in piece else marks


def _pieces(file: IO[bytes], cell_end: bytes) -> Iterator[bytes]:
    """The part in pieces that end with a cell, so that no cell is cut in two."""
    rest = b""
    while chunk := file.read(_CHUNK):
        piece = rest + chunk
        place = piece.rfind(cell_end)
        if place >= 0:
            end = place + len(cell_end)
            yield piece[:end]
            rest = piece[end:]
        else:
            rest = piece
            refuse_giant(len(rest) * 16)
    yield rest


def _note(piece: bytes, styles: _Styles, is_to_calculate: bool, odd: CellOverrides) -> None:
    # an empty cell closes itself and would otherwise lend its name to the next one's content
    for match in _CELL.finditer(re.sub(rb"<(?:\w+:)?c\s[^>]*/>", b"", piece)):
        attributes, content = match[1], match[2]
        kind = found[1] if (found := _TYPE.search(attributes)) else None
        value = _VALUE.search(content)
        if kind == b"e":
            odd.texts[_place(attributes)] = value[1].decode() if value else "#VALUE!"
        elif b"<f" in content or b":f" in content:
            formula = _FORMULA.search(content)
            # a program that leaves calculating to Excel writes no value, or a zero
            is_value = value and not (is_to_calculate and value[1] == b"0")
            if not is_value and kind != b"str":
                odd.texts[_place(attributes)] = "=" + (formula[1] or b"").decode() if formula else "="
        if (found := _STYLE.search(attributes)) and (style := int(found[1])) in styles.odd:
            place = _place(attributes)
            if style in styles.percentages:
                odd.percentages.add(place)
            if style in styles.shown:
                odd.shown[place] = styles.shown[style]
            if style in styles.struck:
                odd.struck_rows.add(place[0])


def _place(attributes: bytes) -> tuple[int, int]:
    match = _PLACE.search(attributes)
    if not match:
        raise UnreadableFile("cells_without_address")
    return int(match[2]), column_number(match[1].decode())
