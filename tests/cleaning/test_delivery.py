"""A delivery from files to pieces: every row accounted for, every fault at its cell, every refusal a sentence."""

import os
from datetime import date
from decimal import Decimal

import pytest

from pipelines.cleaning import delivery as cleaning
from pipelines.common.errors import UserError
from pipelines.deliveries.intake import take_in
from tests.support.desk import LEDGER, PERSONS, Desk, ledger, person


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


ROAD = ["木棠镇", "薛宅村", "2018", "道路", "1000"]


# -- rows -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["csv", "xlsx", "xls"])
def test_faults_stand_at_the_cells_that_the_sender_sees(desk, kind):
    rows = [
        ["标题"],
        LEDGER,
        ROAD,
        ["木棠镇", "xx村", "2018", "桥", "约500"],
        ["木棠镇", "长岭村", "18", "井", "5"],
    ]
    getattr(desk, kind)(f"表.{kind}", rows)
    outcome = desk.clean()
    assert sorted(outcome.marks) == [
        ("B4", "masked_value"),
        ("C5", "not_a_year"),
        ("E4", "approximate_value"),
    ]
    fault = next(fault for fault in outcome.faults if fault["cell"] == "E4")
    assert fault["file"] == f"表.{kind}" and fault["row"] == 4 and fault["raw"] == "约500"
    assert (fault["header"], fault["register"]) == ("下达资金", "fund_ledger")
    assert (outcome.sheet["rows_read"], outcome.sheet["accepted"], outcome.sheet["quarantined"]) == (5, 1, 2)


def test_lines_of_a_text_file_are_counted_through_quoted_line_breaks(desk):
    desk.csv("表.csv", [LEDGER, [*ROAD[:3], "修路\n两公里\n硬化", "1000"], [*ROAD[:4], "约5"]])
    assert desk.clean().marks == [("E5", "approximate_value")]


def test_cells_beyond_column_z(desk):
    extra = [f"备用{number}" for number in range(800)]
    row = [*ROAD[:4], *[""] * 800, "约5"]
    desk.csv("表.csv", [[*LEDGER[:4], *extra, LEDGER[4]], row])
    assert desk.clean().marks == [("ADY2", "approximate_value")]


@pytest.mark.parametrize(
    "total",
    [
        ["合计", "", "", "", "1000"],
        ["合計", "", "", "", "1000"],
        ["", "", "總　計：", "", "1000"],
        ["", "合　计", "", "", "1000"],
        ["", "", "小 计", "", "1000"],
        ["总计:", "", "", "", "1000"],
        ["", "2018年度全镇扶贫项目资金合计", "", "", "1000"],
        ["合计（万元）", "", "", "", "1000"],
        ["共计 1 个项目", "", "", "", "1000"],
        ["填表人:王甲一", "", "", "", ""],
        ["注1：本表由镇扶贫办填写", "", "", "", ""],
        ["", "", "", "", ""],
        list(LEDGER),
        ["木棠镇资金台账", "", "", "", ""],
    ],
    ids=lambda row: "".join(row) or "blank",
)
@pytest.mark.parametrize("place", ["first", "between", "last"])
def test_totals_footers_blanks_and_repeated_headers_are_no_data(desk, total, place):
    data = [ROAD, [*ROAD[:3], "桥", "20"]]
    data.insert({"first": 0, "between": 1, "last": 2}[place], total)
    desk.xlsx("表.xlsx", [["木棠镇资金台账", "", "", "", ""], LEDGER, *data])
    outcome = desk.clean()
    assert outcome.marks == []
    assert outcome.column("fund_ledger", "project_name") == ["道路", "桥"]


@pytest.mark.parametrize(
    "row",
    [
        ["", "", "", "说明:由修桥改为修路", "20"],
        ["", "", "", "统计人员", "1,000.5"],
        ["", "", "", "负责人", "20"],
        ["", "", "", "第一合作社(章)", "20"],
        ["木棠镇", "薛宅村", "2018", "总计划外的桥", "20"],
        ["木棠镇", "薛宅村", "2018", "小计量泵站", "20"],
        ["木棠镇", "薛宅村", "2018", "總計劃外的橋", "20"],
    ],
    ids=lambda row: row[3],
)
def test_rows_with_an_amount_are_data_whatever_their_words(desk, row):
    desk.csv("表.csv", ledger(ROAD, row))
    assert desk.clean().sheet["accepted"] == 2


