"""What a build is made from is read again as it was kept, or not at all."""

from pathlib import Path

import duckdb
import pytest

from pipelines.cleaning.delivery import Cleaned
from pipelines.deliveries.delivery import Delivery
from pipelines.deliveries.period import Period
from pipelines.orchestration.inputs import record_inputs, recorded_inputs
from pipelines.quality.held_back import Fault, HeldBack

DELIVERY = Delivery("木棠镇", Period.parse("2018"), Path("raw/木棠镇/2018"), (Path("raw/木棠镇/2018/a.csv"),))
SENT = Cleaned(DELIVERY, Path("pieces/0f"), 1, 9, 8, 1, (("读不出", "cannot be read"),), is_new=True)
HELD = HeldBack("石桥镇", "2018", (Fault("rule", "错", "wrong", rows=2),), sent=None, release_id="r1")


@pytest.fixture
def db():
    with duckdb.connect() as connection:
        connection.execute("create schema state")
        yield connection


def test_what_was_kept_comes_back(db):
    record_inputs(db, [SENT], [HELD], "0f")
    assert recorded_inputs(db) == ([SENT], [HELD], "0f")


def test_a_build_keeps_its_own_inputs_alone(db):
    record_inputs(db, [SENT, SENT], [HELD], "0f")
    record_inputs(db, [], [HELD], "1f")
    assert recorded_inputs(db) == ([], [HELD], "1f")


def test_nothing_comes_back_where_nothing_was_kept(db):
    assert recorded_inputs(db) == ([], [], None)


@pytest.mark.parametrize(
    "kept", ["select 'another table' as x", "select '{}' as cleaned, null as held_back, '' as sent_as"]
)
def test_what_other_code_kept_is_not_read(db, kept):
    db.execute(f"create table state.inputs as {kept}")
    assert recorded_inputs(db) == ([], [], None)
