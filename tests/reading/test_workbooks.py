"""Workbooks as they are really saved, and those that cannot be read: one sentence each."""

import os
import struct
import zipfile
from datetime import datetime

import msoffcrypto.format.ooxml
import pytest
import xlsxwriter
import xlwt

from pipelines.reading.workbooks import _panics
from pipelines.rules import UnreadableFile
from tests.support.books import ROWS, TEXT, book, read, refused, rewrite
from tests.support.odsfile import write_ods


@pytest.mark.parametrize(
    "name", ["表.xlsx", "表.xlsm", "renamed.xls", "renamed.xlsb", "木棠镇名单(最终版2) (22).xlsx"]
)
def test_xlsx_under_any_name(tmp_path, name):
    (sheet,) = read(book(tmp_path / "made.xlsx", ROWS).rename(tmp_path / name))
    assert (sheet.name, sheet.head()) == ("表", TEXT)


def test_workbook_without_a_worksheet(tmp_path):
    with zipfile.ZipFile(write_ods(tmp_path / "全.ods", "表", ROWS)) as whole:
        content = whole.read("content.xml")
    start, end = content.index(b"<table:table "), content.index(b"</office:spreadsheet>")
    refused(
        rewrite(tmp_path / "全.ods", tmp_path / "空.ods", "content.xml", content[start:end], b""),
        "no_worksheet",
    )


def test_values_are_read_as_the_sender_sees_them(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "表.xlsx") as workbook:
        page = workbook.add_worksheet()
        percent, thin = (
            workbook.add_format({"num_format": "0.00%"}),
            workbook.add_format({"num_format": "0%"}),
        )
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        page.write_row(0, 0, ["123456789012345", 469003195001019990, 0.1 + 0.2, True, 1e-7])
        page.write_number(1, 0, 0.7379, percent)
        page.write_number(1, 1, 1, thin)
        page.write_datetime(1, 2, datetime(2018, 12, 31), day)
        page.write_formula(1, 3, "=1+1", None, 2)
        page.write_blank(1, 4, None, percent)
        page.write_string(1, 5, "a\nb")
    (sheet,) = read(tmp_path / "表.xlsx")
    assert sheet.head() == [
        ["123456789012345", "4.69003E+17", "0.3", "是", "0.0000001", ""],
        ["73.79%", "100%", "2018-12-31", "2", "", "a b"],
    ]


def test_password(tmp_path):
    plain = book(tmp_path / "明文.xlsx", ROWS)
    with plain.open("rb") as source, (tmp_path / "密.xlsx").open("wb") as target:
        msoffcrypto.format.ooxml.OOXMLFile(source).encrypt("secret", target)
    refused(tmp_path / "密.xlsx", "password")
    refused((tmp_path / "密.xlsx").rename(tmp_path / "密.xls"), "password")


class _Encrypted(xlwt.Workbook):
    """What Excel 97 to 2003 write with a password: a record marks it, and what follows is not to be read."""

    def get_biff_data(self) -> bytes:
        stream = super().get_biff_data()
        after_begin = 4 + int.from_bytes(stream[2:4], "little")
        how = struct.pack("<HHHHH", 0x002F, 54, 1, 1, 1) + bytes(range(48))
        return stream[:after_begin] + how + stream[after_begin:][::-1]


def test_password_of_an_old_workbook(tmp_path):
    secret = _Encrypted()
    secret.add_sheet("表").write(0, 0, "行政村")
    secret.save(str(tmp_path / "密.xls"))
    refused(tmp_path / "密.xls", "password")


def test_sheet_in_utf_16(tmp_path):
    made, part = book(tmp_path / "表.xlsx", ROWS), "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(made) as source:
        written = source.read(part)
    wide = written.decode().replace("UTF-8", "UTF-16").encode("utf-16")
    refused(rewrite(made, tmp_path / "宽.xlsx", part, written, wide), "utf16_parts")


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.95, 0.999])
def test_cut_short(tmp_path, share):
    content = book(tmp_path / "全.xlsx", ROWS * 500).read_bytes()
    (tmp_path / "短.xlsx").write_bytes(content[: int(len(content) * share)])
    refused(tmp_path / "短.xlsx", "damaged_file", "not_a_workbook")


def test_panic_of_the_reader_is_a_damaged_file_and_no_noise(capfd):
    panic = type("PanicException", (BaseException,), {})
    with pytest.raises(UnreadableFile, match="damaged or cut short"), _panics():
        os.write(2, b"thread panicked at ...")
        raise panic("assertion failed")
    assert capfd.readouterr().err == ""
