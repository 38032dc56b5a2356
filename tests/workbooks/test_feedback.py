"""The feedback workbook: the sender's own sheets with the wrong cells marked; mended, it clears the rows."""

import os
import re

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font

from pipelines.quality.suspect_rows import SuspectRow
from pipelines.reading.origin import ORIGIN_SHEET, feedback_origin
from pipelines.workbooks.feedback import Decision, for_clerks, is_current, write_feedback
from pipelines.workbooks.feedback_pages import COVER, LIST, OPTIONS
from tests.support.desk import LEDGER, PERSONS, REGISTERS, Desk, person

ROAD = ["木棠镇", "薛宅村", "2018", "道路", "1000"]


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


def feedback(desk):
    cleaned = desk.clean().cleaned
    return write_feedback(cleaned.delivery, cleaned.pieces, desk.folder / "feedback", REGISTERS)


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


def test_without_faults_there_is_no_workbook(desk):
    desk.csv("台账.csv", [LEDGER, ROAD])
    assert feedback(desk) is None
    assert not (desk.folder / "feedback").exists()


def test_doubtful_rows_are_marked_and_rewritten_only_when_something_changed(desk):
    desk.csv("台账.csv", [LEDGER, ROAD, [*ROAD[:3], "桥", "2"]])
    cleaned = desk.clean().cleaned
    doubt = SuspectRow("台账.csv", "", 3, "金额过小")
    path = write_feedback(cleaned.delivery, cleaned.pieces, desk.folder / "feedback", REGISTERS, [doubt])
    assert path
    book = openpyxl.load_workbook(path)
    page = book["台账"]
    assert {cell.coordinate: cell.comment.text for row in page for cell in row if cell.comment} == {
        "A3": "存疑:金额过小;请核实,有误的请改正"
    }
    assert {cell.fill.start_color.rgb for cell in page[3]} == {"FFFFEB9C"}
    reported = [[cell.value for cell in row] for row in book[LIST]]
    assert reported[1] == [1, "存疑", "台账", "第3行", "", "", "金额过小", "请核实,有误的请改正"]
    assert is_current(path, cleaned.pieces, [doubt])
    assert not is_current(path, cleaned.pieces, [])
    path.write_bytes(b"cut short")
    assert not is_current(path, cleaned.pieces, [doubt])


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


def test_a_column_that_a_sheet_lacks_is_one_line_and_no_reason_to_write(desk):
    desk.csv("台账.csv", [LEDGER, ROAD])
    lacking = SuspectRow("台账.csv", "", 0, "没有“文化程度”列:未填写(40 行)")
    cleaned = desk.clean().cleaned
    folder = desk.folder / "feedback"
    assert write_feedback(cleaned.delivery, cleaned.pieces, folder, REGISTERS, [lacking]) is None
    desk.csv("台账.csv", [LEDGER, [*ROAD[:4], "约500"]])
    cleaned = desk.clean().cleaned
    path = write_feedback(cleaned.delivery, cleaned.pieces, folder, REGISTERS, [lacking])
    reported = [row[1:7] for row in openpyxl.load_workbook(path)[LIST].iter_rows(min_row=2, values_only=True)]
    assert reported[1] == ("存疑", "台账", "整张表", "", "", "没有“文化程度”列:未填写(40 行)")


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


def sent_back(desk, path, mend=lambda book: None, name="木棠镇_2018_反馈.xlsx"):
    """The feedback workbook as a clerk saves it into the folder, mended."""
    book = openpyxl.load_workbook(path)
    mend(book)
    book.save(desk.inbox / name)


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


