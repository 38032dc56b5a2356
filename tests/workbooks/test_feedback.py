"""The feedback workbook: the sender's own sheets with the wrong cells marked; mended, it clears the rows."""

import os
import re

import openpyxl
import pytest

from pipelines.quality.suspect_rows import SuspectRow
from pipelines.workbooks.feedback import COVER, is_current, write_feedback
from tests.support.desk import LEDGER, PERSONS, Desk, person

ROAD = ["木棠镇", "薛宅村", "2018", "道路", "1000"]


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


def feedback(desk):
    cleaned = desk.clean().cleaned
    return write_feedback(cleaned.delivery, cleaned.pieces, desk.folder / "feedback")


def test_wrong_cells_are_marked_where_they_stand(desk):
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
    told = " ".join(str(cell.value) for row in book[COVER] for cell in row if cell.value is not None)
    assert "台账.csv" in told and "最常见的错误" in told


def test_mended_and_sent_back_it_clears_the_rows(desk):
    desk.xlsx("台账.xlsx", [LEDGER, ROAD, [*ROAD[:4], "约500"]])
    book = openpyxl.load_workbook(feedback(desk))
    book["台账 Sheet1"]["E3"] = "500"
    (desk.inbox / "台账.xlsx").unlink()
    book.save(desk.inbox / "台账(改).xlsx")
    outcome = desk.clean()
    assert outcome.marks == []
    assert outcome.column("fund_ledger", "allocated_yuan") == [1000, 500]
    assert feedback(desk) is None


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


def test_cover_tells_the_sender_in_chinese_what_was_not_read(desk):
    lacking = [["居民身份证号" if title == "证件号码" else title for title in PERSONS], person(3)]
    desk.csv("缺列.csv", lacking)
    desk.csv("重报.csv", lacking)
    desk.csv("封面.csv", [["2018年"]])
    for name in ("坏.xlsx", "坏.xls", "扫描.png", "报告.pdf"):
        desk.write(name, b"x")
    desk.write("空.csv", b"")
    told = {row[0]: row[5] for row in openpyxl.load_workbook(feedback(desk))[COVER].values if row[5]}
    assert told.keys() == {"文件", *(path.name for path in desk.inbox.iterdir())}
    assert "居民身份证号" in told["缺列.csv"] and "请补上这一列" in told["缺列.csv"]
    for sentence in told.values():
        assert re.search("[一-鿿]{2}", sentence)
        assert not re.search("[a-z]+,? [a-z]+ [a-z]+", sentence)


def test_cover_and_sheets_are_made_to_be_read_and_printed(desk):
    lacking = [["居民身份证号" if title == "证件号码" else title for title in PERSONS], person(3)]
    desk.csv("缺列.csv", lacking)
    desk.csv("台账.csv", [["标题"], LEDGER, ROAD, [*ROAD[:4], "约500"]])
    book = openpyxl.load_workbook(feedback(desk))
    cover = book[COVER]
    [told] = [row for row in cover.iter_rows() if row[0].value == "缺列.csv"]
    assert told[5].alignment.wrap_text and told[0].fill.start_color.rgb == "FFFFC7CE"
    shown = cover.row_dimensions[told[0].row].height / 15 * cover.column_dimensions["F"].width
    assert shown >= len(told[5].value.encode("gb18030"))
    for page in book:
        assert page.sheet_properties.pageSetUpPr.fitToPage and page.page_setup.orientation == "landscape"
    assert book["台账"].freeze_panes == "A3"
    assert book["台账"]["E4"].comment.height >= 18 * 2


def test_names_of_sheets_that_excel_would_refuse(desk):
    desk.csv("木棠镇[2018]年度扶贫专项资金项目台账(最终版本第二次修改).csv", [LEDGER, [*ROAD[:4], "约5"]])
    desk.csv("木棠镇[2018]年度扶贫专项资金项目台账(最终版本第二次修改)(2).csv", [LEDGER, [*ROAD[:4], "约6"]])
    names = openpyxl.load_workbook(feedback(desk)).sheetnames
    assert len(set(names)) == 3 and max(map(len, names)) <= 31


def test_nothing_to_say_writes_nothing(desk):
    desk.csv("台账.csv", [LEDGER, ROAD])
    assert feedback(desk) is None
    assert not (desk.folder / "feedback").exists()


def test_doubtful_rows_are_marked_and_said_again_only_when_something_changed(desk):
    desk.csv("台账.csv", [LEDGER, ROAD, [*ROAD[:3], "桥", "2"]])
    cleaned = desk.clean().cleaned
    doubt = SuspectRow("台账.csv", "", 3, "金额过小")
    path = write_feedback(cleaned.delivery, cleaned.pieces, desk.folder / "feedback", [doubt])
    assert path
    book = openpyxl.load_workbook(path)
    page = book["台账"]
    assert {cell.coordinate: cell.comment.text for row in page for cell in row if cell.comment} == {
        "A3": "存疑:金额过小"
    }
    assert {cell.fill.start_color.rgb for cell in page[3]} == {"FFFFEB9C"}
    told = [[cell.value for cell in row] for row in book[COVER]]
    assert ["台账.csv", "", 1, "", "", "金额过小"] in told
    assert is_current(path, cleaned.pieces, [doubt])
    assert not is_current(path, cleaned.pieces, [])
    path.write_bytes(b"cut short")
    assert not is_current(path, cleaned.pieces, [doubt])
