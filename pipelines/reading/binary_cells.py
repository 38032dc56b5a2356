"""Cell overrides of .xls and .xlsb, whose sheets are streams of binary records ([MS-XLS] 2.4, [MS-XLSB] 2.4)."""

import codecs
import struct
import zipfile
from collections.abc import Iterator, Mapping, Set
from itertools import chain
from pathlib import Path
from struct import unpack_from

import olefile
from olefile.olefile import OleFileError

from pipelines.reading.cell_overrides import (
    BUILT_IN_PERCENTAGES,
    ERRORS,
    CellOverrides,
    ShownAs,
    is_percentage,
    shown_as,
)
from pipelines.reading.comments import XLS_RECORDS, Comments, xls_comments, xlsb_comments
from pipelines.reading.packages import related, targets

RECORD_ERRORS = (struct.error, IndexError, OleFileError)
"""What a damaged stream of records raises while it is read, beside what its package may."""


class EncryptedWorkbook(Exception):
    """The workbook is protected by a password."""


Record = tuple[int, bytes]
Cell = tuple[int, int, int, str | None]
"""Row and column, counted from 0, style, and what to read instead of a number, if anything."""

# Records of .xls: the workbook's, then those of cells
_BEGIN, _END, _ENCRYPTED, _BOUND_SHEET, _FORMAT, _STYLE = 0x0809, 0x000A, 0x002F, 0x0085, 0x041E, 0x00E0
_FIRST_DAY, _CODE_PAGE = 0x0022, 0x0042
_LABEL, _RICH_LABEL, _RESULT_TEXT = 0x0204, 0x00D6, 0x0207
_FORMULA, _MULTIPLE_RK, _NUMBER, _BOOL_OR_ERROR, _RK = 0x0006, 0x00BD, 0x0203, 0x0205, 0x027E
_EXCEL_97 = 0x0600
_ERROR_RESULT, _EMPTY_RESULT = 2, 3
_CALCULATE_ON_OPEN = 2  # set by programs that do not calculate what they write, and never by Excel

# Records of .xlsb: the workbook's, then those of cells
_SETTINGS_B, _SHEET_B, _FORMAT_B, _STYLE_B, _STYLES_BEGIN_B, _STYLES_END_B = 153, 156, 44, 47, 617, 618
_ROW_B, _RK_B, _ERROR_B, _NUMBER_B, _FORMULA_NUMBER_B, _FORMULA_ERROR_B = 0, 2, 3, 5, 9, 11
_NEVER_CALCULATED_B = bytes(8) + _CALCULATE_ON_OPEN.to_bytes(2, "little")


def xls_cell_overrides(path: Path) -> list[CellOverrides]:
    """Return the cell overrides of every sheet of an .xls, in the order of the workbook.

    Raises EncryptedWorkbook, and what `RECORD_ERRORS` lists where the file is damaged.
    """
    with olefile.OleFileIO(path) as container:
        name = next((name for name in ("Workbook", "Book") if container.exists(name)), None)
        stream = container.openstream(name).read() if name else b""
    formats, shown, styles = set(BUILT_IN_PERCENTAGES), dict[int, ShownAs](), []
    starts, names = [], []
    codec = "latin-1"
    counts_from_1904 = False
    is_97 = stream[4:6] == _EXCEL_97.to_bytes(2, "little")
    for kind, data in _xls_records(stream, 0):
        if kind == _BOUND_SHEET:
            starts.append(unpack_from("<I", data)[0])
            names.append(None if is_97 else data[7 : 7 + data[6]].decode(codec, "replace"))
        elif kind == _CODE_PAGE:
            codec = _codec(unpack_from("<H", data)[0])
        elif kind == _ENCRYPTED:
            raise EncryptedWorkbook
        elif kind == _FIRST_DAY:
            counts_from_1904 = data[:1] == b"\1"
        elif kind == _FORMAT:
            wide = is_97 and data[4] & 1
            text = data[5 if is_97 else 3 :].decode("utf-16-le" if wide else codec, "replace")
            if is_percentage(text):
                formats.add(unpack_from("<H", data)[0])
            elif form := shown_as(text):
                shown[unpack_from("<H", data)[0]] = form
        elif kind == _STYLE:
            styles.append(unpack_from("<H", data, 2)[0])
    percentages = {style for style, number_format in enumerate(styles) if number_format in formats}
    shown_styles = {
        style: shown[number_format] for style, number_format in enumerate(styles) if number_format in shown
    }
    sheets = []
    for start, name in zip(starts, names, strict=True):
        of_comments: list[Record] = []
        cells = _xls_cells(_kept(_xls_records(stream, start), XLS_RECORDS, of_comments))
        texts = iter(()) if is_97 else _xls_texts(_xls_records(stream, start), codec)
        odd = CellOverrides(counts_from_1904=counts_from_1904, name=name)
        sheets.append(_noted(chain(cells, texts), percentages, shown_styles, odd))
        odd.comments |= xls_comments(of_comments, codec, is_97)
    return sheets


