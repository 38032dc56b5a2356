"""The sheet of a mart has its rows as numbers and text, and what each rests on."""

from __future__ import annotations

import openpyxl

from pipelines.disclosure.suppression import WITHHELD
from pipelines.marts.mart import Mart
from tests.support.workbooks import cells


def test_a_column_under_its_old_name_is_not_shown_again(county_book: openpyxl.Workbook) -> None:
    heads = [cell.value for sheet in county_book.worksheets for cell in sheet[1]]
    assert "脱贫属性" in heads and "脱贫属性(旧列名)" not in heads


def test_what_a_row_rests_on_is_one_sentence_in_the_place_of_its_columns(
    county_book: openpyxl.Workbook,
) -> None:
    """木棠镇 reported its 25 villages, as its 2018 registry says; 7 persons of it are to be checked."""
    head, *rows = county_book["贫困发生率"].iter_rows(values_only=True)
    assert not {"已报单位数", "应报单位数", "待核行数", "最近数据截止日"} & {*head}
    [township] = [row for row in rows if row[2] == "木棠镇" and row[3] is None]
    assert (
        head[-1] == "数据情况"
        and township[-1] == "25 个村中 25 个已报，7 行待核，1 格待核，数据截至 2018-12-31"
    )


def test_headers_stay_in_sight_and_filter(county_book: openpyxl.Workbook, marts: list[Mart]) -> None:
    for mart in marts:
        sheet = county_book[mart.title]
        assert sheet.freeze_panes == "E2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert sheet.print_title_rows == "$1:$1"


def test_numbers_are_numbers_with_a_format(county_book: openpyxl.Workbook, marts: list[Mart]) -> None:
    formats = {"元": "#,##0.00", "比例": "0.00%", "户": "#,##0", "人": "#,##0"}
    for mart in marts:
        for place, column in enumerate(mart.shown_columns, start=1):
            for row in county_book[mart.title].iter_rows(min_row=2, min_col=place, max_col=place):
                if column.unit in formats:
                    assert row[0].number_format == formats[column.unit]
                    assert row[0].value in (None, WITHHELD) or row[0].data_type == "n"


def test_columns_are_wide_enough_for_chinese(county_book: openpyxl.Workbook) -> None:
    sheet = county_book["分红发放"]
    widths = {
        cell.value: sheet.column_dimensions[cell.column_letter].width for cell in sheet[1] if cell.value
    }
    partner = [cell.value for cell in sheet[1]].index("合作方")
    assert widths["合作方"] >= 2 * max(len(row[partner]) for row in cells(sheet))
    assert widths["约定分红比例"] >= 12
