"""A small binary workbook (.xlsb), written by hand: no library writes one ([MS-XLSB] 2.4)."""

import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from struct import pack
from typing import Any

from tests.support.cells import ERROR_CODES, Formula, Percent

_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = f"""<?xml version="1.0" encoding="UTF-8"?><Types xmlns="{_PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>
<Override PartName="/xl/worksheets/sheet1.bin" ContentType="application/vnd.ms-excel.worksheet"/>
<Override PartName="/xl/styles.bin" ContentType="application/vnd.ms-excel.styles"/></Types>"""


def write_xlsb(path: Path, name: str, rows: Sequence[Sequence[Any]]) -> Path:
    """A workbook of one sheet: texts, numbers, percentages, truth values, errors by their names (`#REF!`), and formulas
    never calculated."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _relations(("officeDocument", "xl/workbook.bin")))
        archive.writestr(
            "xl/_rels/workbook.bin.rels",
            _relations(("worksheet", "worksheets/sheet1.bin"), ("styles", "styles.bin")),
        )
        archive.writestr("xl/workbook.bin", b"".join(_workbook(name)))
        archive.writestr("xl/styles.bin", b"".join(_styles()))
        archive.writestr("xl/worksheets/sheet1.bin", b"".join(_sheet(rows)))
    return path


def _relations(*targets: tuple[str, str]) -> str:
    entries = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATION}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'<?xml version="1.0"?><Relationships xmlns="{_PACKAGE}/relationships">{entries}</Relationships>'


def _record(kind: int, data: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size = len(data)
    while size > 0x7F:
        head += bytes([size & 0x7F | 0x80])
        size >>= 7
    return head + bytes([size]) + data


def _text(text: str) -> bytes:
    wide = text.encode("utf-16-le")
    return pack("<I", len(wide) // 2) + wide


def _workbook(name: str) -> Iterable[bytes]:
    yield _record(131)
    yield _record(143)
    yield _record(156, pack("<II", 0, 1) + _text("rId1") + _text(name))
    yield _record(144)
    yield _record(132)


def _styles() -> Iterable[bytes]:
    yield _record(278)
    yield _record(617, pack("<I", 2))
    for number_format in (0, 10):
        yield _record(47, pack("<HH", 0, number_format) + bytes(12))
    yield _record(618)
    yield _record(279)


def _sheet(rows: Sequence[Sequence[Any]]) -> Iterable[bytes]:
    width = max((len(row) for row in rows), default=1)
    yield _record(129)
    yield _record(148, pack("<IIII", 0, max(len(rows) - 1, 0), 0, width - 1))
    yield _record(145)
    for number, row in enumerate(rows):
        yield _record(0, pack("<II", number, 0) + bytes(9) + pack("<I", 0))
        yield from (_cell(place, value) for place, value in enumerate(row) if value not in (None, ""))
    yield _record(146)
    yield _record(130)


def _cell(place: int, value: Any) -> bytes:
    where = pack("<II", place, int(isinstance(value, Percent)))
    if isinstance(value, bool):
        return _record(4, where + bytes([value]))
    if isinstance(value, int | float):
        return _record(5, where + pack("<d", value))
    if value in ERROR_CODES:
        return _record(3, where + bytes([ERROR_CODES[value]]))
    if isinstance(value, Formula):
        return _record(9, where + bytes(8) + pack("<HII", 2, 0, 0))
    return _record(6, where + _text(value))
