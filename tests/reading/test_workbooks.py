"""Workbooks as they are really saved, and those that cannot be read: one sentence each."""

import os
import re
import struct
import zipfile
from datetime import date, datetime
from typing import Any

import msoffcrypto.format.ooxml
import openpyxl
import pytest
import xlsxwriter
import xlwt

from pipelines.reading import isolation
from pipelines.reading.cells import text_of
from pipelines.reading.files import read_sheets
from pipelines.reading.workbooks import _panics
from pipelines.rules import UnreadableFile
from tests.support.cells import ERROR_CODES, Percent
from tests.support.desk import Desk
from tests.support.odsfile import EMPTY_RESULT, write_ods
from tests.support.xlsbfile import write_xlsb


def read(path):
    spools = path.parent / "spools"
    spools.mkdir(exist_ok=True)
    return list(read_sheets(path, spools))


def book(path, rows, **options):
    with xlsxwriter.Workbook(path, options) as workbook:
        page = workbook.add_worksheet("表")
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return path


ROWS: list[list[Any]] = [["行政村", "人数", "比例"], ["薛宅村", 4, 0.5], ["长岭村", 12.75, 100]]
TEXT = [["行政村", "人数", "比例"], ["薛宅村", "4", "0.5"], ["长岭村", "12.75", "100"]]


@pytest.mark.parametrize(
    "name", ["表.xlsx", "表.xlsm", "renamed.xls", "renamed.xlsb", "木棠镇名单(最终版2) (22).xlsx"]
)
def test_xlsx_under_any_name(tmp_path, name):
    (sheet,) = read(book(tmp_path / "made.xlsx", ROWS).rename(tmp_path / name))
    assert (sheet.name, sheet.head()) == ("表", TEXT)


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


def test_ods(tmp_path):
    (sheet,) = read(write_ods(tmp_path / "表.ods", "表", ROWS))
    assert (sheet.name, sheet.head()) == ("表", TEXT)


def test_xlsb(tmp_path):
    (sheet,) = read(write_xlsb(tmp_path / "表.xlsb", "表", ROWS))
    assert (sheet.name, sheet.head()) == ("表", TEXT)


@pytest.mark.parametrize("form", ["xlsx", "xls", "xlsb", "ods"])
def test_odd_cells_of_each_format(tmp_path, form):
    rows = [["行政村", Percent(0.7379)], [], ["", "", *ERROR_CODES], [Percent(1), "1%"]]
    path = getattr(Desk(tmp_path), form)(f"表.{form}", rows)
    (sheet,) = read(path)
    found = [[cell for cell in row if cell] for row in sheet.head()]
    assert found == [["行政村", "73.79%"], [], [*ERROR_CODES], ["100%", "1%"]]
    assert sheet.head()[2][2:] == [*ERROR_CODES]


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


def test_error_in_a_cell_that_does_not_say_where_it_stands(tmp_path):
    made = Desk(tmp_path).xlsx("表.xlsx", [["行政村"], ["#REF!"]])
    refused(
        rewrite(made, tmp_path / "无.xlsx", "xl/worksheets/sheet1.xml", b' r="A2"', b""),
        "where its cells stand",
    )


def test_workbook_without_a_worksheet(tmp_path):
    with zipfile.ZipFile(write_ods(tmp_path / "全.ods", "表", ROWS)) as whole:
        content = whole.read("content.xml")
    start, end = content.index(b"<table:table "), content.index(b"</office:spreadsheet>")
    refused(
        rewrite(tmp_path / "全.ods", tmp_path / "空.ods", "content.xml", content[start:end], b""),
        "holds no worksheet",
    )


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


def test_merged_areas(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "表.xlsx") as workbook:
        page = workbook.add_worksheet()
        page.merge_range("A1:C1", "标题")
        page.merge_range("A2:A3", "行政村")
    (sheet,) = read(tmp_path / "表.xlsx")
    assert set(sheet.merged) == {(1, 1, 1, 3), (2, 1, 3, 1)}


