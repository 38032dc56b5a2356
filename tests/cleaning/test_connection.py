"""Deliveries are cleaned in one database, and none sees the tables of another."""

import duckdb
import pytest

from pipelines.cleaning.connection import connect
from pipelines.cleaning.identities import keyed
from pipelines.common.sql import scalar

KEY, OTHER = bytes(range(32)), bytes(32)


def test_a_delivery_has_the_macros_and_not_the_tables_of_another(tmp_path):
    with connect(KEY, 1, tmp_path / "one") as one, connect(KEY, 1, tmp_path / "other") as other:
        one.execute("create temp table cells as select 1 as row")
        with pytest.raises(duckdb.CatalogException, match="cells"):
            other.execute("from cells")
        assert scalar(other, "select cell_address(7, 28)") == "AB7"


def test_persons_are_coded_by_the_key_that_is_asked_for(tmp_path):
    for key in (KEY, OTHER, KEY):
        with connect(key, 1, tmp_path) as db:
            assert scalar(db, "select keyed('469003')") == keyed(key, "469003")


def test_what_was_spilled_before_does_not_stand_in_the_way_of_the_next_delivery(tmp_path):
    for folder in ("one", "other"):
        with connect(OTHER, 2, tmp_path / folder) as db:
            db.execute("set memory_limit = '20MB'")
            db.execute("create temp table long as select md5(range::varchar) as text from range(1_000_000)")
            assert scalar(db, "select count(distinct text) from long") == 1_000_000
            db.execute("set memory_limit = '700MB'")
    assert [path.name for path in tmp_path.iterdir()] == ["one"]
