"""Where a feedback workbook came from: on a hidden sheet it keeps which delivered sheet each of its pages was made from.

Sent back, its pages replace those sheets. `pipelines.workbooks.feedback` writes the workbook.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from zipfile import ZipFile

from python_calamine import CalamineError, CalamineWorkbook

from pipelines.reading.packages import UNPACKING_ERRORS

ORIGIN_SHEET = "township_origin"
_HEADER = ("page", "period", "file", "sheet", "sha256", "is_whole", "unit", "rows")
_FEWEST = _HEADER.index("unit")
"""Columns of workbooks that were written before units and rows were kept."""


@dataclass(frozen=True)
class Origin:
    """A delivered sheet: the period and file that it was in, its name (empty in a text file), the digest of the file,
    whether the page of the feedback workbook holds every row of it: one that does not replaces nothing; the unit that
    sent it, and how many rows it had. The last two are empty in workbooks of earlier versions."""

    period: str
    file: str
    sheet: str
    sha256: str
    is_whole: bool = True
    unit: str = ""
    rows: int = 0


@dataclass(frozen=True)
class FeedbackPages:
    """Page of a feedback workbook → the sheets that it replaces: the one that it was made from and, where that was such a
    page itself, those that this one replaced, down to the sheet first sent. Nothing for pages of the workbook's own.

    `present` are the pages that it has, without those that somebody added; `deleted` those of whole sheets that it had
    when it was written and has no more.
    """

    present: Mapping[str, tuple[Origin, ...]] = field(default_factory=dict)
    deleted: Mapping[str, tuple[Origin, ...]] = field(default_factory=dict)


def read_origins(path: Path) -> FeedbackPages:
    """What the pages of the file were made from: none where it is not a feedback workbook (.xlsx), or cannot be read."""
    try:
        with ZipFile(path) as archive:
            if ORIGIN_SHEET.encode() not in archive.read("xl/workbook.xml"):
                return FeedbackPages()
        with path.open("rb") as file:
            book = CalamineWorkbook.from_object(file)
            rows = book.get_sheet_by_name(ORIGIN_SHEET).to_python()
    except (OSError, ValueError, CalamineError, *UNPACKING_ERRORS):
        return FeedbackPages()
    origins = _origins([[str(cell) for cell in row] for row in rows])
    names = {*book.sheet_names}
    return FeedbackPages(
        {page: of_page for page, of_page in origins.items() if page in names},
        {
            page: of_page
            for page, of_page in origins.items()
            if page not in names and of_page and of_page[0].is_whole
        },
    )


def origin_rows(pages: Mapping[str, Sequence[Origin]]) -> list[tuple[str, ...]]:
    """What the hidden sheet holds of these pages, as text."""
    rows: list[tuple[str, ...]] = [_HEADER]
    for page, origins in pages.items():
        rows += [
            (page, o.period, o.file, o.sheet, o.sha256, "yes" if o.is_whole else "no", o.unit, str(o.rows))
            for o in origins
        ]
        if not origins:
            rows.append((page, *[""] * (len(_HEADER) - 1)))
    return rows


def _origins(rows: Sequence[Sequence[str]]) -> dict[str, tuple[Origin, ...]]:
    if not rows or tuple(rows[0][:_FEWEST]) != _HEADER[:_FEWEST]:
        return {}
    found: dict[str, tuple[Origin, ...]] = {}
    for row in rows[1:]:
        page, period, file, sheet, sha256, is_whole, unit, count, *_ = [*row, "", ""]
        origin = Origin(period, file, sheet, sha256, is_whole == "yes", unit, int(count or 0))
        found[page] = (*found.get(page, ()), *((origin,) if file else ()))
    return found
