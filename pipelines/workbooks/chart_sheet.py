"""The sheet of charts: for each mart the small table that its chart draws, and the chart beside it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import xlsxwriter

from pipelines.catalogue.areas import Area
from pipelines.catalogue.tables import Catalogue
from pipelines.disclosure.suppression import WITHHELD
from pipelines.marts.chart import Chart
from pipelines.marts.coverage import describe_coverage
from pipelines.marts.mart import Mart
from pipelines.workbooks.cells import BLUE, FONT, Formats, header, write_cell, write_table
from pipelines.workbooks.printing import set_up_page

_NAME = "图表"
_ORANGE = "#E69F00"
_CHART_ROWS = 22
_PAGE_ROWS = 62  # that a printed page of charts holds
_NUMBERS = {"比例": "0.00%", "元": "#,##0.00"}
"""Unit → number format of a chart and its table; others are counts."""


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


def add_chart_sheet(
    book: xlsxwriter.Workbook,
    formats: Formats,
    area: Area,
    tables: Mapping[str, list[tuple]],
    catalogue: Catalogue,
) -> None:
    """The charts of the marts that have rows, one below the other: the numbers on the left, the chart beside."""
    sheet = book.add_worksheet(_NAME)
    sheet.hide_gridlines(2)
    set_up_page(sheet, scale=58)
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
    for index, colour in zip(range(1, block.series + 1), (BLUE, _ORANGE), strict=False):
        chart.add_series(
            {
                "name": [_NAME, first - 1, index],
                "categories": [_NAME, first, 0, last, 0],
                "values": [_NAME, first, index, last, index],
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