def test_a_figure_with_an_id_of_its_own_is_no_total(desk):
    header = ["数据编号", "主题", "指标", "数据期间", "数值", "单位", "来源"]
    rows = [
        ["1", "脱贫", "累计", "2018", "5", "户", "报告"],
        ["2", "合计", "户数", "2018", "5", "户", "报告"],
    ]
    desk.csv("表.csv", [header, *rows, ["合计", "", "", "", "10", "", ""]])
    outcome = desk.clean()
    assert (outcome.sheet["accepted"], outcome.sheet["non_data"]) == (2, 2)


def test_a_numbered_heading_is_no_data_unless_nothing_is_below_it(desk):
    header = ["序号", "行政村", "项目名称", "下达资金(元)"]
    rows = [
        ["一", "", "产业", ""],
        ["(一)", "", "养殖", "30"],
        ["1", "薛宅村", "鸡", "10"],
        ["2", "薛宅村", "鸭", "20"],
        ["二", "薛宅村", "光伏", "100"],
        ["三", "", "道路", "50"],
        ["", "薛宅村", "路", "50"],
        ["四", "薛宅村", "桥", "60"],
        ["", "合计", "", "240"],
    ]
    desk.csv("表.csv", [header, *rows])
    outcome = desk.clean()
    assert outcome.column("fund_ledger", "project_name") == ["鸡", "鸭", "光伏", "路", "桥"]
    assert outcome.findings == []


def test_a_person_whose_name_sounds_like_a_total_is_a_person(desk):
    header = ["姓名", *[title for title in PERSONS if title != "姓名"]]
    at = PERSONS.index("姓名")
    rows = []
    for number, name in enumerate(["王小计", "合计", "张总计"], start=1):
        row = person(number)
        rows.append([name, *row[:at], *row[at + 1 :]])
    desk.csv("表.csv", [header, *rows, ["合计", *[""] * 11]])
    outcome = desk.clean()
    assert (outcome.sheet["accepted"], outcome.sheet["non_data"]) == (3, 2)


def test_repeated_two_row_headers_are_no_data(desk):
    header = [["乡镇", "行政村", "年度", "项目名称", "资金(元)", ""], ["", "", "", "", "下达", "拨付"]]
    row = ["木棠镇", "薛宅村", "2018", "道路", "10", "5"]
    desk.csv("表.csv", [*header, row, *header, [*row[:3], "桥", "1", "1"]])
    outcome = desk.clean()
    assert (outcome.sheet["accepted"], outcome.sheet["non_data"], outcome.marks) == (2, 4, [])


def test_vertically_merged_keys_are_carried_down_and_amounts_are_not(desk):
    desk.xlsx(
        "表.xlsx",
        [LEDGER, ROAD, [None, None, None, "桥", None], [None, None, None, "井", "7"]],
        merged=["A2:A4", "B2:B3", "C2:C4", "E2:E3"],
    )
    rows = desk.clean().rows("fund_ledger")
    assert [row["village"] for row in rows] == ["薛宅村", "薛宅村", None]
    assert [row["allocated_yuan"] for row in rows] == [Decimal(1000), None, Decimal(7)]


def test_rows_with_more_cells_than_headers(desk):
    desk.csv("表.csv", [LEDGER, [*ROAD, ""], [*ROAD[:3], "桥", "一座", "5"]])
    outcome = desk.clean()
    assert [(fault["row"], fault["rule"]) for fault in outcome.faults] == [(3, "too_many_cells")]
    assert outcome.sheet["accepted"] == 1


def test_rows_said_twice_are_counted_once(desk):
    desk.csv("表.csv", [PERSONS, person(1), person(2), person(1), person(1)])
    outcome = desk.clean()
    assert (outcome.sheet["accepted"], outcome.sheet["superseded"]) == (2, 2)
    assert [finding["rule"] for finding in outcome.findings] == ["repeated_rows"]


def test_rows_that_contradict_each_other_are_all_set_aside(desk):
    desk.csv("表.csv", [PERSONS, person(1), person(1, 户编号="469003099999"), person(2)])
    outcome = desk.clean()
    assert [(fault["row"], fault["rule"]) for fault in outcome.faults] == [
        (2, "conflicting_key"),
        (3, "conflicting_key"),
    ]


