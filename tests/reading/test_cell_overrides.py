"""Cells that are more than their value: errors, formulas never calculated, formats that scale, what nobody sees."""

import openpyxl
import pytest
import xlsxwriter
import xlwt

from pipelines.reading.cell_overrides import ShownAs, scale_of, shown_as
from tests.support.books import read
from tests.support.cells import ERROR_CODES, Percent
from tests.support.desk import LEDGER, Desk


@pytest.mark.parametrize("form", ["xlsx", "xls", "xlsb", "ods"])
def test_odd_cells_of_each_format(tmp_path, form):
    rows = [["行政村", Percent(0.7379)], [], ["", "", *ERROR_CODES], [Percent(1), "1%"]]
    path = getattr(Desk(tmp_path), form)(f"表.{form}", rows)
    (sheet,) = read(path)
    found = [[cell for cell in row if cell] for row in sheet.head()]
    assert found == [["行政村", "73.79%"], [], [*ERROR_CODES], ["100%", "1%"]]
    assert sheet.head()[2][2:] == [*ERROR_CODES]


def test_errors_and_uncalculated_formulas_are_not_blank(tmp_path):
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


@pytest.mark.parametrize(
    ("number_format", "scale"),
    [
        ("0!.0,", 4), ("0\\.0,", 4), ('0"."0,"万元"', 4), ("0!.0000", 4), ("#,##0,", 3), ("0.00,,", 6),
        ("0.00", 0), ("#,##0.00", 0), ("General", 0), ("yyyy-mm-dd", 0), ('0"元"', 0), ("0_ ", 0), ("[红色]0,", 3),
    ],
)  # fmt: skip
def test_by_how_much_a_format_shows_less(number_format, scale):
    assert scale_of(number_format) == scale


@pytest.mark.parametrize(
    ("number_format", "form"),
    [
        ('0.00"元"', ShownAs(0, "元")), ("#,##0\\元", ShownAs(0, "元")), ('#,##0"万""元"', ShownAs(0, "万元")),
        ('0!.0,"万元"', ShownAs(4, "万元")), ('0.00" 元 ";[红色]-0.00"元"', ShownAs(0, "元")), ("0.00_ ", None),
        ('0"元/亩"', None), ('"¥"#,##0.00', None), ('0"户"', None), ('yyyy"年"m"月"', None), ("General", None),
    ],
)  # fmt: skip
def test_the_unit_that_a_format_writes_behind_a_number(number_format, form):
    assert shown_as(number_format) == form


FUND = ["行政村", "项目名称", "资金年度"]


def funds(desk, header, number_format, form="xlsx"):
    """Two projects of 3 and 5, in cells of the format."""
    rows = [[*FUND, header], ["薛宅村", "路", "2018", 3], ["薛宅村", "桥", "2018", 5]]
    if form == "xlsx":
        with xlsxwriter.Workbook(desk.inbox / "账.xlsx") as book:
            page, style = book.add_worksheet(), book.add_format({"num_format": number_format})
            for number, row in enumerate(rows):
                page.write_row(number, 0, row[:3])
                page.write(number, 3, row[3], style)
    else:
        book = xlwt.Workbook(encoding="utf-8")
        page = book.add_sheet("表")
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                page.write(
                    number, column, cell, xlwt.easyxf(num_format_str=number_format if column == 3 else "@")
                )
        book.save(str(desk.inbox / "账.xls"))
    return desk.clean()


@pytest.mark.parametrize(
    ("header", "number_format", "yuan"),
    [("计划资金", '0.00"元"', [3, 5]), ("计划资金", '0"万元"', [30000, 50000]), ("计划资金(万元)", '0"万元"', [30000, 50000]),
     ("计划资金(元)", '0!.0,"万元"', [3, 5])],
)  # fmt: skip
def test_a_unit_that_a_format_shows_holds_where_no_other_is_stated(tmp_path, header, number_format, yuan):
    outcome = funds(Desk(tmp_path), header, number_format)
    assert (outcome.column("fund_ledger", "planned_yuan"), outcome.faults) == (yuan, [])


@pytest.mark.parametrize("form", ["xlsx", "xls"])
def test_a_format_that_contradicts_its_header_holds_the_column_back(tmp_path, form):
    outcome = funds(Desk(tmp_path), "计划资金(万元)", '0.00"元"', form)
    assert outcome.column("fund_ledger", "planned_yuan") == []
    assert outcome.marks == [("D2", "unit_contradicted"), ("D3", "unit_contradicted")]
    assert "“元”" in outcome.faults[0]["reason_zh"] and "“万元”" in outcome.faults[0]["reason_zh"]


def test_an_xlsx_is_read_as_its_sender_sees_it(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "表.xlsx") as book:
        page = book.add_worksheet("表")
        page.write_row(0, 0, ["项目", "资金(万元)"])
        page.write(1, 0, "路")
        page.write_number(1, 1, 51234, book.add_format({"num_format": "0!.0,"}))
        page.write(2, 0, "桥", book.add_format({"font_strikeout": True}))
        page.write_number(2, 1, 3)
        page.write_row(3, 0, ["井", 4])
        page.set_row(3, None, None, {"hidden": True})
    (sheet,) = read(tmp_path / "表.xlsx")
    assert sheet.head()[1:] == [["路", "5.1234"], ["桥", "3"], ["井", "4"]]
    assert (sheet.struck_rows, sheet.hidden_rows) == ((3,), (4,))


def test_an_xls_is_read_as_its_sender_sees_it(tmp_path):
    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet("表")
    page.write(0, 0, "资金(万元)")
    page.write(1, 0, 50000, xlwt.easyxf(num_format_str="0!.0,"))
    book.save(str(tmp_path / "表.xls"))
    (sheet,) = read(tmp_path / "表.xls")
    assert sheet.head() == [["资金(万元)"], ["5"]]


def test_hidden_and_struck_rows_are_reported(tmp_path):
    desk = Desk(tmp_path)
    with xlsxwriter.Workbook(desk.inbox / "账.xlsx") as book:
        page = book.add_worksheet()
        for number, row in enumerate(
            [LEDGER, *[["木棠镇", "薛宅村", "2018", f"路{n}", n] for n in (1, 2, 3)]]
        ):
            page.write_row(number, 0, row)
        page.write(2, 3, "路2", book.add_format({"font_strikeout": True}))
        page.set_row(3, None, None, {"hidden": True})
    outcome = desk.clean()
    reported = {finding["rule"]: finding["rows"] for finding in outcome.findings}
    assert (reported["struck_rows"], reported["hidden_rows"]) == (1, 1)
    assert outcome.sheet["accepted"] == 3
