"""Pages as they print: as wide as one sheet of paper, and rows as high as their wrapped texts."""

from collections.abc import Sequence
from math import ceil
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from pipelines.workbooks.widths import text_width

_A4 = 9
_LINE_HEIGHT = 15


def add_page(book: xlsxwriter.Workbook, name: str) -> Any:
    """Add a sheet that prints in landscape, as wide as one page."""
    page = book.add_worksheet(name)
    page.set_landscape()
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
    page.set_footer("&C&P / &N")
    return page


def set_up_page(sheet: Worksheet, *, landscape: bool = True, scale: int | None = None) -> None:
    """A4, as wide as the page, or at a scale in per cent, which lets a sheet have page breaks of its own."""
    sheet.set_paper(_A4)
    if landscape:
        sheet.set_landscape()
    if scale:
        sheet.set_print_scale(scale)
    else:
        sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&L&A&R&P / &N")


def set_wrapped_height(page: Any, number: int, cells: Sequence[Any], widths: Sequence[int]) -> None:
    """Make the row as high as its texts are, wrapped in columns of these widths: LibreOffice does not see to it."""
    texts = [(cell, width) for cell, width in zip(cells, widths, strict=True) if isinstance(cell, str)]
    lines = max((ceil(text_width(cell) / (width - 2)) for cell, width in texts), default=1) or 1
    page.set_row(number, _LINE_HEIGHT * lines)


def write_cells(page: Any, number: int, cells: Sequence[Any], style: Any) -> None:
    """Write a row of texts, which stay texts whatever they begin with, and numbers."""
    for column, cell in enumerate(cells):
        if isinstance(cell, str):
            page.write_string(number, column, cell, style)
        else:
            page.write_number(number, column, cell, style)