CAPITAL = ["行政村", "户编号", "户主姓名", "户主证件号码", "合作方", "入股年度", "入股金额(元)"]


@pytest.mark.parametrize(
    ("row", "other"),
    [
        (["薛宅村", "", "王甲一", "", "某社", "2017", "5000"], ["薛宅村", "", "王乙二", "", "某社", "2017", "5000"]),
        (["薛宅村", "", "王", person(1)[6], "某社", "2017", "5000"], ["薛宅村", "", "王", person(2)[6], "某社", "2017", "60"]),
    ],
    ids=["name", "ID number"],
)  # fmt: skip
def test_contributors_without_a_household_number_are_rows_of_their_own(desk, row, other):
    desk.csv("入股.csv", [CAPITAL, row, other])
    assert desk.clean().sheet["accepted"] == 2


def test_what_is_private_is_keyed_or_masked_everywhere(desk):
    secrets = ("王甲一", "15400000001", person(1)[6], person(1)[4])
    desk.csv(
        "表.csv", [PERSONS, person(1), person(2, 证件号码=person(2)[6][:17] + "*", 联系电话="154****0002")]
    )
    outcome = desk.clean()
    text = outcome.everything()
    assert not [secret for secret in secrets if secret in text]
    (row,) = outcome.rows("persons")
    assert row["person_name"] == "王*"
    assert (row["id_sex"], row["id_birth_on"].year) == (
        "女" if int(person(1)[6][16]) % 2 == 0 else "男",
        1951,
    )
    raws = {fault["header"]: fault["raw"] for fault in outcome.faults}
    assert raws == {"证件号码": "#18", "人联系电话": "#11"}


def test_a_name_behind_a_number_is_masked_and_a_unit_is_not(desk):
    desk.csv(
        "表.csv",
        [LEDGER, ["木棠镇", "薛宅村", "2018", "路", "5王甲一"], ["木棠镇", "薛宅村", "2018", "渠", "5户"]],
    )
    outcome = desk.clean()
    assert "王甲一" not in outcome.everything()
    assert [fault["raw"] for fault in outcome.faults] == ["5***", "5户"]


# -- values in their context ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "header", "notes", "yuan"),
    [
        ("", "下达资金(元)", "", 12),
        ("", "下达资金（万元）", "", 120_000),
        ("", "下达资金\n(单位:万元)", "", 120_000),
        ("", "下达资金/万元", "", 120_000),
        ("", "下达资金【千元】", "", 12_000),
        ("单位:万元", "下达资金", "", 120_000),
        ("单位:万元", "下达资金(元)", "", 12),
        ("", "下达资金", "money_unit: 万元", 120_000),
        ("单位:元", "下达资金", "money_unit: 万元", 12),
        ("", "下达资金", "", None),
        ("填报单位:元坝镇", "下达资金", "", None),
    ],
)
def test_unit_of_money(desk, title, header, notes, yuan):
    if notes:
        desk.write("delivery.yml", notes)
    desk.xlsx("表.xlsx", [[title], [*LEDGER[:4], header], [*ROAD[:4], "12"]])
    outcome = desk.clean()
    if yuan is None:
        assert outcome.marks == [("E3", "money_without_unit")]
    else:
        assert outcome.column("fund_ledger", "allocated_yuan") == [yuan]


def test_broken_cells_of_a_workbook_are_faults_not_blanks(desk):
    import xlsxwriter

    with xlsxwriter.Workbook(desk.inbox / "表.xlsx") as workbook:
        page = workbook.add_worksheet()
        percent = workbook.add_format({"num_format": "0.00%"})
        page.write_row(0, 0, [*LEDGER, "支出进度(%)"])
        for row in range(1, 5):
            page.write_row(row, 0, [*ROAD[:3], f"项目{row}", 1000])
        page.write_formula(1, 4, "=1/0", None, "#DIV/0!")
        page.write_formula(2, 3, "=X", None, "#NAME?")
        page.write_number(3, 5, 0.7379, percent)
        page.write_number(4, 5, 73.79)
    outcome = desk.clean()
    assert sorted(outcome.marks) == [("D3", "excel_error"), ("E2", "excel_error")]
    assert outcome.column("fund_ledger", "project_name") == [None, "项目3", "项目4"]
    assert outcome.column("fund_ledger", "stated_rate") == [None, 0.7379, 0.7379]


