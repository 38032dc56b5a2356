"""Every file and sheet is read, or accounted for with the reason; one bad file stops no other."""

import os

import pytest

from pipelines.cleaning import files
from pipelines.reading import isolation
from pipelines.rules import Refusal, Violation
from tests.support.desk import PERSONS, ledger, person
from tests.support.ledgers import ROAD


def test_every_sheet_of_a_workbook_is_accounted_for(desk):
    desk.xlsx(
        "表.xlsx",
        [["封面"], ["2018年"]],
        ledger(ROAD),
        [],
        [["行政村", "证件号码", "姓名", "脱贫年度"], ["薛宅", "1", "甲", "2017"]],
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


def test_a_pdf_that_kills_its_reader_stops_no_other(desk, monkeypatch):
    desk.csv("好.csv", ledger(ROAD))
    desk.write("总结.pdf", b"%PDF-1.5")
    isolation.pdf_reader.stop()
    with monkeypatch.context() as program:
        program.setattr(isolation.pdf_reader, "program", "import os; os.abort()")
        outcome = desk.clean()
    ((_, sentence),) = outcome.cleaned.problems
    assert sentence.startswith("木棠镇/2018/总结.pdf: damaged so badly")
    assert len(outcome.rows("fund_ledger")) == 1


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="the superuser reads everything")
def test_file_that_may_not_be_read(desk):
    desk.csv("表.csv", ledger(ROAD)).chmod(0)
    assert "cannot be opened" in desk.clean().cleaned.problems[0][1]


def test_file_that_cannot_be_opened(desk, monkeypatch):
    desk.csv("好.csv", ledger(ROAD))
    (desk.inbox / "链.csv").symlink_to(desk.inbox / "好.csv")
    monkeypatch.setattr(files, "file_digest", lambda path: None if path.name == "链.csv" else "00")
    [(_, sentence)] = desk.clean().cleaned.problems
    assert "cannot be opened" in sentence and Violation("unopened_file").en in sentence


@pytest.mark.parametrize("event", ["changes", "vanishes"])
def test_file_that_changes_while_it_is_read(desk, monkeypatch, event):
    path = desk.csv("表.csv", ledger(ROAD))
    identify_sheet = files.identify_sheet

    def meanwhile(*arguments):
        path.write_text("anders") if event == "changes" else path.unlink()
        return identify_sheet(*arguments)

    monkeypatch.setattr(files, "identify_sheet", meanwhile)
    with pytest.raises(Refusal, match=r"木棠镇/2018/表\.csv changed while it was being read"):
        desk.clean()
    assert list((desk.folder / "pieces").iterdir()) == []


def test_file_that_vanishes_before_it_is_opened(desk, monkeypatch):
    path = desk.csv("表.csv", ledger(ROAD))
    monkeypatch.setattr(files, "read_sheets", lambda *_: (path.unlink(), path.open())[1])
    with pytest.raises(Refusal, match="changed while it was being read") as refused:
        desk.clean()
    assert refused.value.violation.rule == "changing_file"


YEARLESS = ["项目名称", "行政村", "计划资金(元)"]


def test_two_years_in_the_words_of_one_sheet_hold_it_back(desk):
    desk.named_sheets(
        "台账.xlsx", {"2017年": [["2016年扶贫资金项目台账"], YEARLESS, ["路", "薛宅村", "100"]]}
    )
    outcome = desk.clean()
    assert [fault["rule"] for fault in outcome.faults] == ["several_years"]
    assert outcome.cleaned.accepted == 0


@pytest.mark.parametrize(
    ("notes", "year"),
    [
        ("sheets: [{file: 台账.xlsx, defaults: {year: 2015}}]", 2015),
        ("defaults: {year: 2015}", 2016),
    ],
    ids=["on the sheet", "on the delivery"],
)
def test_a_note_on_a_sheet_goes_before_its_title_and_one_on_the_delivery_behind_it(desk, notes, year):
    desk.write("delivery.yml", notes)
    desk.named_sheets("台账.xlsx", {"表": [["2016年扶贫资金项目台账"], YEARLESS, ["路", "薛宅村", "100"]]})
    assert desk.clean().column("fund_ledger", "year") == [year]


