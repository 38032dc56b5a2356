"""Pages of a feedback workbook: wrong cells marked, faults listed with what to do, vocabularies offered."""

import os
import re

import openpyxl
import pytest

from pipelines.quality.suspect_rows import SuspectRow
from pipelines.workbooks.feedback import write_feedback
from pipelines.workbooks.feedback_pages import COVER, LIST
from pipelines.workbooks.hidden_pages import OPTIONS
from tests.support.desk import LEDGER, PERSONS, REGISTERS, Desk, person
from tests.support.feedback import feedback
from tests.support.ledgers import ROAD


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


def test_wrong_cells_are_marked(desk):
    desk.csv("台账.csv", [["标题"], LEDGER, ROAD, [*ROAD[:4], "约500"], [*ROAD[:2], "18", "桥", "xx"]])
    path = feedback(desk)
    assert path.name == "木棠镇_2018_反馈.xlsx"
    assert os.name != "posix" or path.stat().st_mode & 0o777 == 0o600
    book = openpyxl.load_workbook(path)
    page = book["台账"]
    marked = {cell.coordinate: cell.comment.text for row in page for cell in row if cell.comment}
    assert set(marked) == {"E4", "C5", "E5"}
    assert "约数" in marked["E4"] and "请填一个确定的数" in marked["E4"]
    assert page["E4"].value == "约500" and page["E4"].fill.start_color.rgb == "FFFFC7CE"
    assert [cell.value for cell in page[2]] == list(LEDGER)
    reported = " ".join(str(cell.value) for row in book[COVER] for cell in row if cell.value is not None)
    assert "台账.csv" in reported and "最常见的错误" in reported


def test_formulas_are_neutralised(desk):
    hostile = "=cmd|' /C calc'!A0"
    desk.csv("台账.csv", [LEDGER, [*ROAD[:3], hostile, "约5"], [*ROAD[:3], "+1+1", "@SUM(A1)"]])
    page = openpyxl.load_workbook(feedback(desk))["台账"]
    assert {cell.data_type for row in page for cell in row if cell.value is not None} == {"s"}
    assert page["D2"].value == hostile


def test_rows_and_sheets_as_a_whole(desk):
    desk.csv("名单.csv", [PERSONS, person(1), person(1, 户编号="469003099999"), person(2)])
    desk.csv("缺列.csv", [["居民号" if title == "证件号码" else title for title in PERSONS], person(3)])
    desk.csv("错位.csv", [LEDGER, [*ROAD, "多"]])
    desk.write("坏.xlsx", b"x")
    book = openpyxl.load_workbook(feedback(desk))
    marked = {(page.title, cell.coordinate) for page in book for row in page for cell in row if cell.comment}
    assert marked == {("名单", "G2"), ("名单", "G3"), ("缺列", "A1"), ("错位", "A2")}
    assert "坏.xlsx" in {cell.value for cell in book[COVER]["A"]}


def test_cover_lists_in_chinese_what_was_not_read(desk):
    lacking = [["居民身份证号" if title == "证件号码" else title for title in PERSONS], person(3)]
    desk.csv("缺列.csv", lacking)
    desk.csv("重报.csv", lacking)
    desk.csv("封面.csv", [["2018年"]])
    for name in ("坏.xlsx", "坏.xls", "扫描.png", "报告.pdf"):
        desk.write(name, b"x")
    desk.write("空.csv", b"")
    reported = {row[0]: row[6] for row in openpyxl.load_workbook(feedback(desk))[COVER].values if row[6]}
    assert reported.keys() == {"文件", *(path.name for path in desk.inbox.iterdir())}
    assert "居民身份证号" in reported["缺列.csv"] and "请补上这一列" in reported["缺列.csv"]
    for sentence in reported.values():
        assert re.search("[一-鿿]{2}", sentence)
        assert not re.search("[a-z]+,? [a-z]+ [a-z]+", sentence)


def test_cover_and_sheets_are_made_to_be_read_and_printed(desk):
    lacking = [["居民身份证号" if title == "证件号码" else title for title in PERSONS], person(3)]
    desk.csv("缺列.csv", lacking)
    desk.csv("台账.csv", [["标题"], LEDGER, ROAD, [*ROAD[:4], "约500"]])
    book = openpyxl.load_workbook(feedback(desk))
    cover = book[COVER]
    [reported] = [row for row in cover.iter_rows() if row[0].value == "缺列.csv"]
    assert reported[6].alignment.wrap_text and reported[0].fill.start_color.rgb == "FFFFC7CE"
    shown = cover.row_dimensions[reported[0].row].height / 15 * cover.column_dimensions["G"].width
    assert shown >= len(reported[6].value.encode("gb18030"))
    for page in book.worksheets[:4]:
        assert page.sheet_properties.pageSetUpPr.fitToPage and page.page_setup.orientation == "landscape"
    assert book["台账"].freeze_panes == "A3"
    assert book["台账"]["E4"].comment.height >= 18 * 2


