"""Holds that the comparison of two releases notices every kind of difference."""

import duckdb

from tests.support.compare_releases import TableDifference, differences


def release(path, sql):
    with duckdb.connect(str(path)) as db:
        db.execute("create schema quality; create table quality.release (id varchar)")
        db.execute(f"insert into quality.release values ('{path.name}')")
        db.execute(sql)
    return path


def test_equal_releases_differ_in_nothing(tmp_path):
    sql = 'create table exits as select 2018 as year; create table "贫困线(当年价)" as select 2952 as "元"'
    assert differences(release(tmp_path / "a.duckdb", sql), release(tmp_path / "b.duckdb", sql)) == []


def test_rows_columns_and_tables_that_differ_are_counted(tmp_path):
    old = release(
        tmp_path / "a.duckdb",
        "create table exits as select * from (values (2018, 3, 0), (2018, 3, 0)) t (year, households, gone);"
        "create table dropped as select 1 as x",
    )
    new = release(
        tmp_path / "b.duckdb",
        "create table exits as select * from (values (2018, 3, 0), (2019, 3, 0)) t (year, households, added)",
    )
    assert differences(old, new) == [
        TableDifference("main.dropped", 1, 0, ("x",), ()),
        TableDifference("main.exits", 1, 1, ("gone",), ("added",)),
    ]