def _codec(code_page: int) -> str:
    """Python's codec of a code page, in which Excel 5.0 and 95 write every text; Latin 1 where there is none."""
    try:
        return codecs.lookup(f"cp{code_page}").name
    except LookupError:
        return "latin-1"


def _xls_records(stream: bytes, start: int) -> Iterator[Record]:
    """The records of the substream that starts there, without those of the charts inside it."""
    depth = 0
    while start + 4 <= len(stream):
        kind, size = unpack_from("<HH", stream, start)
        depth += (kind == _BEGIN) - (kind == _END)
        if depth <= 0:
            return
        if depth == 1:
            yield kind, stream[start + 4 : start + 4 + size]
        start += 4 + size


def _kept(records: Iterator[Record], kinds: Set[int], kept: list[Record]) -> Iterator[Record]:
    """Pass the records on, and keep those of the given kinds."""
    for record in records:
        if record[0] in kinds:
            kept.append(record)
        yield record


def _xls_texts(records: Iterator[Record], codec: str) -> Iterator[Cell]:
    """Cells that hold a text in `codec`, as those of Excel 5.0 and 95 do."""
    row = column = style = 0
    for kind, data in records:
        if kind in (_LABEL, _RICH_LABEL, _FORMULA):
            row, column, style = unpack_from("<HHH", data)
        if kind in (_LABEL, _RICH_LABEL, _RESULT_TEXT):
            start = 2 if kind == _RESULT_TEXT else 8  # a text that a formula gave follows it
            (size,) = unpack_from("<H", data, start - 2)
            yield row, column, style, data[start : start + size].decode(codec, "replace")


