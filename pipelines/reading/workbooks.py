"""Excel and OpenDocument workbooks, through calamine."""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from pipelines.problems import UnreadableFile
from pipelines.reading.sheets import Sheet, numbered_paths, spool_rows

SUFFIXES = {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"}

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_LARGEST_UNPACKED = 2 << 30


def sheets(path: Path, spool_folder: Path) -> Iterator[Sheet]:
    """Every worksheet, hidden ones included, as text.

    Raises UnreadableFile for a workbook that is encrypted, cut short, larger than 2 GiB when unpacked, or not
    a workbook at all.
    """
    _check_container(path)
    try:
        workbook = CalamineWorkbook.from_path(path)
        paths = numbered_paths(spool_folder)
        for meta in workbook.sheets_metadata:
            if meta.typ != SheetTypeEnum.WorkSheet:
                continue
            sheet = workbook.get_sheet_by_name(meta.name)
            spool = next(paths)
            count = spool_rows(_text_rows(sheet), spool)
            merged = tuple(
                (top + 1, left + 1, bottom + 1, right + 1)
                for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
            )
            yield Sheet(
                meta.name, spool, count, is_hidden=meta.visible != SheetVisibleEnum.Visible, merged=merged
            )
    except UnreadableFile:
        raise
    except (CalamineError, OSError, ValueError, zipfile.BadZipFile) as error:
        if "assword" in str(error):
            raise UnreadableFile(_ENCRYPTED) from None
        raise UnreadableFile(
            "damaged or cut short; expected a whole workbook. Ask for it to be sent again."
        ) from None


_ENCRYPTED = "protected by a password; expected a workbook that opens without one."


def _check_container(path: Path) -> None:
    with path.open("rb") as file:
        magic = file.read(8)
    modern = path.suffix.lower() != ".xls"
    if magic == _OLE and modern:
        raise UnreadableFile(_ENCRYPTED)
    if magic[:4] != _ZIP and magic != _OLE:
        raise UnreadableFile(
            f"not a workbook, although its name ends in {path.suffix}; expected a file saved by Excel or WPS. "
            "If it is text, name it .csv."
        )
    if magic[:4] == _ZIP:
        try:
            with zipfile.ZipFile(path) as archive:
                unpacked = sum(member.file_size for member in archive.infolist())
        except zipfile.BadZipFile:
            raise UnreadableFile(
                "damaged or cut short; expected a whole workbook. Ask for it to be sent again."
            ) from None
        if unpacked > _LARGEST_UNPACKED:
            raise UnreadableFile(
                f"unpacks to {unpacked / 2**30:.1f} GiB; expected at most {_LARGEST_UNPACKED >> 30} GiB."
            )


def _text_rows(sheet: CalamineSheet) -> Iterator[list[str]]:
    for row in sheet.to_python(skip_empty_area=False):
        yield [_text(value) for value in row]


def _text(value: object) -> str:
    """A cell as the sender would read it, numbers without loss: Excel itself keeps 15 digits."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        if abs(value) >= 1e15:
            return f"{value:.5E}"  # digits are lost already: an ID number typed as a number
        return str(int(value)) if value.is_integer() else format(value, ".15g")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return str(value)
