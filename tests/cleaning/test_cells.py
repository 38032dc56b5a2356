"""Cells are found where the sender sees them."""

from decimal import Decimal

import pytest

from tests.support.desk import LEDGER
from tests.support.ledgers import ROAD


@pytest.mark.parametrize("kind", ["csv", "xlsx", "xls"])
def test_faults_name_the_cells_that_the_sender_sees(desk, kind):
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


def test_a_numbered_heading_is_not_data_unless_nothing_is_below_it(desk):
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
    assert outcome.column("fund_ledger", "category") == ["产业", "产业", None, None, None]
    assert [finding["rule"] for finding in outcome.findings] == ["terms_of_headings"]


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


def test_undecodable_text_is_found_at_its_cell(desk):
    desk.csv("表.csv", [LEDGER, [*ROAD[:3], "道\ufffd路", "5"]])
    assert desk.clean().marks == [("D2", "undecodable_text")]


def test_a_line_too_long_for_a_row(desk):
    desk.csv("长.csv", [LEDGER, [*ROAD[:3], "路" * 3_000_000, "1"]])
    outcome = desk.clean()
    assert "more than 2 MB" in outcome.cleaned.problems[0][1]


def test_what_says_the_same_as_above_is_the_same(desk):
    header = ["行政村", "项目名称", "资金级次", "下达资金(元)"]
    rows = [
        ["薛宅村", "水渠", "中央", "10"], ["同上", "泵房", "〃", "7"], ["〃", "蜂箱", "省级", "6"],
        ["小计", "", "", "23"], ["长老村", "路", "省级", "5"], ["″", "桥", "同上", "4"],
    ]  # fmt: skip
    desk.csv("资金.csv", [header, *rows])
    outcome = desk.clean()
    assert outcome.column("fund_ledger", "village") == ["薛宅村"] * 3 + ["长老村"] * 2
    assert outcome.column("fund_ledger", "fund_level") == ["中央", "中央", "省级", "省级", "省级"]
    assert outcome.marks == []


def test_what_says_the_same_as_a_blank_is_refused(desk):
    header = ["行政村", "项目名称", "下达资金(元)"]
    desk.csv("资金.csv", [header, ["薛宅村", "水渠", "10"], ["", "泵房", "7"], ["同上", "蜂箱", "6"]])
    assert desk.clean().marks == [("A4", "not_a_place_name")]


@pytest.mark.parametrize(
    ("header", "merged"),
    [(["行政村", "姓", "名", "救助金额(元)"], ()), (["行政村", "姓名", "", "救助金额(元)"], ("B2:C2",))],
    ids=["two headers", "one above both"],
)
def test_a_name_in_two_columns_is_one(desk, header, merged):
    rows = [["薛宅村", "王", "一", "500"], ["薛宅村", "王", "", "600"]]
    desk.xlsx("临时救助发放表.xlsx", [["临时救助发放表"], header, *rows], merged=merged)
    outcome = desk.clean()
    names = [row["person_name"] for row in outcome.rows("benefit_payments")]
    assert (len(names), {name[0] for name in names}) == (2, {"王"})
    assert not [one for one in outcome.findings if "column" in one["rule"] or "header" in one["rule"]]
