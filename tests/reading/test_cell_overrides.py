"""Cells whose value is an error, or was never calculated."""

import openpyxl
import pytest
import xlsxwriter

from tests.support.books import read
from tests.support.cells import ERROR_CODES, Percent
from tests.support.desk import Desk


@pytest.mark.parametrize("form", ["xlsx", "xls", "xlsb", "ods"])
def test_odd_cells_of_each_format(tmp_path, form):
    rows = [["行政村", Percent(0.7379)], [], ["", "", *ERROR_CODES], [Percent(1), "1%"]]
    path = getattr(Desk(tmp_path), form)(f"表.{form}", rows)
    (sheet,) = read(path)
    found = [[cell for cell in row if cell] for row in sheet.head()]
    assert found == [["行政村", "73.79%"], [], [*ERROR_CODES], ["100%", "1%"]]
    assert sheet.head()[2][2:] == [*ERROR_CODES]


def test_errors_and_uncalculated_formulas_are_no_blanks(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "表.xlsx") as workbook:
        page = workbook.add_worksheet()
        for row, error in enumerate(["#REF!", "#DIV/0!", "#N/A", "#NAME?"]):
            page.write_formula(row, 1, "=1/0", None, error)
        page.write(0, 0, "甲")
    uncalculated = openpyxl.load_workbook(tmp_path / "表.xlsx")
    uncalculated.active["A7"] = "=SUM(B1:B4)"
    uncalculated.save(tmp_path / "未计算.xlsx")
    (sheet,) = read(tmp_path / "表.xlsx")
    assert sheet.head() == [["甲", "#REF!"], ["", "#DIV/0!"], ["", "#N/A"], ["", "#NAME?"]]
    (sheet,) = read(tmp_path / "未计算.xlsx")
    assert sheet.rows == 7
    assert sheet.head()[6] == ["=SUM(B1:B4)"]
