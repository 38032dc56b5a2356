"""An empty workbook for a clerk to fill in: the columns of one register, checked as they are filled in, and a page of help.

Sent empty, it is known to hold no data: its own pages by their names on the hidden sheet of origins, the form by its lack
of rows.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from pipelines.common.errors import UserError
from pipelines.common.folders import require_folder
from pipelines.deliveries.units import SendingUnit
from pipelines.reading.origin import ORIGIN_SHEET
from pipelines.registers.columns import Column
from pipelines.registers.contract import Register
from pipelines.workbooks.checks import check_of, number_format
from pipelines.workbooks.hidden_pages import OPTIONS, Options, terms_of, write_origins
from pipelines.workbooks.instructions import INSTRUCTIONS, write_instructions
from pipelines.workbooks.needs import COLOURS, NEEDS, columns_of, header, need_of
from pipelines.workbooks.printing import add_page
from pipelines.workbooks.widths import text_width

_LAST_ROW = 1_048_575
_NARROWEST = 10
_WIDTHS = {
    "person_id_number": 21,
    "bank_account": 21,
    "household_id": 16,
    "text": 18,
    "place": 18,
    "money": 14,
}


def find_register(registers: Mapping[str, Register], wanted: str) -> Register:
    """The register of that name or Chinese title.

    Raises UserError naming those that there are.
    """
    for register in registers.values():
        if wanted in (register.name, register.title):
            return register
    names = ", ".join(registers)
    titles = "、".join(register.title for register in registers.values())
    raise UserError(
        f"There is no register {wanted}; expected one of {names}.", f"没有台账“{wanted}”；可写 {titles}。"
    )


def file_name(register: Register, unit: SendingUnit | None) -> str:
    """The name of the file that a template has by default."""
    return "_".join([*([unit.name] if unit else []), register.title]) + ".xlsx"


def write_template(register: Register, path: Path, unit: SendingUnit | None = None) -> None:
    """Write the register's template to `path`, for a unit with its own place in drop-downs.

    Raises UserError where there is a file already, which a clerk may have filled in, or where no file can be.
    """
    if path.exists():
        raise UserError(
            f"{path} exists already and was not written; name another file with --to.",
            f"{path} 已经存在，没有写入；请用 --to 另写一个文件名。",
        )
    require_folder(path.parent)
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"title": register.title})
        options = Options(book)
        _write_form(book, register, unit, options)
        write_instructions(book, register, unit)
        options.write(book.add_format({"num_format": "@"}))
        write_origins(book, dict.fromkeys((INSTRUCTIONS, OPTIONS, ORIGIN_SHEET), ()))


def _write_form(
    book: xlsxwriter.Workbook, register: Register, unit: SendingUnit | None, options: Options
) -> None:
    page = add_page(book, register.title)
    page.freeze_panes(1, 0)
    page.repeat_rows(0)
    shared = {"bold": True, "text_wrap": True, "align": "center", "valign": "vcenter", "border": 1}
    heads = {need: book.add_format({**shared, "bg_color": COLOURS[need]}) for need in NEEDS}
    formats: dict[str, Any] = {}
    for number, column in enumerate(columns_of(register)):
        format = number_format(column)
        if format not in formats:
            formats[format] = book.add_format({"num_format": format})
        title = header(column)
        width = max(_NARROWEST, text_width(title) + 2, _WIDTHS.get(column.kind, 0))
        page.set_column(number, number, width, formats[format])
        page.write_string(0, number, title, heads[need_of(register, column)])
        _check(page, number, column, unit, options)


def _check(page: Any, number: int, column: Column, unit: SendingUnit | None, options: Options) -> None:
    if terms := terms_of(column) or _own_place(column, unit):
        options.offer(page, 1, _LAST_ROW, number, terms)
    elif check := check_of(column, xl_rowcol_to_cell(1, number)):
        page.data_validation(1, number, _LAST_ROW, number, check)


def _own_place(column: Column, unit: SendingUnit | None) -> tuple[str, ...]:
    """The area that the unit's rows are of, which is theirs as well where the cell is left open."""
    own = unit.area.get(column.name) if unit and column.kind == "area" else None
    return (own,) if own else ()