def test_numbers_that_excel_has_spoilt(desk):
    desk.xlsx(
        "表.xlsx", [PERSONS, person(1, 证件号码=469003195101019990), person(2, 人编号=469003000000200123)]
    )
    assert desk.clean().marks == [("G2", "precision_lost"), ("E3", "precision_lost")]


def test_undecodable_text_is_found_at_its_cell(desk):
    desk.csv("表.csv", [LEDGER, [*ROAD[:3], "道\ufffd路", "5"]])
    assert desk.clean().marks == [("D2", "undecodable_text")]


def test_dates_of_cells(desk):
    header = ["行政村", "合作方", "分红日期", "分红金额(元)"]
    desk.xlsx("表.xlsx", [header, ["薛宅", "某甲公司", 43465, 5], ["薛宅", "某甲公司", "2018年12月31日", 6]])
    assert desk.clean().column("dividend_payouts", "payout_on") == [date(2018, 12, 31)] * 2


# -- sheets and files -------------------------------------------------------------------------------------------


def test_every_sheet_of_a_workbook_is_accounted_for(desk):
    desk.xlsx(
        "表.xlsx",
        [["封面"], ["2018年"]],
        ledger(ROAD),
        [],
        [["行政村", "证件号码", "姓名"], ["薛宅", "1", "甲"]],
    )
    outcome = desk.clean()
    assert [(sheet["sheet"], sheet["status"]) for sheet in outcome.sheets] == [
        ("Sheet1", "non_data"),
        ("Sheet2", "read"),
        ("Sheet3", "non_data"),
        ("Sheet4", "unreadable"),
    ]
    assert outcome.cleaned.problems == (f"木棠镇/2018/表.xlsx, sheet Sheet4: {outcome.sheets[3]['message']}",)


def test_missing_required_header_is_one_sentence_with_a_proposal(desk):
    header = ["居民身份证号" if title == "证件号码" else title for title in PERSONS]
    desk.csv("表.csv", [header, person(1)])
    outcome = desk.clean()
    (sentence,) = outcome.cleaned.problems
    assert "居民身份证号" in sentence and "persons.yml" in sentence and "\n" not in sentence
    assert outcome.sheet["quarantined"] == 2
    assert outcome.marks == [(None, "missing_header")]


def test_unknown_and_repeated_headers_are_findings(desk):
    header = [*LEDGER, "下达资金总额(元)", "下达资金(元)", "饲养员"]
    desk.csv("表.csv", [header, [*ROAD, "1", "2", "甲"]])
    outcome = desk.clean()
    assert {finding["rule"]: finding["rows"] for finding in outcome.findings} == {
        "unknown_header": None,
        "repeated_amount": None,
    }
    assert outcome.column("fund_ledger", "allocated_yuan") == [1000]
    severities = {finding["rule"]: finding["severity"] for finding in outcome.findings}
    assert severities == {"unknown_header": "info", "repeated_amount": "warning"}


@pytest.mark.parametrize("name", ["坏.xlsx", "坏.xls", "坏.csv", "坏.pdf", "空.csv"])
def test_one_bad_file_stops_no_other(desk, name):
    desk.csv("好.csv", ledger(ROAD))
    desk.write(name, b"" if name == "空.csv" else bytes(range(128, 256)) * 9)
    outcome = desk.clean()
    (sentence,) = outcome.cleaned.problems
    assert sentence.startswith(f"木棠镇/2018/{name}: ")
    (unread,) = (sheet for sheet in outcome.sheets if sheet["status"] == "unreadable")
    assert sentence.endswith(unread["message"]) and unread["message_zh"] != unread["message"]
    assert len(outcome.rows("fund_ledger")) == 1


def test_a_line_too_long_for_a_row(desk):
    desk.csv("长.csv", [LEDGER, [*ROAD[:3], "路" * 3_000_000, "1"]])
    outcome = desk.clean()
    assert "more than 2 MB" in outcome.cleaned.problems[0]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="the superuser reads everything")
