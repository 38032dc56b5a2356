"""Whose fault a broken expectation is, and what is recorded of a delivery that is held back."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from pipelines.catalogue.tables import Catalogue
from pipelines.cleaning.gathering import gather
from pipelines.engines.workbench import Workbench
from pipelines.quality.held_back import (
    Fault,
    HeldBack,
    counting_deliveries,
    faults_by_area,
    faults_by_delivery,
    record_held_back,
)
from pipelines.validation import Expectation, Failure, Outcome


@pytest.fixture
def db(tmp_path: Path, catalogue: Catalogue) -> Iterator[duckdb.DuckDBPyConnection]:
    bench = Workbench(tmp_path / "bench.duckdb")
    gather(bench.connection, catalogue.registers, [])
    yield bench.connection
    bench.close()


def rule(severity: str = "critical") -> Expectation:
    return Expectation(
        "is_whole", "expect_column_values_to_not_be_null", {"column": "persons"}, severity, "complete",  # type: ignore[arg-type]
        "不完整", "not whole", "某人", "某处",
    )  # fmt: skip


def of_rows(rows: dict, waived: dict, *keys: dict, severity: str = "critical") -> Outcome:
    return Outcome(
        rule(severity), False, sum(rows.values()),
        by_delivery=rows, waived_by_delivery=waived, failures=tuple(Failure(str(n), key) for n, key in enumerate(keys)),
    )  # fmt: skip


def test_a_rule_on_rows_is_the_fault_of_the_deliveries_whose_rows_break_it() -> None:
    good, bad, waived = ("甲镇", "2018"), ("乙镇", "2018"), ("丙镇", "2018")
    key = {"unit": "乙镇", "period": "2018", "file": "名单.csv", "row": 7}
    found = of_rows({bad: 2, waived: 1}, {bad: 0, waived: 1}, key)
    faults = faults_by_delivery({"clean.persons": [found]})
    assert faults == {
        "乙镇/2018": [
            Fault(
                "is_whole",
                "名单.csv：不完整（2 处）",
                "名单.csv: not whole (2 rows) [is_whole]",
                "persons",
                2,
            )
        ]
    }
    assert faults_by_delivery({"clean.persons": [of_rows({good: 1}, {good: 0}, severity="warning")]}) == {}
    assert faults_by_delivery({"clean.persons": [of_rows({(None, None): 1}, {(None, None): 0})]}) == {}


def test_a_rule_on_a_mart_is_the_fault_of_whoever_sent_the_lowest_area_that_breaks_it(db) -> None:
    db.execute(
        """create table clean.lists as from (values
           ('甲镇', '2017', 2017, '某县', '甲镇', '一村'), ('甲镇', '2018', 2018, '某县', '甲镇', '一村'),
           ('乙镇', '2018', 2018, '某县', '乙镇', '一村'), ('某县', '2018', 2018, '某县', '甲镇', null)
           ) as t(unit, period, as_of_year, county, township, village)"""
    )
    county = {"area_level": "county", "county": "某县", "township": None, "village": None, "year": 2018}
    village = county | {"area_level": "village", "township": "甲镇", "village": "一村"}

    def blamed(*keys: dict) -> list[str]:
        return [*faults_by_area(db, "exits_by_year", [of_rows({}, {}, *keys)], ["lists"])]

    assert blamed(county, village) == ["甲镇/2018"]
    assert blamed(village | {"year": 2030}) == ["甲镇/2017", "甲镇/2018"], "of no year that was sent"
    assert blamed(county) == ["乙镇/2018", "某县/2018", "甲镇/2018"]
    assert blamed({"year": 2018}) == []

    faults = faults_by_area(
        db, "exits_by_year", [of_rows({}, {}, village, village | {"exit_year": 2016})], ["lists"]
    )
    assert [fault.zh.partition("：")[0] for fault in faults["甲镇/2018"]] == ["一村(2018)、一村(2018, 2016)"]


def test_an_unreadable_delivery_is_reported(db) -> None:
    held = HeldBack("甲镇", "2018", (Fault("special_entry", "是管道", "a pipe"),), sent=None)
    record_held_back(db, [held])
    reported = db.execute(
        "select unit, period, rows_read, status, message_zh from quality.deliveries"
    ).fetchall()
    assert reported == [("甲镇", "2018", 0, "unreadable", "本次报送暂不计入：是管道")]
    assert db.execute("select rule, severity from quality.findings").fetchall() == [
        ("special_entry", "critical")
    ]


def test_a_delivery_of_which_other_sheets_count_is_not_held_back_as_a_whole(db) -> None:
    fault = Fault("contradictory", "一.csv: 无法判断", "一.csv: undecided")
    some = HeldBack("甲镇", "2018", (fault,), sent=None, others_count=True)
    assert some.violation.rule == "statements_held_back"
    assert some.violation.zh == "本次报送中有的表暂不计入，其余照常计入：一.csv: 无法判断"
    db.execute("create schema if not exists quality")
    db.execute(
        """create or replace table quality.statements as from (values
            ('甲镇', '2018', 'counted'), ('甲镇', '2018', 'undecided'), ('乙镇', '2018', 'undecided')
        ) as rows (unit, period, status)"""
    )
    assert counting_deliveries(db) == {"甲镇/2018"}
