"""Any file of a delivery → its sheets."""

from collections.abc import Iterator
from pathlib import Path

from pipelines.common.errors import UnreadableFile
from pipelines.reading import delimited, workbooks
from pipelines.reading.sheets import Sheet

_READERS = {**dict.fromkeys(workbooks.SUFFIXES, workbooks), **dict.fromkeys(delimited.SUFFIXES, delimited)}
_ADVICE = {
    suffix: (zh, en)
    for suffixes, zh, en in (
        (
            ".et .ett",
            "是 WPS 表格;请在 WPS 中打开,另存为 .xlsx 后重报。",
            "a table of WPS; open it in WPS and save it as .xlsx.",
        ),
        (".doc .docx .wps .pdf .ppt .pptx .ofd .rtf", *workbooks.DOCUMENT),
        (".zip .rar .7z .gz .tar .tgz .bz2 .cab", *workbooks.PACKED),
        (
            ".jpg .jpeg .png .bmp .gif .tif .tiff .heic .webp",
            "是图片,不是表格;请改报 .xlsx 格式的表格。",
            "a picture; ask for the table as .xlsx.",
        ),
        (
            ".mht .mhtml",
            "是网页存档;请用 Excel 或 WPS 打开,另存为 .xlsx 后重报。",
            "a web archive; open it in Excel or WPS and save it as .xlsx.",
        ),
    )
    for suffix in suffixes.split()
}


def read_sheets(path: Path, spool_folder: Path) -> Iterator[Sheet]:
    """Every sheet of the file, spooled into `spool_folder`.

    Raises UnreadableFile, whose sentences go on from the file's name.
    """
    suffix = path.suffix.lower()
    if suffix in _ADVICE:
        raise UnreadableFile(*_ADVICE[suffix])
    reader = _READERS.get(suffix)
    if reader is delimited and workbooks.is_workbook(path):
        reader = workbooks
    if reader is None:
        kinds = sorted(_READERS)
        raise UnreadableFile(
            f"这种文件不能读取;请改用下列格式之一:{'、'.join(kinds)}。",
            f"of a kind that is not read; expected one of {', '.join(kinds)}.",
        )
    if path.stat().st_size == 0:
        raise UnreadableFile(
            "是空文件;请报送工作簿或 CSV 文件。", "empty; expected a workbook or a CSV file."
        )
    yield from reader.sheets(path, spool_folder)
