"""What was cleaned of all deliveries comes together in one build: rows that count, and the accounts of all."""

import duckdb
import pytest

from pipelines.cleaning.delivery import clean_delivery
from pipelines.cleaning.gathering import gather
from tests.support.county import County
from tests.support.desk import KEY, PERSONS, REGISTERS, Desk, ledger, person
from tests.support.ledgers import ROAD


@pytest.fixture
def db():
    with duckdb.connect() as connection:
        for schema in ("clean", "quality", "state", "policy"):
            connection.execute(f"create schema {schema}")
        yield connection


def test_without_deliveries_every_table_is_there_and_empty(db):
    gather(db, REGISTERS, [])
    for name, register in REGISTERS.items():
        answer = db.execute(f"from clean.{name}")
        assert [column[0] for column in answer.description] == [*register.clean_columns]
        assert answer.fetchall() == []
    for name in ("deliveries", "quarantine", "findings", "statements"):
        assert db.execute(f"from quality.{name}").fetchall() == []


def test_rows_of_two_units_and_their_faults_come_together(tmp_path):
    """Of 木棠镇 one row counts and one is set aside; 石桥镇 sends one in two files, which counts once."""
    county = County(tmp_path)
    county.desk().csv("表.csv", ledger(ROAD, [*ROAD[:4], "约5"]))
    other = county.desk("石桥镇")
    for name in ("表.csv", "表(2).csv"):
        other.csv(name, ledger(["石桥镇", "甲村", "2018", "桥", "20"]))
    found = county.select()
    assert found.column("fund_ledger", "allocated_yuan") == [20, 1000]
    assert sorted((sheet["unit"], sheet["accepted"], sheet["superseded"]) for sheet in found.sheets) == [
        ("木棠镇", 1, 0), ("石桥镇", 0, 1), ("石桥镇", 1, 0),
    ]  # fmt: skip
    assert [(fault["unit"], fault["rule"]) for fault in found.quarantine] == [("木棠镇", "approximate_value")]


def test_a_register_has_the_same_columns_whether_it_was_delivered_or_not_and_keeps_no_names(db, tmp_path):
    """The delivery of persons is taken back: what was hidden of them, and how long their lists held, goes with it."""
    desk = Desk(tmp_path)
    desk.csv("名单.csv", [list(PERSONS), person(4)])
    delivered = [clean_delivery(desk.delivery(), REGISTERS, tmp_path / "pieces", KEY).pieces]
    described = []
    for pieces in (delivered, []):
        gather(db, REGISTERS, pieces, KEY)
        described.append([column for column, *_ in db.execute("describe clean.persons").fetchall()])
    assert described[0] == described[1]
    kept = db.execute("select table_name from duckdb_tables() where schema_name = 'state'").fetchall()
    assert kept == [("repeated_rows",)]