def _xls_cells(records: Iterator[Record]) -> Iterator[Cell]:
    """Cells that hold a number, an error or a formula."""
    empty, is_calculated = [], False
    for kind, data in records:
        if kind == _MULTIPLE_RK:
            row, first = unpack_from("<HH", data)
            for index in range((len(data) - 6) // 6):
                yield row, first + index, unpack_from("<H", data, 4 + 6 * index)[0], None
        elif kind in (_NUMBER, _RK, _BOOL_OR_ERROR, _FORMULA):
            row, column, style = unpack_from("<HHH", data)
            text = None
            if kind == _BOOL_OR_ERROR and data[7]:
                text = _error(data[6])
            elif kind == _FORMULA:
                result, on_open = data[6:14], data[14] & _CALCULATE_ON_OPEN
                kind_of_result = result[0] if result[6:] == b"\xff\xff" else None
                if kind_of_result == _ERROR_RESULT:
                    text = _error(result[2])
                elif on_open and (kind_of_result == _EMPTY_RESULT or result == bytes(8)):
                    text = "="
                elif kind_of_result == _EMPTY_RESULT:
                    empty.append((row, column, style, "="))
                    continue
                is_calculated = True
            yield row, column, style, text
    # an empty text is what a formula gave only where another formula gave something
    if not is_calculated:
        yield from empty


def xlsb_cell_overrides(path: Path) -> list[CellOverrides]:
    """Return the cell overrides of every sheet of an .xlsb, in the order of the workbook.

    Raises what `RECORD_ERRORS` and `packages.UNPACKING_ERRORS` list where the file is damaged.
    """
    with zipfile.ZipFile(path) as archive:
        percentages, shown = _xlsb_formats(archive)
        parts = targets(archive, "xl/workbook.bin")
        records = list(_xlsb_records(archive.read("xl/workbook.bin")))
        sheets = [parts.get(_xlsb_text(data, 8)) for kind, data in records if kind == _SHEET_B]
        counts_from_1904 = any(kind == _SETTINGS_B and data[0] & 1 for kind, data in records)
        return [
            _noted(
                _xlsb_cells(_xlsb_records(archive.read(part))),
                percentages,
                shown,
                CellOverrides(counts_from_1904=counts_from_1904, comments=_xlsb_comments(archive, part)),
            )
            if part
            else CellOverrides()
            for part in sheets
        ]


def _xlsb_comments(archive: zipfile.ZipFile, sheet: str) -> Comments:
    found: Comments = {}
    for kind, part in related(archive, sheet).values():
        if kind.endswith("/comments"):
            found |= xlsb_comments(_xlsb_records(archive.read(part)))
    return found


def _xlsb_formats(archive: zipfile.ZipFile) -> tuple[set[int], dict[int, ShownAs]]:
    """Styles of percentages, and style → form of those that show more or less than the number."""
    if "xl/styles.bin" not in archive.namelist():
        return set(), {}
    formats, shown, styles = set(BUILT_IN_PERCENTAGES), dict[int, ShownAs](), []
    in_cell_styles = False
    for kind, data in _xlsb_records(archive.read("xl/styles.bin")):
        in_cell_styles = kind == _STYLES_BEGIN_B or (in_cell_styles and kind != _STYLES_END_B)
        if kind == _FORMAT_B and is_percentage(_xlsb_text(data, 2)):
            formats.add(unpack_from("<H", data)[0])
        elif kind == _FORMAT_B and (form := shown_as(_xlsb_text(data, 2))):
            shown[unpack_from("<H", data)[0]] = form
        elif kind == _STYLE_B and in_cell_styles:
            styles.append(unpack_from("<H", data, 2)[0])
    numbered = [*enumerate(styles)]
    percentages = {style for style, number_format in numbered if number_format in formats}
    return percentages, {
        style: shown[number_format] for style, number_format in numbered if number_format in shown
    }


def _xlsb_records(part: bytes) -> Iterator[Record]:
    """Kind and size are written in groups of seven bits, of which only the last lacks the eighth."""
    start = 0
    while start < len(part):
        kind = part[start]
        if kind & 0x80:
            start += 1
            kind = kind & 0x7F | (part[start] & 0x7F) << 7
        start += 1
        size = shift = 0
        while True:
            size |= (part[start] & 0x7F) << shift
            shift += 7
            start += 1
            if not part[start - 1] & 0x80:
                break
        yield kind, part[start : start + size]
        start += size


def _xlsb_text(data: bytes, start: int) -> str:
    (length,) = unpack_from("<I", data, start)
    return data[start + 4 : start + 4 + 2 * length].decode("utf-16-le", "replace")


def _xlsb_cells(records: Iterator[Record]) -> Iterator[Cell]:
    """Cells that hold a number or an error."""
    row = 0
    for kind, data in records:
        if kind == _ROW_B:
            (row,) = unpack_from("<I", data)
        elif kind in (_RK_B, _NUMBER_B, _FORMULA_NUMBER_B, _ERROR_B, _FORMULA_ERROR_B):
            column, style = unpack_from("<II", data)
            text = _error(data[8]) if kind in (_ERROR_B, _FORMULA_ERROR_B) else None
            if kind == _FORMULA_NUMBER_B and data[8:18] == _NEVER_CALCULATED_B:
                text = "="
            yield row, column, style & 0xFFFFFF, text


def _error(code: int) -> str:
    return ERRORS.get(code, "#UNKNOWN!")


def _noted(
    cells: Iterator[Cell], percentages: Set[int], shown: Mapping[int, ShownAs], odd: CellOverrides
) -> CellOverrides:
    for row, column, style, text in cells:
        if text is not None:
            odd.texts[row + 1, column + 1] = text
        elif style in percentages:
            odd.percentages.add((row + 1, column + 1))
        elif style in shown:
            odd.shown[row + 1, column + 1] = shown[style]
    return odd
