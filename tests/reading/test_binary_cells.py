"""Binary workbooks, old and new."""

import pytest
import xlwt

from tests.support.books import ROWS, TEXT, read
from tests.support.xlsbfile import write_xlsb


@pytest.mark.parametrize("name", ["表.xls", "renamed.xlsx"])
def test_xls_under_any_name(tmp_path, name):
    workbook = xlwt.Workbook(encoding="utf-8")
    page = workbook.add_sheet("表")
    for number, row in enumerate(ROWS):
        for place, cell in enumerate(row):
            page.write(number, place, cell)
    workbook.save(str(tmp_path / name))
    (sheet,) = read(tmp_path / name)
    assert (sheet.name, sheet.head()) == ("表", TEXT)


def test_xlsb(tmp_path):
    (sheet,) = read(write_xlsb(tmp_path / "表.xlsb", "表", ROWS))
    assert (sheet.name, sheet.head()) == ("表", TEXT)
