"""Any file of a delivery → its sheets."""

from collections.abc import Iterator
from pathlib import Path

from pipelines.problems import UnreadableFile
from pipelines.reading import delimited, workbooks
from pipelines.reading.sheets import Sheet

_READERS = {**dict.fromkeys(workbooks.SUFFIXES, workbooks), **dict.fromkeys(delimited.SUFFIXES, delimited)}


def read_sheets(path: Path, spool_folder: Path) -> Iterator[Sheet]:
    """Every sheet of the file, spooled into `spool_folder`.

    Raises UnreadableFile, whose text goes on from the file's name.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise UnreadableFile(f"of a kind that is not read; expected one of {', '.join(sorted(_READERS))}.")
    if path.stat().st_size == 0:
        raise UnreadableFile("empty; expected a workbook or a CSV file.")
    yield from reader.sheets(path, spool_folder)
