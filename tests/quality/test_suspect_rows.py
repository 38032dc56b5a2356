"""Doubtful rows: where they are, and who is not asked about them again."""

from dataclasses import replace
from datetime import date, timedelta

import duckdb
import pytest

from pipelines.common.china_time import today_in_china
from pipelines.quality.reviews import Review
from pipelines.quality.suspect_rows import SuspectRow, find_suspect_rows
from pipelines.validation import UNEXPECTED_ROWS, Expectation, Failure, Outcome, Waiver
from tests.support.catalogues import all_registers

REGISTERS = all_registers()
RULE = Expectation(
    id="rule",
    type=UNEXPECTED_ROWS,
    kwargs={},
    severity="warning",
    dimension="valid",
    zh="存在矛盾",
    en="contradicts itself",
    owner="test",
    source="test",
)
WHERE = {"unit": "甲镇", "period": "2018"}
ROW = Failure("1" * 16, WHERE | {"file": "a.xls", "sheet": "表", "row": 7})
HOUSEHOLD = Failure("2" * 16, WHERE | {"household_id": "4600000001"})
VILLAGE = Failure("3" * 16, WHERE | {"village": "甲村"})


@pytest.fixture
def db() -> duckdb.DuckDBPyConnection:
    """Two deliveries that hold the same household, in both below another one."""
    connection = duckdb.connect()
    connection.execute("create schema clean")
    connection.execute(
        """create table clean.persons as select * from (values
            ('甲镇', '2018', 'a.xls', '表', 4, '4600000009'), ('甲镇', '2018', 'a.xls', '表', 6, '4600000001'),
            ('甲镇', '2018', 'a.xls', '表', 5, '4600000001'), ('甲镇', '2017', 'a.xls', '表', 2, '4600000001'))
            as row(unit, period, file, sheet, row, household_id)"""
    )
    connection.execute("create schema quality")
    connection.execute(
        """create table quality.statements as select 'persons' as register, '甲镇' as unit, '2018' as period,
            'a.xls' as file, '表' as sheet, ['schooling'] as supplied"""
    )
    return connection


def found(db: duckdb.DuckDBPyConnection, *failures: Failure, **changes: str) -> list[tuple[str, str, int]]:
    outcome = Outcome(replace(RULE, **changes), False, len(failures), failures=failures)  # type: ignore[arg-type]
    reported = find_suspect_rows(
        db, {"clean.persons": [outcome]}, [Review(finding="9" * 16, decision="dismissed", by="站")], REGISTERS
    )
    assert all(doubt.zh == RULE.zh for own in reported.values() for doubt in own)
    return [(unit, period, doubt.row) for (unit, period), own in reported.items() for doubt in own]


def test_doubts_name_the_row_and_of_households_the_first_row(db: duckdb.DuckDBPyConnection) -> None:
    assert found(db, ROW, HOUSEHOLD, VILLAGE) == [("甲镇", "2018", 5), ("甲镇", "2018", 7)]


def test_counted_waived_and_dismissed_failures_raise_no_doubt(db: duckdb.DuckDBPyConnection) -> None:
    today = today_in_china()

    def waived(until: date) -> Failure:
        waiver = Waiver(rule="rule", table="clean.persons", reason="分户", owner="站", expires=until)
        return replace(ROW, waiver=waiver)

    assert found(db, ROW, severity="info") == []
    assert found(db, waived(today + timedelta(1))) == []
    assert found(db, replace(ROW, id="9" * 16)) == []
    assert found(db, waived(today - timedelta(1))) == [("甲镇", "2018", 7)]


def test_marts_have_no_sender(db: duckdb.DuckDBPyConnection) -> None:
    outcome = Outcome(RULE, False, 1, failures=(ROW,))
    assert find_suspect_rows(db, {"exits_by_year": [outcome]}, [], REGISTERS) == {}
    assert find_suspect_rows(db, {"clean.persons": [outcome]}, [], REGISTERS) == {
        ("甲镇", "2018"): [SuspectRow("a.xls", "表", 7, RULE.zh)]
    }


def test_a_column_that_the_sheet_lacks_is_reported_once(db: duckdb.DuckDBPyConnection) -> None:
    def doubted(*keys: str) -> list[tuple[int, str]]:
        rule = replace(RULE, dimension="complete", zh="未填写", keys=("row", *keys))
        failures = [Failure(str(n), ROW.keys | {"row": n} | dict.fromkeys(keys)) for n in (7, 8)]
        found = find_suspect_rows(
            db, {"clean.persons": [Outcome(rule, False, 2, failures=tuple(failures))]}, [], REGISTERS
        )
        return [(doubt.row, doubt.zh) for doubt in found["甲镇", "2018"]]

    assert doubted("education") == [(0, "没有“文化程度”列：未填写（2 行）")]
    assert doubted("education", "schooling") == [(7, "未填写"), (8, "未填写")], "one of them can be filled in"
