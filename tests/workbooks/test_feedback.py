"""The feedback workbook: the sender's own sheets with the wrong cells marked; mended, it clears the rows."""

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font

from pipelines.quality.suspect_rows import SuspectRow
from pipelines.reading.origin import ORIGIN_SHEET, read_origins
from pipelines.workbooks.feedback import Decision, for_clerks, is_current, write_feedback
from pipelines.workbooks.feedback_pages import COVER, LIST
from pipelines.workbooks.hidden_pages import OPTIONS
from tests.support.desk import LEDGER, PERSONS, REGISTERS, Desk, person
from tests.support.feedback import feedback
from tests.support.ledgers import ROAD


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


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


def test_without_faults_there_is_no_workbook(desk):
    desk.csv("台账.csv", [LEDGER, ROAD])
    assert feedback(desk) is None
    assert not (desk.folder / "feedback").exists()


def test_where_no_sheet_can_be_read_the_files_themselves_are_to_be_mended(desk):
    desk.write("台账.xlsx", b"PK torn off")
    book = openpyxl.load_workbook(feedback(desk))
    notes = " ".join(str(row[0]) for row in book[COVER].iter_rows(max_row=4, values_only=True))
    assert "重报原文件" in notes and "发回" not in notes


def test_doubtful_rows_are_marked_and_rewritten_only_when_something_changed(desk):
    desk.csv("台账.csv", [LEDGER, ROAD, [*ROAD[:3], "桥", "2"]])
    cleaned = desk.clean().cleaned
    doubt = SuspectRow("台账.csv", "", 3, "金额过小")
    path = write_feedback(cleaned.delivery, cleaned.pieces, desk.folder / "feedback", REGISTERS, [doubt])
    assert path
    book = openpyxl.load_workbook(path)
    page = book["台账"]
    assert {cell.coordinate: cell.comment.text for row in page for cell in row if cell.comment} == {
        "A3": "存疑：金额过小；请核实，有误的请改正"
    }
    assert {cell.fill.start_color.rgb for cell in page[3]} == {"FFFFEB9C"}
    reported = [[cell.value for cell in row] for row in book[LIST]]
    assert reported[1] == [1, "存疑", "台账", "第3行", "", "", "金额过小", "请核实，有误的请改正"]
    assert is_current(path, cleaned.pieces, [doubt])
    assert not is_current(path, cleaned.pieces, [])
    path.write_bytes(b"cut short")
    assert not is_current(path, cleaned.pieces, [doubt])


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


def test_what_the_build_warns_of_is_in_the_list(desk):
    """A total of 1,800 under rows of 1,000 and 500: the rows count, and the sender is told with the place of the sheet."""
    desk.csv("台账.csv", [LEDGER, ROAD, [*ROAD[:3], "桥", "500"], ["合计", "", "", "", "1800"]])
    [line] = list(openpyxl.load_workbook(feedback(desk))[LIST].iter_rows(min_row=2, values_only=True))
    assert line[1:4] == ("存疑", "台账", "整张表")
    assert "1800" in line[6] and "1500" in line[6] and line[7]


def test_a_warning_about_no_sheet_is_on_the_cover(desk):
    desk.csv("台账.csv", [LEDGER, ROAD])
    desk.write("delivery.yml", "sheets: [{file: 台帐.csv, counts: false}]")
    book = openpyxl.load_workbook(feedback(desk))
    assert book[LIST].max_row == 1
    cover = [cell.value for row in book[COVER].iter_rows() for cell in row if cell.value]
    assert any("台帐.csv" in str(text) for text in cover)


def sent_back(desk, path, mend=lambda book: None, name="木棠镇_2018_反馈.xlsx"):
    """The feedback workbook as a clerk saves it into the folder, mended."""
    book = openpyxl.load_workbook(path)
    mend(book)
    book.save(desk.inbox / name)


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


TWO_SHEETS = [LEDGER, ROAD, [*ROAD[:4], "约500"]], [LEDGER, [*ROAD[:3], "桥", "30"]]


def without_bridge(book):
    book["台账 Sheet1"]["E3"] = 500
    del book["台账 Sheet2"]


def test_a_sheet_whose_page_was_deleted_counts_as_it_was_first_sent(desk):
    """1000 and 500 yuan of the first page, and the 30 of the sheet that has no page any more."""
    desk.xlsx("台账.xlsx", *TWO_SHEETS)
    sent_back(desk, feedback(desk), without_bridge)
    outcome = desk.clean()
    assert outcome.column("fund_ledger", "allocated_yuan") == [30, 1000, 500]
    assert [one["rule"] for one in outcome.findings if one["rule"] == "deleted_page"] == ["deleted_page"]


def test_a_page_and_its_file_that_are_both_gone_are_named(desk):
    desk.xlsx("台账.xlsx", *TWO_SHEETS)
    sent_back(desk, feedback(desk), without_bridge)
    (desk.inbox / "台账.xlsx").unlink()
    [lost] = [one for one in desk.clean().faults if one["rule"] == "lost_page"]
    assert (lost["sheet"], lost["level"]) == ("台账 Sheet2", "sheet") and "台账.xlsx Sheet2" in lost[
        "reason_zh"
    ]
    line = "sheets: [{file: 木棠镇_2018_反馈.xlsx, sheet: 台账 Sheet2, counts: false}]"
    assert line in lost["reason_zh"]
    desk.write("delivery.yml", line)
    outcome = desk.clean()
    assert outcome.faults == [] and outcome.column("fund_ledger", "allocated_yuan") == [1000, 500]


@pytest.mark.parametrize(("unit", "period"), [("木棠镇", "2019"), ("中和镇", "2018")])
def test_a_workbook_in_another_folder_does_not_count_there(tmp_path, desk, unit, period):
    desk.csv("台账.csv", [LEDGER, ROAD, [*ROAD[:4], "约500"]])
    other = Desk(tmp_path / "other", unit=unit, period=period)
    sent_back(other, feedback(desk))
    outcome = other.clean()
    assert outcome.rows("fund_ledger") == []
    [held] = [one for one in outcome.faults if one["rule"] == "feedback_elsewhere"]
    assert "木棠镇/2018" in held["reason_zh"]


def test_rows_that_were_deleted_from_a_page_are_told(desk):
    desk.csv("台账.csv", [LEDGER, ROAD, [*ROAD[:4], "约500"], [*ROAD[:3], "桥", "30"]])
    sent_back(desk, feedback(desk), lambda book: book["台账"].delete_rows(4))
    assert [one["rows"] for one in desk.clean().findings if one["rule"] == "missing_page_rows"] == [1]


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
    assert read_origins(second).present["台账"][-1].file == "台账.csv"

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
        Decision("新.csv", "", "undecided", "说法不同;在 delivery.yml 中写明"),
    ]
    path = write_feedback(cleaned.delivery, cleaned.pieces, folder, REGISTERS, decided=decided)
    assert path
    book = openpyxl.load_workbook(path)
    assert "旧" not in book.sheetnames
    reported = [row[2:7] for row in book[LIST].iter_rows(min_row=2, values_only=True)]
    assert reported == [("新", "整张表", "", "", "说法不同"), ("新", "E2", "下达资金", "约6", reported[1][4])]
    assert is_current(path, cleaned.pieces, [], decided) and not is_current(path, cleaned.pieces, [])


def test_a_clerk_is_sent_to_no_file_of_the_steward(desk):
    assert for_clerks("请补上这一列后重报；也可由数据管理员在 delivery.yml 中写明。") == "请补上这一列后重报"
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
