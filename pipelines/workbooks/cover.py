"""The cover of a workbook: the release that it is of, the deliveries that its rows are from, and what to know of them."""

from collections.abc import Mapping, Sequence

import duckdb
import xlsxwriter

from pipelines.catalogue.areas import Area
from pipelines.common.china_time import shown_time
from pipelines.disclosure.suppression import note_on_small_cells
from pipelines.marts.coverage import TITLE
from pipelines.marts.mart import Mart
from pipelines.quality.accounts import SHEET_ACCOUNTS
from pipelines.quality.findings import warnings_by_mart
from pipelines.workbooks.cells import Formats, write_cell, write_table
from pipelines.workbooks.printing import set_up_page
from pipelines.workbooks.widths import text_width

_COLUMNS = ("报送单位", "期间", "文件", "读取行数", "采纳行数", "隔离行数")
_ON_ALL = (
    "空白表示没有数据，不等于 0。同一张表里有县、乡镇、村几级，求和之前请先按“层级”筛选。",
    f"“{TITLE}”说的是这一行以什么为依据：应报几个、已报几个，多少张表、多少行没有计入，数据截至哪一天。",
    "比率由合计数相除得出，不能由下级的比率平均。",
)
"""What to know of every sheet."""


def add_cover(
    book: xlsxwriter.Workbook,
    formats: Formats,
    release: duckdb.DuckDBPyConnection,
    area: Area,
    marts: Sequence[Mart],
) -> None:
    """Add the cover of the area's workbook; `marts` are those with rows in it."""
    sheet = book.add_worksheet("封面")
    sheet.hide_gridlines(2)
    set_up_page(sheet, landscape=False)
    for index, width in enumerate((22, 40, 10, 12, 12, 12)):
        sheet.set_column(index, index, width)
    sheet.set_row(0, 34)
    write_cell(sheet, 0, 0, f"{area.name} 台账汇总", formats.title)
    for row, (name, value) in enumerate(_facts(release), start=2):
        write_cell(sheet, row, 0, name, formats.text)
        write_cell(sheet, row, 1, value, formats.text)
    row = 6
    write_cell(sheet, row, 0, "数据来源", formats.heading)
    found = sources(release, area)
    write_table(sheet, formats, row + 1, _COLUMNS, found, (formats.text, formats.text, *[formats.count] * 4))
    row += len(found) + 3
    write_cell(sheet, row, 0, "使用注意", formats.heading)
    for line, (where, note) in enumerate(_notes(marts, warnings_by_mart(release)), start=row + 1):
        sheet.set_row(line, 15 * (1 + text_width(note) // 84) + 4)
        write_cell(sheet, line, 0, where, formats.wrapped)
        sheet.merge_range(line, 1, line, 5, "", formats.wrapped)
        write_cell(sheet, line, 1, note, formats.wrapped)


def sources(release: duckdb.DuckDBPyConnection, area: Area) -> list[tuple]:
    """The deliveries that are of the area, by unit and period: files, rows read, accepted and set aside."""
    condition, values = area.holds()
    return release.execute(
        f"""select unit, period, count(distinct file), sum(rows_read)::bigint, sum(accepted)::bigint,
            sum(quarantined)::bigint
        from {SHEET_ACCOUNTS}
        semi join (from quality.delivery_areas where {condition}) using (unit, period)
        group by unit, period order by unit, period""",
        values,
    ).fetchall()


def _facts(release: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    [(release_id, built_at, code)] = release.execute(
        "select release_id, built_at, code_version from quality.release"
    ).fetchall()
    return [("发布版本", release_id), ("生成时间", shown_time(built_at)), ("代码版本", code)]


def _notes(marts: Sequence[Mart], warned: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """What to know of the sheets: title of the sheet, sentence."""
    withheld = note_on_small_cells()
    return [
        *(("全部工作表", note) for note in (*_ON_ALL, *filter(None, [withheld]))),
        *((mart.title, warning) for mart in marts for warning in mart.warnings),
        *((m.title, "本次发布有警告：" + "；".join(warned[m.name])) for m in marts if m.name in warned),
    ]
