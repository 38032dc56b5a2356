"""Cells of Open XML whose value is less than what they show."""

import re
import struct
import zipfile

import xlsxwriter
import xlwt

from tests.support.books import read, refused, rewrite
from tests.support.cells import Percent
from tests.support.desk import Desk
from tests.support.odsfile import EMPTY_RESULT, write_ods


def test_formula_whose_result_is_an_empty_text_is_a_blank(tmp_path):
    """As Excel saves =IF(A1="","",1) beside a formula that gave a number."""
    workbook = xlwt.Workbook()
    page = workbook.add_sheet("表")
    page.write(0, 0, "甲")
    page.write(1, 0, xlwt.Formula("1+1"))
    page.write(2, 0, xlwt.Formula("2+2"))
    workbook.save(str(tmp_path / "表.xls"))
    result = struct.pack("<Q", 0xFFFF000000000003)
    stored = (tmp_path / "表.xls").read_bytes()
    assert stored.count(result) == 2
    (tmp_path / "表.xls").write_bytes(stored.replace(result, struct.pack("<d", 2), 1))
    (sheet,) = read(tmp_path / "表.xls")
    assert sheet.head() == [["甲"], ["2"], [""]]
    (sheet,) = read(write_ods(tmp_path / "表.ods", "表", [["甲"], [EMPTY_RESULT, "乙"]]))
    assert sheet.head() == [["甲", ""], ["", "乙"]]


def test_zero_of_a_program_that_leaves_calculating_to_excel(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "表.xlsx") as workbook:
        page = workbook.add_worksheet()
        page.write_formula(0, 0, "=SUM(B1:B4)")
        page.write_formula(0, 1, "=1+1", None, 2)
    (sheet,) = read(tmp_path / "表.xlsx")
    assert sheet.head() == [["=SUM(B1:B4)", "2"]]


def test_percent_sign_that_is_only_written_behind_the_number(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "表.xlsx") as workbook:
        page = workbook.add_worksheet()
        page.write_number(0, 0, 73.79, workbook.add_format({"num_format": '0.00"%"'}))
        page.write_number(0, 1, 73.79, workbook.add_format({"num_format": r"0.00\%"}))
    (sheet,) = read(tmp_path / "表.xlsx")
    assert sheet.head() == [["73.79", "73.79"]]


def test_errors_in_strict_open_xml_and_under_another_prefix(tmp_path):
    """As Excel saves "Strict Open XML", and as Open XML SDK programs write."""
    made = Desk(tmp_path).xlsx("表.xlsx", [["行政村", Percent(0.5)], ["#REF!", "x"]])
    with zipfile.ZipFile(made) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    for name, content in parts.items():
        parts[name] = content.replace(
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        ).replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
    part = "xl/worksheets/sheet1.xml"
    parts[part] = re.sub(rb"<(/?)(?=[a-z])", rb"<\1x:", parts[part]).replace(b"xmlns=", b"xmlns:x=")
    with zipfile.ZipFile(tmp_path / "严格.xlsx", "w") as target:
        for name, content in parts.items():
            target.writestr(name, content)
    (sheet,) = read(tmp_path / "严格.xlsx")
    assert sheet.head() == [["行政村", "50%"], ["#REF!", "x"]]


def test_odd_cells_of_a_program_that_writes_single_quotes(tmp_path):
    made = Desk(tmp_path).xlsx("表.xlsx", [["行政村", Percent(0.5)], ["#REF!", "x"]])
    part = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(made) as source:
        written = source.read(part)
    quoted = rewrite(made, tmp_path / "单.xlsx", part, written, written.replace(b'"', b"'"))
    assert [sheet.head() for sheet in read(quoted)] == [sheet.head() for sheet in read(made)]
    assert read(quoted)[0].head() == [["行政村", "50%"], ["#REF!", "x"]]


def test_error_in_a_cell_without_an_address(tmp_path):
    made = Desk(tmp_path).xlsx("表.xlsx", [["行政村"], ["#REF!"]])
    refused(
        rewrite(made, tmp_path / "无.xlsx", "xl/worksheets/sheet1.xml", b' r="A2"', b""),
        "cells_without_address",
    )


def test_merged_areas(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "表.xlsx") as workbook:
        page = workbook.add_worksheet()
        page.merge_range("A1:C1", "标题")
        page.merge_range("A2:A3", "行政村")
    (sheet,) = read(tmp_path / "表.xlsx")
    assert set(sheet.merged) == {(1, 1, 1, 3), (2, 1, 3, 1)}