def test_names_of_sheets_never_become_paths(tmp_path):
    made = book(tmp_path / "表.xlsx", ROWS)
    hostile = rewrite(
        made, tmp_path / "路径.xlsx", "xl/workbook.xml", b'name="\xe8\xa1\xa8"', b'name="../../../x"'
    )
    (sheet,) = read(hostile)
    assert sheet.name == "../../../x"
    assert sheet.spool.parent == tmp_path / "spools"


def rewrite(path, target, member, old, new):
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in source.namelist():
            content = source.read(name)
            copy.writestr(name, content.replace(old, new) if name == member else content)
    return target


def refused(path, sentence):
    with pytest.raises(UnreadableFile, match=sentence) as refusal:
        read(path)
    assert "\n" not in str(refusal.value)
    assert re.search("[一-鿿]{2}", refusal.value.violation.advice_zh)


def test_password(tmp_path):
    plain = book(tmp_path / "明文.xlsx", ROWS)
    with plain.open("rb") as source, (tmp_path / "密.xlsx").open("wb") as target:
        msoffcrypto.format.ooxml.OOXMLFile(source).encrypt("secret", target)
    refused(tmp_path / "密.xlsx", "protected by a password")
    refused((tmp_path / "密.xlsx").rename(tmp_path / "密.xls"), "protected by a password")


class _Encrypted(xlwt.Workbook):
    """What Excel 97 to 2003 write with a password: a record says so, and what follows is not to be read."""

    def get_biff_data(self) -> bytes:
        stream = super().get_biff_data()
        after_begin = 4 + int.from_bytes(stream[2:4], "little")
        how = struct.pack("<HHHHH", 0x002F, 54, 1, 1, 1) + bytes(range(48))
        return stream[:after_begin] + how + stream[after_begin:][::-1]


def test_password_of_an_old_workbook(tmp_path):
    secret = _Encrypted()
    secret.add_sheet("表").write(0, 0, "行政村")
    secret.save(str(tmp_path / "密.xls"))
    refused(tmp_path / "密.xls", "protected by a password")


def test_sheet_in_utf_16(tmp_path):
    made, part = book(tmp_path / "表.xlsx", ROWS), "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(made) as source:
        written = source.read(part)
    wide = written.decode().replace("UTF-8", "UTF-16").encode("utf-16")
    refused(rewrite(made, tmp_path / "宽.xlsx", part, written, wide), "keeps its sheets in UTF-16")


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.95, 0.999])
def test_cut_short(tmp_path, share):
    content = book(tmp_path / "全.xlsx", ROWS * 500).read_bytes()
    (tmp_path / "短.xlsx").write_bytes(content[: int(len(content) * share)])
    refused(tmp_path / "短.xlsx", "damaged or cut short|not a workbook")


@pytest.mark.parametrize("suffix", [".xlsx", ".xls", ".ods", ".xlsb"])
@pytest.mark.parametrize(
    "content",
    [b"\xd0\xd0\xd5\xfe,1\r\n", b"\xff\xd8\xff\xe0", b"x"],
)
def test_other_things_under_the_name_of_a_workbook(tmp_path, suffix, content):
    (tmp_path / f"表{suffix}").write_bytes(content)
    refused(tmp_path / f"表{suffix}", f"not a workbook, although its name ends in {suffix}")


@pytest.mark.parametrize("suffix", [".xlsx", ".xls", ".ods", ".xlsb"])
@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.4", "a document"),
        (b"Rar!\x1a\x07", "packed"),
        (b"7z\xbc\xaf\x27\x1c", "packed"),
        (b"\x1f\x8b", "packed"),
    ],
)
def test_documents_and_archives_under_the_name_of_a_workbook(tmp_path, suffix, content, kind):
    (tmp_path / f"表{suffix}").write_bytes(content)
    refused(tmp_path / f"表{suffix}", kind)


@pytest.mark.parametrize("name", ["表.xlsx", "表.csv", "表.xls"])
def test_empty_file(tmp_path, name):
    (tmp_path / name).write_bytes(b"")
    refused(tmp_path / name, "empty; expected")


@pytest.mark.parametrize("name", ["表.lnk", "表.db", "表"])
def test_kinds_that_are_not_read(tmp_path, name):
    (tmp_path / name).write_bytes(b"x")
    refused(tmp_path / name, "of a kind that is not read")