@pytest.mark.parametrize(
    "title",
    [
        ["2016年扶贫资金项目台账", "", "单位:元"],
        ["木棠镇2016年12月资金支出情况表"],
        ["扶贫资金项目台账(截至2016年12月31日)", "附件1"],
    ],
)
def test_the_year_of_a_title_is_found_beside_units_and_in_days(desk, title):
    desk.named_sheets("台账.xlsx", {"表": [title, YEARLESS, ["路", "薛宅村", "100"]]})
    assert desk.clean().column("fund_ledger", "year") == [2016]


def test_payouts_are_of_the_year_of_their_title(desk):
    """Paid in 2018 for 2017; the days say nothing else."""
    header = ["行政村", "户主姓名", "户主身份证号", "合作社", "发放日期", "分红金额(元)"]
    payout = ["薛宅村", person(1)[5], person(1)[6], "养鸡合作社", "2018-01-20", "300"]
    desk.named_sheets("分红.xlsx", {"表": [["2017年度入股分红发放表"], header, payout]})
    assert desk.clean().column("dividend_payouts", "payout_year") == [2017]


@pytest.mark.parametrize(("years", "rows"), [(("2019", "2019"), 0), (("2019", "2018"), 2)])
def test_list_that_tells_of_later_years_is_of_another_day(desk, years, rows):
    """Two households of the list of 2018 left poverty in 2019; of one it may be a slip."""
    desk.csv("册.csv", [PERSONS, *(person(n, 户编号=f"46900300{n:05}", 脱贫年度=year)
                                  for n, year in enumerate(years, start=1))])  # fmt: skip
    outcome = desk.clean()
    assert len(outcome.rows("persons")) == rows
    assert [fault["rule"] for fault in outcome.faults] == ([] if rows else ["later_events"])


@pytest.mark.parametrize(
    ("replaced", "told"),
    [
        ("旧台账.xlsx", ["旧台账.xlsx"]),
        ("台账.xlsx·2017年", ["台账.xlsx·2017年"]),
        ("台账.xlsx·Sheet2", []),
        ("台账.xlsx", []),
        ("{file: 旧台账.xlsx, period: '2017'}", []),
    ],
)
def test_a_note_that_replaces_what_is_not_there_is_told(desk, replaced, told):
    """What another period holds is not known here."""
    desk.xlsx("台账.xlsx", ledger(ROAD), ledger(ROAD))
    desk.csv("新台账.csv", ledger(ROAD))
    desk.write("delivery.yml", f"sheets: [{{file: 新台账.csv, replaces: {replaced}}}]")
    notes = [one["message_zh"] for one in desk.clean().findings if one["rule"] == "unused_note"]
    assert (
        [name for note in notes for name in told if f"“{name}”不在这次报送里" in note]
        == told
        == told[: len(notes)]
    )


def test_notes_on_what_was_not_sent_and_on_unknown_columns_are_told(desk):
    desk.xlsx("台账.xlsx", ledger(ROAD))
    desk.write(
        "delivery.yml",
        "defaults: {yaer: 2018, year: 2018}\n"
        "sheets: [{file: 台帐.xlsx, counts: false}, {file: 台账.xlsx, sheet: 汇总, counts: false},"
        " {file: 台账.xlsx, sheet: Sheet1, defaults: {funds_level: 中央}}, {file: 台账.xlsx, counts: true}]\n",
    )
    told = [(one["file"], one["message_zh"].split("，")[0]) for one in desk.clean().findings]
    assert told == [
        ("delivery.yml", "sheets 中写的“台帐.xlsx”不在这次报送里"),
        ("delivery.yml", "sheets 中写的“台账.xlsx”的工作表“汇总”不在这次报送里"),
        ("delivery.yml", "defaults 中的“funds_level”不是任何台账的列"),
        ("delivery.yml", "defaults 中的“yaer”不是任何台账的列"),
    ]
    assert [one["rule"] for one in desk.clean().findings] == ["unused_note"] * 2 + ["unknown_default"] * 2
    nearest = [one["message_zh"] for one in desk.clean().findings][2:]
    assert "最接近的是“fund_level”" in nearest[0] and "最接近的是“year”" in nearest[1]
