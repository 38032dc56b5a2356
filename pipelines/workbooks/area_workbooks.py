"""The marts as workbooks: one for each county, and for each township or village that no county is known of.

A workbook has a cover, native charts, a sheet per mart with Chinese headers, and the meaning of every column.
The same release gives the same bytes.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from pipelines.catalogue.areas import Area, areas
from pipelines.catalogue.dictionary import DictionaryColumn
from pipelines.catalogue.tables import Catalogue
from pipelines.common.china_time import shown_time
from pipelines.disclosure.suppression import WITHHELD, note_on_small_cells, open_publishable, shown_rows
from pipelines.marts.chart import Chart
from pipelines.marts.coverage import TITLE, describe_coverage
from pipelines.marts.mart import Mart, MartColumn
from pipelines.quality.accounts import SHEET_ACCOUNTS
from pipelines.quality.findings import warnings_by_mart
from pipelines.registers.areas import AREA_COLUMNS, AREA_LEVELS
from pipelines.workbooks.cells import BLUE, FONT, Formats, header, write_cell, write_table
from pipelines.workbooks.widths import text_width

ORANGE, GREY = "#E69F00", "#595959"
_CHART_ROWS = 22
_PAGE_ROWS = 62  # that a printed page of charts holds
_WIDEST = 44


@dataclass(frozen=True)
class Block:
    """A chart and the small table that it draws: `headers` of the label and of each column, and rows of these.

    The first `series` columns after the label are drawn. number: the format of all of them. coverage: what they rest on.
    """

    title: str
    headers: tuple[str, ...]
    rows: list[tuple]
    kind: str
    number: str
    series: int
    coverage: str


def block_of(mart: Mart, chart: Chart, rows: Iterable[tuple], area: Area) -> Block:
    """The chart of a mart in an area; `rows` are those of the area, of which withheld ones are not drawn."""
    columns = {column.name: column for column in mart.columns}
    named = [dict(zip(columns, row, strict=True)) for row in rows]
    known = [row for row in named if WITHHELD not in [row[name] for name in chart.own_columns]]
    drawn = chart.drawn(known, area.level)
    return Block(
        " ".join(filter(None, (area.name, drawn.year, chart.title))),
        (
            columns[chart.label].title,
            *(header(columns[name].title, columns[name].unit) for name in drawn.columns),
        ),
        drawn.lines,
        chart.kind,
        _NUMBERS.get(columns[drawn.columns[0]].unit or "", "#,##0"),
        len(chart.series),
        describe_coverage([row for row in named if row["area_level"] == area.level], mart.coverage.year)
        if mart.coverage
        else "",
    )


_NUMBERS = {"比例": "0.00%", "元": "#,##0.00"}
"""Unit → number format of a chart and its table; others are counts."""


def write_excel(
    database: Path,
    folder: Path,
    catalogue: Catalogue,
    columns: Sequence[DictionaryColumn],
    hidden: Mapping[str, set[int]] | None = None,
) -> list[Path]:
    """Write the workbooks of a release into `folder` and return their paths, in order of the areas' names.

    database: the DuckDB file of the release, opened read-only. columns: the dictionary. hidden: rows of marts
    that are withheld, where they are known already.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with open_publishable(database, catalogue, hidden) as release:
        return [
            _write_workbook(release, area, folder / name, catalogue, columns)
            for area, name in workbook_names(areas(release, catalogue.marts.values())).items()
        ]


def workbook_names(areas: Iterable[Area]) -> dict[Area, str]:
    """Area → file name of its workbook, for those that nothing is known above."""
    tops = [area for area in areas if area.is_top]
    return dict(zip(tops, file_names(area.name for area in tops), strict=True))