def test_sent_back_beside_the_file_it_replaces_its_sheets(desk):
    desk.xlsx("台账.xlsx", [LEDGER, ROAD, [*ROAD[:4], "约500"]], [LEDGER, [*ROAD[:3], "桥", "30"]])
    path = feedback(desk)
    assert {"台账 Sheet1", "台账 Sheet2"} <= set(openpyxl.load_workbook(path).sheetnames), "no sheet is lost"

    def mend(book):
        book["台账 Sheet1"]["E3"] = 500

    sent_back(desk, path, mend)
    outcome = desk.clean()
    assert outcome.marks == []
    assert outcome.column("fund_ledger", "allocated_yuan") == [1000, 500, 30]
    assert {row["file"] for row in outcome.rows("fund_ledger")} == {"木棠镇_2018_反馈.xlsx"}
    became = {(sheet["file"], sheet["sheet"]): sheet["status"] for sheet in outcome.sheets}
    assert sum(sheet["rows_read"] for sheet in outcome.sheets) == 2 * (3 + 2), "own pages hold no rows"
    assert not {sheet for _, sheet in became} & {COVER, LIST, OPTIONS, ORIGIN_SHEET}
    assert became["台账.xlsx", "Sheet1"] == became["台账.xlsx", "Sheet2"] == "superseded"
    rules = {s["sheet"]: s["rule"] for s in outcome._table("_statements") if s["role"] in ("void", "other")}
    assert rules == {
        **dict.fromkeys(("Sheet1", "Sheet2"), "replaced_by_feedback"),
        **dict.fromkeys((COVER, LIST, OPTIONS, ORIGIN_SHEET), "feedback_page"),
    }
    assert feedback(desk) is None


def test_a_file_that_changed_since_is_not_replaced_unseen(desk):
    desk.csv("台账.csv", [LEDGER, ROAD, [*ROAD[:4], "约500"]])
    sent_back(desk, feedback(desk))
    desk.csv("台账.csv", [LEDGER, [*ROAD[:4], "1001"], [*ROAD[:3], "桥", "500"]])
    assert [sheet["status"] for sheet in desk.clean().sheets if sheet["file"] == "台账.csv"] == ["read"]


def test_what_is_still_wrong_comes_back_alone(desk):
    desk.csv("台账.csv", [LEDGER, ROAD, [*ROAD[:4], "约500"], [*ROAD[:3], "桥", "约6"]])

    def mend(book):
        book["台账"]["E3"] = "500"

    sent_back(desk, feedback(desk), mend)
    second = feedback(desk)
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(second)[LIST].iter_rows(min_row=2)]
    assert [row[:6] for row in rows] == [[1, "有错", "台账", "E4", "下达资金", "约6"]]
    assert feedback_origin(second)["台账"][-1].file == "台账.csv"

    def mend_rest(book):
        book["台账"]["E4"] = "6"

    (desk.inbox / "木棠镇_2018_反馈.xlsx").unlink()  # the second workbook replaces the file itself, too
    sent_back(desk, second, mend_rest, "第二次反馈.xlsx")
    outcome = desk.clean()
    assert outcome.marks == [] and outcome.column("fund_ledger", "allocated_yuan") == [1000, 500, 6]


def test_a_merged_header_is_read_again(desk):
    rows = [
        ["乡镇", "行政村", "资金年度", "项目名称", "资金(元)", ""],
        ["", "", "", "", "下达", "支出"],
        [*ROAD, "900"],
        [*ROAD[:3], "桥", "约2", "1"],
    ]
    desk.xlsx("台账.xlsx", rows, merged=["A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:F1"])
    before = desk.clean()
    sent_back(desk, feedback(desk))
    (desk.inbox / "台账.xlsx").unlink()
    after = desk.clean()
    for name in ("allocated_yuan", "paid_yuan"):
        assert after.column("fund_ledger", name) == before.column("fund_ledger", name) != []
    assert after.marks == before.marks


def test_days_that_count_from_1904_still_do(desk):
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    for row in [PERSONS, person(1, 脱贫属性="待定")]:
        book.active.append(row)
    book.save(desk.inbox / "名单.xlsx")
    assert openpyxl.load_workbook(feedback(desk)).epoch == openpyxl.utils.datetime.CALENDAR_MAC_1904


