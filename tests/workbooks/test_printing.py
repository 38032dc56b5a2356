"""Pages as they print."""

import openpyxl
import xlsxwriter

from pipelines.workbooks.printing import add_page, set_wrapped_height, write_cells


def test_a_page_is_one_sheet_wide_and_its_rows_as_high_as_their_texts(tmp_path):
    cells = ("一二三四五六七八九十", 5, "=1+1")  # 20 columns wide, in 8 of which 2 stay free: four lines
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        page = add_page(book, "页")
        set_wrapped_height(page, 0, cells, (8, 8, 8))
        write_cells(page, 0, cells, None)
    page = openpyxl.load_workbook(tmp_path / "a.xlsx")["页"]
    assert page.page_setup.orientation == "landscape" and page.sheet_properties.pageSetUpPr.fitToPage
    assert page.row_dimensions[1].height == 4 * 15
    assert [(cell.value, cell.data_type) for cell in page[1]] == [
        ("一二三四五六七八九十", "s"),
        (5, "n"),
        ("=1+1", "s"),
    ]