def test_names_of_sheets_that_excel_would_refuse(desk):
    desk.csv("木棠镇[2018]年度扶贫专项资金项目台账(最终版本第二次修改).csv", [LEDGER, [*ROAD[:4], "约5"]])
    desk.csv("木棠镇[2018]年度扶贫专项资金项目台账(最终版本第二次修改)(2).csv", [LEDGER, [*ROAD[:4], "约6"]])
    names = openpyxl.load_workbook(feedback(desk)).sheetnames
    assert len(set(names)) == 6 and max(map(len, names)) <= 31


def test_a_fault_is_red_also_in_a_row_that_is_doubted(desk):
    desk.csv("台账.csv", [LEDGER, ROAD, [*ROAD[:4], "约500"]])
    cleaned = desk.clean().cleaned
    doubts = [SuspectRow("台账.csv", "", row, "金额过小") for row in (2, 3)]
    path = write_feedback(cleaned.delivery, cleaned.pieces, desk.folder / "feedback", REGISTERS, doubts)
    book = openpyxl.load_workbook(path)
    red, yellow = "FFFFC7CE", "FFFFEB9C"
    assert [cell.fill.start_color.rgb for cell in book["台账"][3]] == [*[yellow] * 4, red]
    assert {cell.fill.start_color.rgb for cell in book["台账"][2]} == {yellow}
    reported = [row[1:4] for row in book[LIST].iter_rows(min_row=2, values_only=True)]
    assert reported == [("有错", "台账", "E3"), ("存疑", "台账", "第2行"), ("存疑", "台账", "第3行")]


def test_cover_names_the_ledger_of_each_sheet_and_fault(desk):
    desk.csv("一.csv", [LEDGER, [*ROAD[:4], "约500"]])
    desk.csv("二.csv", [PERSONS, person(1, 脱贫属性="待定")])
    cover = list(openpyxl.load_workbook(feedback(desk))[COVER].values)
    assert {row[0]: row[2] for row in cover if row[0] in ("一.csv", "二.csv")} == {
        "一.csv": REGISTERS["fund_ledger"].title,
        "二.csv": REGISTERS["persons"].title,
    }
    assert {row[0]: row[2] for row in cover if row[0] in ("下达资金", "脱贫属性")} == {
        "下达资金": REGISTERS["fund_ledger"].title,
        "脱贫属性": REGISTERS["persons"].title,
    }


def test_faults_are_listed_with_what_to_do_and_where(desk):
    desk.csv("台账.csv", [LEDGER, ROAD, [*ROAD[:4], "约500"], [*ROAD[:2], "18", "桥", "3"]])
    page = openpyxl.load_workbook(feedback(desk))[LIST]
    assert [cell.value for cell in page[1]] == [
        "序号", "类别", "本簿中的工作表", "位置", "列名", "填写的内容", "问题", "怎么改",
    ]  # fmt: skip
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=2)]
    assert [row[:6] for row in rows] == [
        [1, "有错", "台账", "E3", "下达资金", "约500"],
        [2, "有错", "台账", "C4", "资金年度", "18"],
    ]
    assert rows[0][7] == "请填一个确定的数"
    assert page["D2"].hyperlink.location == "'台账'!E3"


def test_vocabularies_become_drop_downs(desk):
    desk.csv("名单.csv", [PERSONS, person(1), person(2, 脱贫属性="待定")])
    book = openpyxl.load_workbook(feedback(desk))
    column = openpyxl.utils.get_column_letter(PERSONS.index("脱贫属性") + 1)
    [offered] = [v for v in book["名单"].data_validations.dataValidation if f"{column}2" in str(v.sqref)]
    assert str(offered.sqref) == f"{column}2:{column}3"
    [(letter, last)] = re.findall(rf"'{OPTIONS}'!\$(\w+)\$1:\$\w+\$(\d+)", offered.formula1)
    terms = [book[OPTIONS][f"{letter}{row}"].value for row in range(1, int(last) + 1)]
    assert {"已脱贫", "未脱贫", "返贫"} <= set(terms)
    assert book[OPTIONS].sheet_state == "hidden"