def file_names(names: Iterable[str]) -> list[str]:
    """A file name for each name that every system accepts; those that would fall together are numbered."""
    given: list[str] = []
    for name in names:
        stem = re.sub(r'[\x00-\x1f<>:"/\\|?*]', "_", name).strip(". ")[:80] or "_"
        if re.fullmatch(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", stem, re.IGNORECASE):
            stem = f"_{stem}"
        same = [other for other in given if re.sub(r" \d+$", "", other).casefold() == stem.casefold()]
        given.append(f"{stem} {len(same) + 1}" if same else stem)
    return [f"{stem}.xlsx" for stem in given]


def _write_workbook(
    release: duckdb.DuckDBPyConnection,
    area: Area,
    path: Path,
    catalogue: Catalogue,
    columns: Sequence[DictionaryColumn],
) -> Path:
    [(release_id, built_at, code)] = release.execute(
        "select release_id, built_at, code_version from quality.release"
    ).fetchall()
    tables = {mart.name: _rows(release, mart, area) for mart in catalogue.marts.values() if mart.has_areas}
    marts = [catalogue.marts[name] for name, rows in tables.items() if rows]
    # Rows are written to disk one by one, so that a county of any size takes no more memory than a small one.
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        book.set_properties({"title": f"{area.name} {release_id}", "created": built_at})
        formats = Formats(book)
        release_facts, sources = (release_id, built_at, code), _sources(release, marts, tables, area)
        _write_cover(book, formats, area, release_facts, sources, marts, warnings_by_mart(release))
        _write_charts(book, formats, area, tables, catalogue)
        for mart in marts:
            _write_mart(book.add_worksheet(_sheet_name(mart)), formats, mart, tables[mart.name])
        names = {mart.name for mart in marts}
        _write_dictionary(book, formats, [column for column in columns if column.table_name in names])
    return path


def _sheet_name(mart: Mart) -> str:
    return re.sub(r"[\[\]:*?/\\]", " ", mart.title)[:31]


def _rows(release: duckdb.DuckDBPyConnection, mart: Mart, area: Area) -> list[tuple]:
    """The mart's rows in the area: its own first, then those of the levels below, each in the mart's order."""
    condition, values = area.holds()
    return shown_rows(release, mart, condition, values)


def _sources(
    release: duckdb.DuckDBPyConnection, marts: Iterable[Mart], tables: dict[str, list[tuple]], area: Area
) -> list[tuple]:
    """Deliveries of the units that bear the name of a place in the workbook."""
    places = {area.name}
    for mart in marts:
        levels = [place for place, column in enumerate(mart.columns) if column.name in AREA_LEVELS]
        places |= {row[place] for row in tables[mart.name] for place in levels if row[place]}
    return release.execute(
        "select unit, period, count(distinct file), sum(rows_read)::bigint, sum(accepted)::bigint, "
        f"sum(quarantined)::bigint from {SHEET_ACCOUNTS} where unit in (select unnest(?::varchar[])) "
        "group by unit, period order by unit, period",
        [sorted(places)],
    ).fetchall()


def _print_on(sheet: Worksheet, *, landscape: bool = True, scale: int | None = None) -> None:
    """A4, as wide as the page, or at a scale in per cent, which lets a sheet have page breaks of its own."""
    sheet.set_paper(9)
    if landscape:
        sheet.set_landscape()
    if scale:
        sheet.set_print_scale(scale)
    else:
        sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&L&A&R&P / &N")


def _write_cover(
    book: xlsxwriter.Workbook,
    formats: Formats,
    area: Area,
    release: tuple[str, datetime, str],
    sources: list[tuple],
    marts: Sequence[Mart],
    warned: Mapping[str, Sequence[str]],
) -> None:
    sheet = book.add_worksheet("封面")
    sheet.hide_gridlines(2)
    _print_on(sheet, landscape=False)
    for place, width in enumerate((22, 40, 10, 12, 12, 12)):
        sheet.set_column(place, place, width)
    release_id, built_at, code = release
    sheet.set_row(0, 34)
    write_cell(sheet, 0, 0, f"{area.name} 台账汇总", formats.title)
    facts = (("发布版本", release_id), ("生成时间", shown_time(built_at)), ("代码版本", code))
    for row, (name, value) in enumerate(facts, start=2):
        write_cell(sheet, row, 0, name, formats.text)
        write_cell(sheet, row, 1, value, formats.text)
    row = 6
    write_cell(sheet, row, 0, "数据来源", formats.heading)
    headers = ("报送单位", "期间", "文件", "读取行数", "采纳行数", "隔离行数")
    styles = (formats.text, formats.text, *[formats.count] * 4)
    write_table(sheet, formats, row + 1, headers, sources, styles)
    row += len(sources) + 3
    write_cell(sheet, row, 0, "使用注意", formats.heading)
    notes = [
        (
            "全部工作表",
            "空白表示没有数据，不等于 0。同一张表里有县、乡镇、村几级，求和之前请先按“层级”筛选。",
        ),
        (
            "全部工作表",
            f"“{TITLE}”说的是这一行以什么为依据：应报几个、已报几个，多少张表、多少行没有计入，数据截至哪一天。",
        ),
        ("全部工作表", "比率由合计数相除得出，不能由下级的比率平均。"),
        *([("全部工作表", withheld)] if (withheld := note_on_small_cells()) else []),
        *((mart.title, warning) for mart in marts for warning in mart.warnings),
        *((m.title, "本次发布有警告：" + "；".join(warned[m.name])) for m in marts if m.name in warned),
    ]
    for line, (where, note) in enumerate(notes, start=row + 1):
        sheet.set_row(line, 15 * (1 + text_width(note) // 84) + 4)
        write_cell(sheet, line, 0, where, formats.wrapped)
        sheet.merge_range(line, 1, line, 5, "", formats.wrapped)
        write_cell(sheet, line, 1, note, formats.wrapped)


def _write_mart(sheet: Worksheet, formats: Formats, mart: Mart, rows: list[tuple]) -> None:
    columns = mart.shown_columns
    headers = [header(column.title, column.unit) for column in columns]
    places = [mart.columns.index(column) for column in columns]
    cells = [[mart.columns[place].shown(row[place]) for place in places] for row in rows]
    styles = [formats.of(column.type, column.unit) for column in columns]
    for place, (column, text) in enumerate(zip(columns, headers, strict=True)):
        widths = (text_width(_written(column, row[place])) for row in cells)
        width = max(text_width(text) + 3, *widths)  # 3: the button of the filter
        sheet.set_column(place, place, min(width + 2, _WIDEST))
    if mart.coverage:
        names = [column.name for column in mart.columns]
        sentences = [describe_coverage([dict(zip(names, row, strict=True))]) for row in rows]
        sheet.set_column(len(headers), len(headers), min(max(map(text_width, sentences)) + 2, _WIDEST))
        headers, styles = [*headers, TITLE], [*styles, formats.text]
        cells = [[*row, sentence] for row, sentence in zip(cells, sentences, strict=True)]
    _print_on(sheet)
    areas_shown = sum(column.name in AREA_COLUMNS for column in columns)
    sheet.freeze_panes(1, areas_shown)
    sheet.repeat_rows(0)
    sheet.autofilter(0, 0, len(cells), len(headers) - 1)
    sheet.set_row(0, 22)
    write_table(sheet, formats, 0, headers, cells, styles)


def _written(column: MartColumn, value: object) -> str:
    if isinstance(value, Decimal):
        return f"{value:,.2f}"
    if isinstance(value, float):
        return "100.00%" if column.unit == "比例" else f"{value:,.2f}"
    return f"{value:,}" if isinstance(value, int) else str(value or "")


def _write_dictionary(
    book: xlsxwriter.Workbook, formats: Formats, columns: Sequence[DictionaryColumn]
) -> None:
    sheet = book.add_worksheet("数据字典")
    _print_on(sheet)
    for place, width in enumerate((18, 20, 26, 8, 50, 44, 44)):
        sheet.set_column(place, place, width)
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


def _write_charts(
    book: xlsxwriter.Workbook,
    formats: Formats,
    area: Area,
    tables: dict[str, list[tuple]],
    catalogue: Catalogue,
) -> None:
    """The charts of the marts that have rows, one below the other: the numbers on the left, the chart beside."""
    sheet = book.add_worksheet("图表")
    sheet.hide_gridlines(2)
    _print_on(sheet, scale=58)
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 3, 16)
    top, page = 0, 0
    breaks = []
    for mart in (mart for mart in catalogue.charted if tables[mart.name]):
        assert mart.chart
        block = block_of(mart, mart.chart, tables[mart.name], area)
        height = _chart_rows(block) + 5 if block.rows else 5
        if top > page and top + height > page + _PAGE_ROWS:
            page = top
            breaks.append(page)
        write_cell(sheet, top, 0, block.title, formats.heading)
        write_cell(sheet, top + 1, 0, block.coverage, formats.text)
        if block.rows:
            number = {"#,##0": formats.count, "#,##0.00": formats.money, "0.00%": formats.rate}[block.number]
            styles = (formats.text, *[number] * (len(block.headers) - 1))
            write_table(sheet, formats, top + 2, block.headers, block.rows, styles)
            sheet.insert_chart(top + 2, 4, _chart(book, block, top + 3), {"x_offset": 4})
        else:
            write_cell(sheet, top + 2, 0, "没有数据", formats.text)
        top += height
    sheet.set_h_pagebreaks(breaks)


def _chart_rows(block: Block) -> int:
    """Rows of the sheet that the chart covers: those of its title, legend and axis, and what each bar's label needs."""
    return max(_CHART_ROWS, 6 + len(block.rows) * 6 // 5) if block.kind == "bar" else _CHART_ROWS


def _chart(book: xlsxwriter.Workbook, block: Block, first: int) -> xlsxwriter.chart.Chart:
    chart = book.add_chart({"type": block.kind})
    last = first + len(block.rows) - 1
    for place, colour in zip(range(1, block.series + 1), (BLUE, ORANGE), strict=False):
        chart.add_series(
            {
                "name": ["图表", first - 1, place],
                "categories": ["图表", first, 0, last, 0],
                "values": ["图表", first, place, last, place],
                "fill": {"color": colour},
                "gap": 60,
            }
        )
    font = {"name": FONT, "size": 9}
    chart.set_title({"name": block.title, "name_font": {"name": FONT, "size": 12}, "overlay": False})
    labels = {"num_font": font, "label_position": "low", "major_gridlines": {"visible": False}}
    numbers = {
        "num_font": font,
        "num_format": block.number.removesuffix(".00"),
        "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}},
    }
    if block.kind == "bar":  # the first row of the table is the top bar, and the numbers are below the last
        chart.set_y_axis(labels | {"reverse": True, "crossing": "max", "interval_unit": 1})
        chart.set_x_axis(numbers)
    else:
        chart.set_x_axis(labels)
        chart.set_y_axis(numbers)
    chart.set_legend({"position": "bottom", "font": font} if block.series > 1 else {"none": True})
    chart.show_hidden_data()
    chart.set_size({"width": 720, "height": 20 * _chart_rows(block)})
    return chart
