"""What a delivery's cleaning reports is written with its own columns, and every row is in one account."""

import duckdb
import pytest

from pipelines.cleaning.records import Account, Records, SentSheet
from pipelines.rules import Notice, Violation
from pipelines.statements.statement import Statement
from tests.synthetic.people import with_check_digit

PRIVATE = with_check_digit("46900319510101999")


def test_an_account_adds_up():
    assert Account(9, accepted=4, quarantined=2, superseded=1, non_data=2).rows_read == 9
    with pytest.raises(AssertionError, match="9 rows were read"):
        Account(9, accepted=4, quarantined=2, superseded=1, non_data=1)


def written(desk, record) -> dict[str, list[dict]]:
    """The tables that are written after `record` did its part."""
    desk.csv("a.csv", [["行政村"]])
    with duckdb.connect() as db:
        records = Records(db, desk.delivery())
        record(records)
        records.write(desk.folder)
        tables = {}
        for name in ("statements", "sheets", "quarantine", "findings"):
            answer = db.execute(f"from read_parquet('{desk.folder}/_{name}.parquet')")
            names = [column[0] for column in answer.description]
            tables[name] = [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
        return tables


def test_sheets_are_in_the_order_in_which_they_were_sent(desk):
    """The first sheet is recorded last: its rows are settled when all sheets are read."""

    def record(records):
        number = records.expect_sheet()
        records.add_sheet(
            SentSheet("a.csv", "二"), None, Account(1, non_data=1), "0f", "non_data", ("空", "empty")
        )
        records.add_sheet(
            SentSheet("a.csv", "一"), "persons", Account(2, accepted=2), "0f", "read", number=number
        )

    sheets = written(desk, record)["sheets"]
    assert [(one["sheet"], one["register"], one["accepted"], one["message_zh"]) for one in sheets] == [
        ("一", "persons", 2, None),
        ("二", None, 0, "空"),
    ]


def test_a_rejected_sheet_is_quarantined_as_a_whole(desk):
    reason = Violation("undecodable_text")

    def record(records):
        records.add_rejected("sheet", SentSheet("a.csv", "一"), "persons", reason)

    [fault] = written(desk, record)["quarantine"]
    where = {"unit": "木棠镇", "period": "2018", "file": "a.csv", "sheet": "一", "register": "persons"}
    assert fault == where | {
        "level": "sheet", "row": None, "cell": None, "header": None, "rule": "undecodable_text",
        "reason_zh": reason.zh, "reason_en": reason.en, "raw": None,
    }  # fmt: skip


def test_numbers_of_persons_are_not_in_the_names_of_what_is_recorded(desk):
    def record(records):
        records.add_statement(SentSheet("a.csv", PRIVATE), Statement("other", Violation("feedback_page")), 3)
        records.add_notice("a.csv", PRIVATE, None, Notice("hidden_sheet"))

    tables = written(desk, record)
    assert PRIVATE not in str(tables)
    assert [one["rows"] for one in tables["statements"]] == [3]
    assert [one["rule"] for one in tables["findings"]] == ["hidden_sheet"]
