"""Any file of a delivery → its sheets."""

from collections.abc import Iterator
from pathlib import Path

from pipelines.problems import UnreadableFile
from pipelines.reading import delimited, workbooks
from pipelines.reading.sheets import Sheet

_READERS = {**dict.fromkeys(workbooks.SUFFIXES, workbooks), **dict.fromkeys(delimited.SUFFIXES, delimited)}
_ADVICE = {
    **dict.fromkeys((".et", ".ett"), "a table of WPS; open it in WPS and save it as .xlsx."),
    **dict.fromkeys((".doc", ".docx", ".wps", ".pdf"), "a document; ask for the table as .xlsx."),
    **dict.fromkeys((".zip", ".rar", ".7z"), "packed; unpack it here."),
    **dict.fromkeys((".mht", ".mhtml"), "a web archive; open it in Excel or WPS and save it as .xlsx."),
}


def read_sheets(path: Path, spool_folder: Path) -> Iterator[Sheet]:
    """Every sheet of the file, spooled into `spool_folder`.

    Raises UnreadableFile, whose text goes on from the file's name.
    """
    suffix = path.suffix.lower()
    if suffix in _ADVICE:
        raise UnreadableFile(_ADVICE[suffix])
    reader = _READERS.get(suffix)
    if reader is None:
        raise UnreadableFile(f"of a kind that is not read; expected one of {', '.join(sorted(_READERS))}.")
    if path.stat().st_size == 0:
        raise UnreadableFile("empty; expected a workbook or a CSV file.")
    yield from reader.sheets(path, spool_folder)