@pytest.mark.parametrize("name", ["表.xlsx", "表.csv"])
@pytest.mark.parametrize(
    ("members", "kind"),
    [
        (["readme.txt"], "packed"),
        (["[Content_Types].xml", "word/document.xml"], "a document"),
        (["[Content_Types].xml", "xl\\workbook.xml"], "built unlike a workbook"),
    ],
)
def test_zip_that_is_no_workbook(tmp_path, name, members, kind):
    with zipfile.ZipFile(tmp_path / name, "w") as archive:
        for member in members:
            archive.writestr(member, "x")
    refused(tmp_path / name, kind)


def test_bomb_that_owns_up_to_its_size(tmp_path):
    with (
        zipfile.ZipFile(tmp_path / "表.xlsx", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(33):
            part.write(bytes(64 << 20))
    refused(tmp_path / "表.xlsx", "unpacks to more than 2 GiB")


def test_bomb_that_lies_about_its_size(tmp_path):
    made = book(tmp_path / "表.xlsx", ROWS)
    with (
        zipfile.ZipFile(made) as source,
        zipfile.ZipFile(tmp_path / "弹.xlsx", "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for member in source.namelist():
            content = source.read(member)
            copy.writestr(member, content + b" " * (9 << 20) if "sheet1" in member else content)
    forged = (tmp_path / "弹.xlsx").read_bytes()
    size = zipfile.ZipFile(tmp_path / "弹.xlsx").getinfo("xl/worksheets/sheet1.xml").file_size
    forged = forged.replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    (tmp_path / "弹.xlsx").write_bytes(forged)
    refused(tmp_path / "弹.xlsx", "damaged or cut short")


@pytest.mark.parametrize("place", [(1_048_575, 3), (1_048_575, 16_383), (20_000, 16_383)])
def test_stray_cell_far_outside_the_table(tmp_path, place):
    with xlsxwriter.Workbook(tmp_path / "表.xlsx") as workbook:
        page = workbook.add_worksheet()
        page.write_row(0, 0, ["行政村", "人数"])
        page.write(*place, "x")
    refused(tmp_path / "表.xlsx", "a cell far outside its table")


def test_entities(tmp_path):
    made = book(tmp_path / "表.xlsx", ROWS)
    bomb = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>'
    )
    for part in ("xl/workbook.xml", "xl/worksheets/sheet1.xml"):
        target = tmp_path / "实体.xlsx"
        refused(
            rewrite(made, target, part, b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>', bomb),
            "entities",
        )


def test_dates_and_times_of_every_kind():
    assert text_of(datetime(2018, 12, 31, 8, 30)) == "2018-12-31 08:30:00"
    assert text_of(date(2018, 12, 31)) == "2018-12-31"
    assert text_of(False) == "否"
    assert text_of(123456789012345.0) == "123456789012345"
    assert text_of(-0.00012) == "-0.00012"


@pytest.fixture
def new_reader(monkeypatch):
    """Another process reads workbooks apart, and its program may be changed."""
    reader = isolation._Reader()
    monkeypatch.setattr(isolation, "_reader", reader)
    yield
    reader.stop()


def test_reader_that_dies_takes_nothing_with_it(tmp_path, monkeypatch, new_reader):
    made = write_ods(tmp_path / "表.ods", "表", ROWS)
    with monkeypatch.context() as program:
        program.setattr(isolation, "_PROGRAM", "import os; os.abort()")
        refused(made, "damaged so badly")
    assert read(made)[0].head() == TEXT


def test_reader_that_comes_to_no_end(tmp_path, monkeypatch, new_reader):
    monkeypatch.setattr(isolation, "_PROGRAM", "import time; time.sleep(60)")
    monkeypatch.setattr(isolation, "_LONGEST_SECONDS", 0.2)
    refused(write_ods(tmp_path / "表.ods", "表", ROWS), "takes too long")


def test_panic_of_the_reader_is_a_damaged_file_and_no_noise(capfd):
    panic = type("PanicException", (BaseException,), {})
    with pytest.raises(UnreadableFile, match="damaged or cut short"), _panics():
        os.write(2, b"thread panicked at ...")
        raise panic("assertion failed")
    assert capfd.readouterr().err == ""
