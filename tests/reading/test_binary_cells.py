"""Binary workbooks, old and new."""

import struct

import pytest
import xlwt
from xlwt.CompoundDoc import XlsDoc

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


def record(kind, data=b""):
    return struct.pack("<HH", kind, len(data)) + data


def excel_95(code_page, encoding, rows):
    """A workbook of Excel 5.0/95 ([MS-XLS] of 1995: BIFF5), whose texts are bytes of a code page."""
    name = "名表".encode(encoding)
    cells = b"".join(
        record(
            0x0204,
            struct.pack("<HHHH", number, column, 0, len(cell.encode(encoding))) + cell.encode(encoding),
        )
        for number, row in enumerate(rows)
        for column, cell in enumerate(row)
    )
    dimensions = record(0x0200, struct.pack("<HHHHH", 0, len(rows), 0, len(rows[0]), 0))
    sheet = record(0x0809, struct.pack("<HHHH", 0x0500, 0x0010, 0, 0)) + dimensions + cells + record(0x000A)

    def whole(start):
        page = record(0x0085, struct.pack("<IHB", start, 0, len(name)) + name)
        begin = record(0x0809, struct.pack("<HHHH", 0x0500, 0x0005, 0, 0))
        return begin + record(0x0042, struct.pack("<H", code_page)) + page + record(0x000A)

    return whole(len(whole(0))) + sheet


@pytest.mark.parametrize(("code_page", "encoding"), [(936, "gbk"), (950, "big5")])
def test_texts_of_excel_95_are_of_its_code_page(tmp_path, code_page, encoding):
    rows = [["行政村", "人口"], ["石村", "12"]]
    XlsDoc().save(str(tmp_path / "表.xls"), excel_95(code_page, encoding, rows))
    (sheet,) = read(tmp_path / "表.xls")
    assert (sheet.name, sheet.head()) == ("名表", rows)
