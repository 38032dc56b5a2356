"""DuckDB runs the SELECT of a mart on the tables of its connection, and writes its rows in their order."""

from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest

from pipelines.engines.duckdb import DUCKDB
from pipelines.marts.mart import Query


def query(sql: str) -> Query:
    """A query of which the engine needs the SELECT alone."""
    return Query("mart", sql, frozenset())


@pytest.fixture
def tables():
    with duckdb.connect() as db:
        db.execute(
            "create schema clean; create table clean.persons as select unnest([2016, 2018, 2016]) as exit_year"
        )
        yield SimpleNamespace(connection=db)


def test_the_rows_of_a_select_are_written_in_their_order(tables, tmp_path: Path):
    sql = (
        "select exit_year, count(*) as persons from clean.persons group by exit_year order by exit_year desc"
    )
    DUCKDB.write(query(sql), tables, tmp_path / "mart.parquet")
    with duckdb.connect() as other:
        rows = other.execute("from read_parquet(?)", [str(tmp_path / "mart.parquet")]).fetchall()
    assert rows == [(2018, 1), (2016, 2)]


def test_a_select_that_fails_is_an_error(tables, tmp_path: Path):
    with pytest.raises(duckdb.CatalogException, match="villages"):
        DUCKDB.write(query("from clean.villages"), tables, tmp_path / "mart.parquet")


def test_sums_of_integers_stay_integers(tables, tmp_path: Path):
    """Nobody casts the rows of a step: its sums have 128 bits, which Parquet would make floats."""
    DUCKDB.write(
        query("select sum(exit_year) as years from clean.persons"), tables, tmp_path / "step.parquet"
    )
    with duckdb.connect() as other:
        read = other.execute(
            "select years, typeof(years) from read_parquet(?)", [str(tmp_path / "step.parquet")]
        )
        assert read.fetchall() == [(6050, "BIGINT")]
