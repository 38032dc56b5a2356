"""A delivery from files to pieces: every row accounted for, every fault at its cell, every refusal a sentence."""

import os

import pytest

from pipelines.cleaning import delivery as cleaning
from pipelines.deliveries.intake import take_in
from pipelines.rules import Refusal
from tests.support.desk import LEDGER, PERSONS, ledger, person
from tests.support.ledgers import ROAD


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
    unread = outcome.sheets[3]
    [sentences] = outcome.cleaned.problems
    assert sentences == (
        f"木棠镇/2018/表.xlsx·Sheet4 {unread['message_zh']}",
        f"木棠镇/2018/表.xlsx·Sheet4: {unread['message']}",
    )


def test_missing_required_header_is_one_sentence_with_a_proposal(desk):
    header = ["居民身份证号" if title == "证件号码" else title for title in PERSONS]
    desk.csv("表.csv", [header, person(1)])
    outcome = desk.clean()
    ((_, sentence),) = outcome.cleaned.problems
    assert "居民身份证号" in sentence and "persons.yml" in sentence and "\n" not in sentence
    assert outcome.sheet["quarantined"] == 2
    assert outcome.marks == [(None, "missing_header")]


def test_unknown_and_repeated_headers_are_findings(desk):
    header = [*LEDGER, "下达资金总额(元)", "下达资金(元)", "饲养员"]
    desk.csv("表.csv", [header, [*ROAD, "1", "2", "甲"]])
    outcome = desk.clean()
    assert {finding["rule"]: finding["rows"] for finding in outcome.findings} == {
        "unknown_header": None,
        "unread_column": None,
        "repeated_amount": None,
    }
    assert outcome.column("fund_ledger", "allocated_yuan") == [1000]
    severities = {finding["rule"]: finding["severity"] for finding in outcome.findings}
    assert severities == {"unknown_header": "info", "unread_column": "warning", "repeated_amount": "warning"}


def test_a_column_that_may_be_wanted_is_a_warning(desk):
    header = [*PERSONS, "年人均纯收入", "子女情况", "亲属", "养老金(元)"]
    rows = [[*person(n), "4000", "无", person(n + 4)[6], "1200"] for n in (1, 2)]
    desk.csv("名单.csv", [header, *rows])
    told = {f["message_zh"][:11]: f["severity"] for f in desk.clean().findings}
    assert told == {
        "列“年人均纯收入”未读": "warning",
        "列“子女情况”不在台账": "info",
        "列“亲属”未读取;其中": "warning",
        "列“养老金”未读取;其": "warning",
    }


def test_columns_that_another_register_of_the_sheet_reads_are_not_unread(desk):
    header = ["乡镇", "行政村", "户编号", "户主", "合作企业", "入股年度", "入股金额(元)", "约定分红比例",
              "分红年度", "应分红(元)", "实发分红(元)", "饲养员"]  # fmt: skip
    desk.csv("分红.csv", [header, ["木棠镇", "薛宅村", "46900300001", "王甲一", "某企业", "2018", "5000", "6%",
                                 "2018", "300", "300", "甲"]])  # fmt: skip
    outcome = desk.clean()
    assert {sheet["register"] for sheet in outcome.sheets} == {"capital_contributions", "dividend_payouts"}
    assert [finding["message_zh"][:5] for finding in outcome.findings] == ["列“饲养员"]


def test_only_cells_of_accepted_rows_are_counted_as_set_aside(desk):
    bad = person(2, 与户主关系="不明")
    desk.csv("名单.csv", [PERSONS, person(1, 与户主关系="不明"), bad, person(2, 户编号="469003099999")])
    sheet = desk.clean().sheet
    assert (sheet["accepted"], sheet["quarantined"], sheet["cells_set_aside"]) == (1, 2, 1)


@pytest.mark.parametrize("name", ["坏.xlsx", "坏.xls", "坏.csv", "坏.pdf", "空.csv"])
def test_one_bad_file_stops_no_other(desk, name):
    desk.csv("好.csv", ledger(ROAD))
    desk.write(name, b"" if name == "空.csv" else bytes(range(128, 256)) * 9)
    outcome = desk.clean()
    ((_, sentence),) = outcome.cleaned.problems
    assert sentence.startswith(f"木棠镇/2018/{name}: ")
    (unread,) = (sheet for sheet in outcome.sheets if sheet["status"] == "unreadable")
    assert sentence.endswith(unread["message"]) and unread["message_zh"] != unread["message"]
    assert len(outcome.rows("fund_ledger")) == 1


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="the superuser reads everything")
def test_file_that_may_not_be_read(desk):
    desk.csv("表.csv", ledger(ROAD)).chmod(0)
    assert "cannot be opened" in desk.clean().cleaned.problems[0][1]


def test_file_that_cannot_be_opened(desk, monkeypatch):
    desk.csv("好.csv", ledger(ROAD))
    (desk.inbox / "链.csv").symlink_to(desk.inbox / "好.csv")
    monkeypatch.setattr(cleaning, "file_digest", lambda path: None if path.name == "链.csv" else "00")
    assert "cannot be opened" in desk.clean().cleaned.problems[0][1]


@pytest.mark.parametrize("event", ["changes", "vanishes"])
def test_file_that_changes_while_it_is_read(desk, monkeypatch, event):
    path = desk.csv("表.csv", ledger(ROAD))
    identify_sheet = cleaning.identify_sheet

    def meanwhile(*arguments):
        path.write_text("anders") if event == "changes" else path.unlink()
        return identify_sheet(*arguments)

    monkeypatch.setattr(cleaning, "identify_sheet", meanwhile)
    with pytest.raises(Refusal, match=r"木棠镇/2018/表\.csv changed while it was being read"):
        desk.clean()
    assert list((desk.folder / "pieces").iterdir()) == []


def test_file_that_vanishes_before_it_is_opened(desk, monkeypatch):
    path = desk.csv("表.csv", ledger(ROAD))
    monkeypatch.setattr(cleaning, "read_sheets", lambda *_: (path.unlink(), path.open())[1])
    with pytest.raises(Refusal, match="changed while it was being read") as refused:
        desk.clean()
    assert refused.value.violation.rule == "changing_file"


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
    assert {entry.path.stem for entry in unusable} == {"在上", "在旁", "在下", ".git"}


def test_what_has_not_changed_is_not_done_again(desk):
    desk.csv("表.csv", ledger(ROAD))
    first = desk.clean().cleaned
    second = desk.clean().cleaned
    assert (first.is_new, second.is_new) == (True, False)
    assert first.pieces == second.pieces
    desk.write("delivery.yml", "money_unit: 万元\n")
    assert desk.clean().cleaned.is_new


YEARLESS = ["项目名称", "行政村", "计划资金(元)"]


def test_the_year_of_a_title_or_name_counts_without_a_column_of_it(desk):
    """100 of 2016 by its title, 200 of 2017 by its sheet's name; the delivery is of 2018, which is reported."""
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
