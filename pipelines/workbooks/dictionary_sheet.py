"""The sheet with the meaning of every column of a workbook."""

from collections.abc import Sequence

import xlsxwriter

from pipelines.catalogue.dictionary import DictionaryColumn
from pipelines.workbooks.cells import Formats, write_table
from pipelines.workbooks.printing import set_up_page
from pipelines.workbooks.widths import text_width


def add_dictionary_sheet(
    book: xlsxwriter.Workbook, formats: Formats, columns: Sequence[DictionaryColumn]
) -> None:
    sheet = book.add_worksheet("数据字典")
    set_up_page(sheet)
    for index, width in enumerate((18, 20, 26, 8, 50, 44, 44)):
        sheet.set_column(index, index, width)
    rows = [
        (
            c.table_title,
            c.title,
            c.column_name,
            c.value_unit,
            c.definition,
            "\n".join(c.sources) or None,
            "、".join(c.raw_headers) or None,
        )
        for c in columns
    ]
    for number, row in enumerate(rows, start=1):
        _, _, _, _, definition, sources, raw_headers = row
        lines = max(
            1 + text_width(definition) // 48,
            (sources or "").count("\n") + 1,
            1 + text_width(raw_headers or "") // 40,
        )
        sheet.set_row(number, 15 * lines + 3)
    sheet.freeze_panes(1, 2)
    sheet.repeat_rows(0)
    sheet.autofilter(0, 0, len(rows), 6)
    headers = ("工作表", "列", "英文列名", "单位", "定义", "来源列", "原始表头")
    write_table(sheet, formats, 0, headers, rows, [formats.wrapped] * len(headers))
