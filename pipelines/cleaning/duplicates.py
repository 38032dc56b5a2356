"""Duplicate rows of a sheet, and rows that differ although they have the same key.

They are settled as the sheet is cleaned, and again where names of places that turned out to be one were made so.
"""

from collections.abc import Mapping

import duckdb

from pipelines.common.sql import scalar
from pipelines.registers.contract import Register
from pipelines.rules import Violation

_DELIVERY_COLUMNS = ("unit", "period", "as_of_on", "as_of_year", "file", "sheet", "row")


def resolve_duplicates(
    db: duckdb.DuckDBPyConnection, table: str, register: Register, column_indices: Mapping[str, int]
) -> int:
    """Remove duplicate rows but for the first, and return how many; move rows of one key that differ to `faults`.

    `column_indices` are those of the sheet, counted from 1. Without a key, or where a row has no value in it that says
    whose row it is, only lines that are equal to the letter, serial number included, are duplicates.
    """
    key = ", ".join([*register.key, "line_key"])
    columns = ", ".join(name for name in register.published_columns if name not in _DELIVERY_COLUMNS)
    db.execute(
        f"""
        create or replace temp table repeated as
        with keys as (select {key} from {table} group by {key} having count(*) > 1)
        select row, min(row) over same as first_row,
               min(hash({columns})) over same = max(hash({columns})) over same as is_same
        from {table} semi join keys on {_same(table, "keys", key)}
        window same as (partition by {key})
        """
    )
    zh, en = Violation("conflicting_key").sentences
    titles = "、".join(register.by_name[name].title for name in register.key)
    column_index = next((column_indices[name] for name in register.key if name in column_indices), None)
    db.execute(
        "insert into faults select row, ?, ?, 'conflicting_key', ?, ?, null from repeated where not is_same",
        [column_index, titles, zh, en],
    )
    superseded = scalar(db, "select count(*) from repeated where is_same and row > first_row")
    db.execute(
        f"delete from {table} where row in (select row from repeated where not is_same or row > first_row)"
    )
    return superseded


def _same(left: str, right: str, key: str) -> str:
    return " and ".join(f"{left}.{name} is not distinct from {right}.{name}" for name in key.split(", "))
