"""Sheets, their names and their extents."""

import pytest
import xlsxwriter

from tests.support.books import ROWS, book, read, refused, rewrite


def test_hidden_and_empty_sheets_and_charts(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "表.xlsx") as workbook:
        workbook.add_worksheet("封面")
        shown = workbook.add_worksheet("数据")
        shown.write(0, 0, "a")
        workbook.add_worksheet("藏").hide()
        workbook.add_worksheet("深藏").very_hidden()
        chart = workbook.add_chart({"type": "line"})
        chart.add_series({"values": "=数据!$A$1:$A$1"})
        workbook.add_chartsheet("图").set_chart(chart)
    sheets = read(tmp_path / "表.xlsx")
    assert [(sheet.name, sheet.rows, sheet.is_hidden) for sheet in sheets] == [
        ("封面", 0, False),
        ("数据", 1, False),
        ("藏", 0, True),
        ("深藏", 0, True),
    ]


def test_rows_and_columns_keep_their_numbers_below_blank_ones(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "表.xlsx") as workbook:
        workbook.add_worksheet().write(4, 2, "x")
    (sheet,) = read(tmp_path / "表.xlsx")
    assert sheet.head() == [[""] * 3] * 4 + [["", "", "x"]]


def test_names_of_sheets_never_become_paths(tmp_path):
    made = book(tmp_path / "表.xlsx", ROWS)
    hostile = rewrite(
        made, tmp_path / "路径.xlsx", "xl/workbook.xml", b'name="\xe8\xa1\xa8"', b'name="../../../x"'
    )
    (sheet,) = read(hostile)
    assert sheet.name == "../../../x"
    assert sheet.spool.parent == tmp_path / "spools"


@pytest.mark.parametrize("place", [(1_048_575, 3), (1_048_575, 16_383), (20_000, 16_383)])
def test_stray_cell_far_outside_the_table(tmp_path, place):
    with xlsxwriter.Workbook(tmp_path / "表.xlsx") as workbook:
        page = workbook.add_worksheet()
        page.write_row(0, 0, ["行政村", "人数"])
        page.write(*place, "x")
    refused(tmp_path / "表.xlsx", "far_cell")


def test_a_radical_is_the_character_that_it_looks_as(tmp_path):
    # CJK RADICAL C-SIMPLIFIED LONG, KANGXI RADICAL EARTH, CJK RADICAL WEST ONE
    (sheet,) = read(book(tmp_path / "表.xlsx", [["\u2ed3岭村", "\u2f1f坪村", "\u2ec3村"]]))
    assert sheet.head() == [["长岭村", "土坪村", "覀村"]]


def test_words_below_the_header_are_found_and_those_in_it_are_not(tmp_path):
    [sheet] = read(book(tmp_path / "表.xlsx", [["备注", "合计"], ["统计员", "2"], ["甲村", "注:缺"]]))
    assert sheet.held_below(1, ["计", "注", "备注", "页"]) == {"计", "注"}
    assert sheet.held_below(0, ["备注"]) == {"备注"}


def test_words_are_found_however_far_below_they_stand(tmp_path):
    rows = [["甲村" * 100]] * 3000
    [sheet] = read(book(tmp_path / "表.xlsx", [["行政村"], *rows, ["页"], *rows]))
    assert sheet.held_below(1, ["页", "合计"]) == {"页"}