def test_file_that_may_not_be_read(desk):
    desk.csv("表.csv", ledger(ROAD)).chmod(0)
    assert "cannot be opened" in desk.clean().cleaned.problems[0]


def test_file_that_cannot_be_opened(desk, monkeypatch):
    desk.csv("好.csv", ledger(ROAD))
    (desk.inbox / "链.csv").symlink_to(desk.inbox / "好.csv")
    monkeypatch.setattr(cleaning, "file_digest", lambda path: None if path.name == "链.csv" else "00")
    assert "cannot be opened" in desk.clean().cleaned.problems[0]


@pytest.mark.parametrize("event", ["changes", "vanishes"])
def test_file_that_changes_while_it_is_read(desk, monkeypatch, event):
    path = desk.csv("表.csv", ledger(ROAD))
    identify_sheet = cleaning.identify_sheet

    def meanwhile(*arguments):
        path.write_text("anders") if event == "changes" else path.unlink()
        return identify_sheet(*arguments)

    monkeypatch.setattr(cleaning, "identify_sheet", meanwhile)
    with pytest.raises(UserError, match=r"木棠镇/2018/表\.csv changed while it was being read"):
        desk.clean()
    assert list((desk.folder / "pieces").iterdir()) == []


def test_file_that_vanishes_before_it_is_opened(desk, monkeypatch):
    path = desk.csv("表.csv", ledger(ROAD))
    monkeypatch.setattr(cleaning, "read_sheets", lambda *_: (path.unlink(), path.open())[1])
    with pytest.raises(UserError, match="changed while it was being read"):
        desk.clean()


def test_files_elsewhere_than_in_a_delivery_are_named(desk):
    desk.csv("台账.csv", [LEDGER, ROAD])
    for place in (
        "在上.csv",
        f"{desk.unit}/在旁.csv",
        f"{desk.unit}/2018/村级/在下.csv",
        f"{desk.unit}/2018/.git/x.csv",
    ):
        path = desk.folder / "raw" / place
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    unusable = take_in(desk.folder / "raw").unusable
    assert {entry.path.stem for entry in unusable} == {"在上", "在旁", "在下"}


def test_what_has_not_changed_is_not_done_again(desk):
    desk.csv("表.csv", ledger(ROAD))
    first = desk.clean().cleaned
    second = desk.clean().cleaned
    assert (first.is_new, second.is_new) == (True, False)
    assert first.pieces == second.pieces
    desk.write("delivery.yml", "money_unit: 万元\n")
    assert desk.clean().cleaned.is_new


YEARLESS = ["项目名称", "行政村", "计划资金(元)"]


def test_the_year_of_a_title_or_name_counts_where_no_column_says_it(desk):
    """100 of 2016 by its title, 200 of 2017 by its sheet's name; the delivery is of 2018, which is told."""
    desk.named_sheets(
        "台账.xlsx",
        {
            "路": [["木棠镇2016年扶贫资金项目台账"], YEARLESS, ["路", "薛宅村", "100"]],
            "2017年": [["扶贫资金项目台账"], YEARLESS, ["桥", "薛宅村", "200"]],
        },
    )
    outcome = desk.clean()
    years, planned = (outcome.column("fund_ledger", name) for name in ("year", "planned_yuan"))
    assert sorted(zip(years, planned, strict=True)) == [(2016, 100), (2017, 200)]
    assert [finding["rule"] for finding in outcome.findings] == ["year_from_words"] * 2
    assert "取表名或文件名中的2016年;报送期是2018" in outcome.findings[0]["message_zh"]


def test_two_years_in_the_words_of_one_sheet_hold_it_back(desk):
    desk.named_sheets(
        "台账.xlsx", {"2017年": [["2016年扶贫资金项目台账"], YEARLESS, ["路", "薛宅村", "100"]]}
    )
    outcome = desk.clean()
    assert [fault["rule"] for fault in outcome.faults] == ["several_years"]
    assert outcome.cleaned.accepted == 0


def test_a_column_of_years_or_a_note_goes_before_the_title(desk):
    desk.write("delivery.yml", "defaults: {year: 2015}\n")
    desk.named_sheets("台账.xlsx", {"表": [["2016年扶贫资金项目台账"], YEARLESS, ["路", "薛宅村", "100"]]})
    assert desk.clean().column("fund_ledger", "year") == [2015]