def test_a_sheet_that_is_too_long_is_listed_and_replaces_nothing(desk, monkeypatch):
    monkeypatch.setattr("pipelines.workbooks.feedback.MOST_WHOLE_ROWS", 100)
    desk.csv("长.csv", [LEDGER, *([*ROAD[:3], f"路{n}", "5"] for n in range(120)), [*ROAD[:4], "约500"]])
    desk.csv("短.csv", [LEDGER, [*ROAD[:3], "桥", "30"]])
    path = feedback(desk)
    page = openpyxl.load_workbook(path)["长"]
    assert page["E122"].value == "约500" and page["E100"].value is None
    sent_back(desk, path)
    outcome = desk.clean()
    assert len(outcome.rows("fund_ledger")) == 121
    assert [s["rule"] for s in outcome._table("_statements") if s["sheet"] == "长"] == ["feedback_extract"]
    reported = " ".join(str(cell.value) for row in openpyxl.load_workbook(path)[COVER] for cell in row)
    assert "请在原文件中改正后重报原文件" in reported


def test_sheets_that_another_replaced_are_not_spoken_of(desk):
    desk.csv("旧.csv", [LEDGER, [*ROAD[:4], "约5"]])
    desk.csv("新.csv", [LEDGER, [*ROAD[:4], "约6"]])
    cleaned = desk.clean().cleaned
    folder = desk.folder / "feedback"
    decided = [
        Decision("旧.csv", "", "superseded", "由“新.csv”整表替代"),
        Decision("新.csv", "", "held_back", "说法不同;在 delivery.yml 中写明"),
    ]
    path = write_feedback(cleaned.delivery, cleaned.pieces, folder, REGISTERS, decided=decided)
    assert path
    book = openpyxl.load_workbook(path)
    assert "旧" not in book.sheetnames
    reported = [row[2:7] for row in book[LIST].iter_rows(min_row=2, values_only=True)]
    assert reported == [("新", "整张表", "", "", "说法不同"), ("新", "E2", "下达资金", "约6", reported[1][4])]
    assert is_current(path, cleaned.pieces, [], decided) and not is_current(path, cleaned.pieces, [])


def test_a_clerk_is_sent_to_no_file_of_the_steward(desk):
    assert for_clerks("请补上这一列后重报;也可由数据管理员在 delivery.yml 中写明。") == "请补上这一列后重报"
    assert for_clerks("") == ""
    assert for_clerks("由数据管理员在 delivery.yml 中写明") == "请告知数据管理员"
    ledger = [title.replace("(元)", "") for title in LEDGER]
    desk.csv("台账.csv", [ledger, ROAD])
    desk.csv("缺列.csv", [["居民号" if title == "证件号码" else title for title in PERSONS], person(3)])
    book = openpyxl.load_workbook(feedback(desk))
    texts = [str(cell.value) for page in book for row in page for cell in row if cell.value]
    texts += [cell.comment.text for page in book for row in page for cell in row if cell.comment]
    assert [text for text in texts if ".yml" in text] == []
    assert any("请在表头或表名下的单位行注明" in text for text in texts)


def test_hidden_struck_and_commented_places_are_listed_and_stay_so_when_sent_back(desk):
    path = desk.xlsx(
        "台账.xlsx", [[*LEDGER, "支出资金(元)"], *([*ROAD[:3], f"路{n}", 10, 8] for n in range(6))]
    )
    book = openpyxl.load_workbook(path)
    page = book.active
    page["F2"].comment = Comment("未支付", "张会计")
    page["D3"].comment = Comment("另附图纸", "张会计")
    page["D7"].font = Font(strike=True)
    for row in (4, 5):
        page.row_dimensions[row].hidden = True
    book.save(path)
    book = openpyxl.load_workbook(feedback(desk))
    listed = [(row[1].value, row[3].value, row[6].value) for row in book[LIST].iter_rows(min_row=2)]
    assert [(kind, place) for kind, place, _ in listed] == [
        ("有错", "F2"), ("存疑", "F2"), ("存疑", "D3"), ("存疑", "第4行"), ("存疑", "第7行"),
    ]  # fmt: skip
    assert "第 4—5 行" in listed[3][2] and "“另附图纸”" in listed[2][2] and "划去" in listed[4][2]
    path.unlink()
    book.save(desk.inbox / "台账(改).xlsx")
    outcome = desk.clean()
    assert outcome.marks == [("F2", "comment_takes_back")]
    assert outcome.column("fund_ledger", "paid_yuan") == [None, 8, 8, 8, 8, 8]
    assert {finding["rule"]: finding["rows"] for finding in outcome.findings} == {
        "struck_rows": 1,
        "comments": 2,
    }
