"""Read workbooks: Excel and OpenDocument through calamine, other files with such an extension by their content."""

import os
import re
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from pipelines.reading import delimited, markup
from pipelines.reading.binary_cells import (
    RECORD_ERRORS,
    EncryptedWorkbook,
    xls_cell_overrides,
    xlsb_cell_overrides,
)
from pipelines.reading.cell_overrides import CellOverrides
from pipelines.reading.cells import form_of, percentage_of, text_of
from pipelines.reading.isolation import read_isolated
from pipelines.reading.ods_cells import ods_cell_overrides
from pipelines.reading.packages import UNPACKING_ERRORS, refuse_giant
from pipelines.reading.sheets import Sheet, numbered_paths, spool_rows
from pipelines.reading.xlsx_cells import xlsx_cell_overrides
from pipelines.rules import UnreadableFile

SUFFIXES = {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", *markup.SUFFIXES}

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_LONGEST_LINE = 1 << 12
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_CELL_OVERRIDES = {
    "xl/workbook.xml": xlsx_cell_overrides,
    "xl/workbook.bin": xlsb_cell_overrides,
    "content.xml": ods_cell_overrides,
}
_SIGNATURES = {
    b"Rar!": "archive",
    b"7z\xbc\xaf": "archive",
    b"\x1f\x8b": "archive",
    b"%PDF": "document",
    b"{\\rtf": "document",
}
"""First bytes of files that are not workbooks → the rule that they break."""


def sheets(path: Path, spool_folder: Path) -> Iterator[Sheet]:
    """Every worksheet, hidden ones included, as text.

    The content decides the kind of workbook: files are renamed more often than they are converted.
    Raises UnreadableFile for a file that is not a workbook or cannot be read.
    """
    if _is_tabbed_text(path):
        yield from delimited.sheets(path, spool_folder)
    elif _is_xlsx(path):
        yield from read_in_process(path, spool_folder)
    else:
        # the cells of an .xlsx are looked through before they are read; of these nobody knows what they ask for
        yield from read_isolated(path, spool_folder)


def is_workbook(path: Path) -> bool:
    """Whether the file begins as a workbook of Excel or OpenDocument does, whatever its name."""
    with path.open("rb") as file:
        return file.read(8).startswith((_OLE, _ZIP))


def _is_tabbed_text(path: Path) -> bool:
    """Whether the file is text with tabs, which systems export under the name of a workbook, and Excel opens as one."""
    with path.open("rb") as file:
        first = file.readline(_LONGEST_LINE)
    is_utf_16 = first[:2] in (b"\xff\xfe", b"\xfe\xff")
    # old workbooks begin with a tab; every other has zeros here
    return b"\t" in first[1:] and (is_utf_16 or b"\0" not in first)


def _is_xlsx(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except UNPACKING_ERRORS:
        return False


def sheets_in_json(path: str, spool_folder: str) -> list[dict]:
    """What `read_in_process` finds, as JSON can hold it."""
    return [asdict(sheet) for sheet in read_in_process(Path(path), Path(spool_folder))]


def read_in_process(path: Path, spool_folder: Path) -> Iterator[Sheet]:
    """Every worksheet, read in this process.

    Raises UnreadableFile for a workbook that is encrypted, cut short, larger than 2 GiB when unpacked, or not a
    workbook at all.
    """
    if markup.is_markup(path):
        yield from markup.sheets(path, spool_folder)
        return
    try:
        odd = _check_container(path)
        with path.open("rb") as file, _panics():
            workbook = CalamineWorkbook.from_object(file)
        worksheets = [
            (number, meta)
            for number, meta in enumerate(workbook.sheets_metadata)
            if meta.typ == SheetTypeEnum.WorkSheet
        ]
        if not worksheets:
            raise UnreadableFile("no_worksheet")
        paths = numbered_paths(spool_folder)
        for number, meta in worksheets:
            with _panics():
                sheet = workbook.get_sheet_by_index(number)
            spool = next(paths)
            overrides = odd[number] if number < len(odd) else CellOverrides()
            count = spool_rows(_text_rows(sheet, overrides), spool)
            merged = tuple(
                (top + 1, left + 1, bottom + 1, right + 1)
                for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
            )
            is_hidden = meta.visible != SheetVisibleEnum.Visible
            yield Sheet(
                overrides.name or meta.name,
                spool,
                count,
                is_hidden=is_hidden,
                merged=merged,
                counts_from_1904=overrides.counts_from_1904,
                hidden_rows=tuple(sorted(overrides.hidden_rows)),
                struck_rows=tuple(sorted(overrides.struck_rows)),
                shown_units=overrides.shown_units,
                comments=tuple((*place, text) for place, text in sorted(overrides.comments.items()) if text),
            )
    except UnreadableFile:
        raise
    except (PasswordError, EncryptedWorkbook):
        raise UnreadableFile("password") from None
    except (CalamineError, ValueError, *UNPACKING_ERRORS, *RECORD_ERRORS) as error:
        is_encrypted = re.search("password|encrypt", str(error), re.IGNORECASE)
        raise UnreadableFile("password" if is_encrypted else "damaged_file") from None


@contextmanager
def _panics() -> Iterator[None]:
    """calamine panics on some damaged files, with a report on standard error: such a file is damaged, no more."""
    sys.stderr.flush()
    try:
        stderr = os.dup(2)
    except OSError:  # a process without standard error
        stderr = None
    else:
        with open(os.devnull, "wb") as nowhere:
            os.dup2(nowhere.fileno(), 2)
    try:
        yield
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # no Exception, and of no importable type
            raise UnreadableFile("damaged_file") from None
        raise
    finally:
        if stderr is not None:
            os.dup2(stderr, 2)
            os.close(stderr)


def _check_container(path: Path) -> list[CellOverrides]:
    """The cell overrides of each sheet. Raises UnreadableFile for a file that is not a workbook or cannot be opened."""
    with path.open("rb") as file:
        magic = file.read(8)
        if magic == _OLE:
            if _ENCRYPTED_PACKAGE in file.read():
                raise UnreadableFile("password")
            return xls_cell_overrides(path)
    if magic[:4] != _ZIP:
        # records of Excel 2-4 and 95 come without a container
        if magic[:2] in (b"\x09\x00", b"\x09\x02", b"\x09\x04", b"\x09\x08"):
            return []
        for signature, rule in _SIGNATURES.items():
            if magic.startswith(signature):
                raise UnreadableFile(rule)
        raise UnreadableFile("not_a_workbook", suffix=path.suffix)
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        unpacked = sum(member.file_size for member in archive.infolist())
        if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise UnreadableFile("password")
    refuse_giant(unpacked)
    for main_part, overrides in _CELL_OVERRIDES.items():
        if main_part in names:
            return overrides(path)
    if any(name.startswith(("word/", "ppt/")) for name in names):
        raise UnreadableFile("document")
    if "[Content_Types].xml" not in names:
        raise UnreadableFile("archive")
    raise UnreadableFile("foreign_package")


def _text_rows(sheet: CalamineSheet, odd: CellOverrides) -> Iterator[list[str]]:
    indent = [""] * (sheet.start[1] if sheet.start else 0)
    odd_places: dict[int, list[int]] = {}
    for row, index in (*odd.texts, *odd.percentages, *odd.shown):
        odd_places.setdefault(row, []).append(index)
    number = 0
    for number, values in enumerate(sheet.iter_rows(), start=1):
        cells = [value if type(value) is str else text_of(value) for value in values]
        if indent:
            cells = indent + cells
        for index in odd_places.pop(number, ()) if odd_places else ():
            # calamine leaves out what lies beyond the last cell that it has a value for
            cells += [""] * (index - len(cells))
            if (number, index) in odd.texts:
                cells[index - 1] = odd.texts[number, index]
            elif cells[index - 1] and isinstance(value := values[index - 1 - len(indent)], int | float):
                form = odd.shown.get((number, index))
                cells[index - 1] = form_of(value, form) if form else percentage_of(value)
        yield cells
    for row in range(number + 1, max(odd_places, default=0) + 1):
        yield [odd.texts.get((row, index), "") for index in range(1, max(odd_places.get(row, [1])) + 1)]
