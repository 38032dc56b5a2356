"""Hidden pages of a workbook that is written here: what drop-downs offer, and where each of its pages came from."""

from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from pipelines.reading.origin import ORIGIN_SHEET, Origin, origin_rows
from pipelines.registers.columns import Column
from pipelines.registers.loading import load_vocabulary

OPTIONS = "选项"
_FLAG = ("是", "否")


def terms_of(column: Column) -> tuple[str, ...]:
    """What may be chosen in the column; nothing where anything may be written."""
    if column.kind == "flag":
        return _FLAG
    if column.kind != "code" or column.argument is None:
        return ()
    return tuple(dict.fromkeys(load_vocabulary(column.argument).values()))


class Options:
    """The lists that drop-downs of one workbook offer, each of them once; `write` comes last."""

    def __init__(self, book: xlsxwriter.Workbook):
        self._book = book
        self._sources: dict[tuple[str, ...], str] = {}

    def offer(self, page: Any, first: int, last: int, column: int, terms: tuple[str, ...]) -> None:
        """Offer the terms in these rows of the column, all counted from 0; Excel asks to confirm another text."""
        page.data_validation(
            first, column, last, column,
            {"validate": "list", "source": self._source(terms), "error_type": "warning",
             "error_title": "不在选项中", "error_message": "请从下拉列表中选择。"},
        )  # fmt: skip

    def write(self, style: Any) -> None:
        """Write the hidden page that has the terms."""
        page = self._book.add_worksheet(OPTIONS)
        page.hide()
        for column, terms in enumerate(self._sources):
            page.write_column(0, column, terms, style)

    def _source(self, terms: tuple[str, ...]) -> str:
        """Where the page has the terms."""
        if terms not in self._sources:
            column = xl_col_to_name(len(self._sources), col_abs=True)
            self._sources[terms] = f"='{OPTIONS}'!{column}$1:{column}${len(terms)}"
        return self._sources[terms]


def write_origins(book: xlsxwriter.Workbook, origins: Mapping[str, Sequence[Origin]]) -> None:
    """Write the sheet by which the workbook is known when it is sent: a page without origins is one of its own, and no data."""
    page = book.add_worksheet(ORIGIN_SHEET)
    page.very_hidden()
    for number, row in enumerate(origin_rows(origins)):
        for column, text in enumerate(row):
            page.write_string(number, column, text)
