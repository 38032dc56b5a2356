"""Compares two releases table by table: python -m tests.support.compare_releases OLD.duckdb NEW.duckdb

For a change of code that must not change a figure. `township diff` explains what changed between two releases of other
inputs; this tool only proves that nothing did.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipelines.common.sql import identifier, literal

NEVER_EQUAL = {"quality.release"}
"""Tables that name the release itself."""


@dataclass(frozen=True)
class TableDifference:
    """Rows of one table that only one of two releases holds, over the columns that both have.

    `old_columns` and `new_columns` are those that only one of them has.
    """

    table: str
    only_old: int
    only_new: int
    old_columns: tuple[str, ...]
    new_columns: tuple[str, ...]


def differences(old: Path, new: Path) -> list[TableDifference]:
    """Every table whose rows or columns differ, rows compared as multisets of their texts."""
    with duckdb.connect() as db:
        db.execute(f"attach {literal(old)} as old (read_only); attach {literal(new)} as new (read_only)")
        tables = {*_tables(db, "old"), *_tables(db, "new")} - NEVER_EQUAL
        compared = [_compare(db, table) for table in sorted(tables)]
    return [found for found in compared if found != TableDifference(found.table, 0, 0, (), ())]


def _tables(db: duckdb.DuckDBPyConnection, release: str) -> list[str]:
    listed = db.execute(
        "select schema_name || '.' || table_name from duckdb_tables() where database_name = ?", [release]
    )
    return [name for (name,) in listed.fetchall()]


def _compare(db: duckdb.DuckDBPyConnection, table: str) -> TableDifference:
    old, new = (_columns(db, release, table) for release in ("old", "new"))
    shared = ", ".join(f"{identifier(name)}::varchar" for name in old if name in new) or "null"
    quoted = ".".join(map(identifier, table.split(".")))
    rows = {
        release: f"select {shared} from {release}.{quoted}" if columns else "select null where false"
        for release, columns in (("old", old), ("new", new))
    }
    only_old, only_new = (
        db.execute(f"select count(*) from ({rows[one]} except all {rows[other]})").fetchall()[0][0]
        for one, other in (("old", "new"), ("new", "old"))
    )
    return TableDifference(
        table,
        only_old,
        only_new,
        tuple(name for name in old if name not in new),
        tuple(name for name in new if name not in old),
    )


def _columns(db: duckdb.DuckDBPyConnection, release: str, table: str) -> list[str]:
    schema, name = table.split(".")
    listed = db.execute(
        "select column_name from duckdb_columns() where database_name = ? and schema_name = ? and table_name = ?"
        " order by column_index",
        [release, schema, name],
    )
    return [column for (column,) in listed.fetchall()]


if __name__ == "__main__":
    found = differences(*map(Path, sys.argv[1:3]))
    for difference in found:
        print(difference)
    sys.exit(bool(found))
