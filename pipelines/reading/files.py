"""Any file of a delivery → its sheets."""

from collections.abc import Iterator
from pathlib import Path

from pipelines.reading import delimited, workbooks
from pipelines.reading.sheets import Sheet
from pipelines.rules import UnreadableFile

_READERS = {**dict.fromkeys(workbooks.SUFFIXES, workbooks), **dict.fromkeys(delimited.SUFFIXES, delimited)}
_FOREIGN_KINDS = {
    suffix: rule
    for rule, suffixes in {
        "wps_table": ".et .ett",
        "document": ".doc .docx .wps .pdf .ppt .pptx .ofd .rtf",
        "archive": ".zip .rar .7z .gz .tar .tgz .bz2 .cab",
        "picture": ".jpg .jpeg .png .bmp .gif .tif .tiff .heic .webp",
        "web_archive": ".mht .mhtml",
    }.items()
    for suffix in suffixes.split()
}
"""Suffix → the rule that a file of this kind breaks."""


def read_sheets(path: Path, spool_folder: Path) -> Iterator[Sheet]:
    """Every sheet of the file, spooled into `spool_folder`.

    Raises UnreadableFile, whose sentences go on from the file's name.
    """
    suffix = path.suffix.lower()
    if suffix in _FOREIGN_KINDS:
        raise UnreadableFile(_FOREIGN_KINDS[suffix])
    reader = _READERS.get(suffix)
    if reader is delimited and workbooks.is_workbook(path):
        reader = workbooks
    if reader is None:
        raise UnreadableFile("unknown_file_type", suffixes=sorted(_READERS))
    if path.stat().st_size == 0:
        raise UnreadableFile("empty_file")
    yield from reader.sheets(path, spool_folder)
