"""Step: make rows unique. Duplicate rows of a sheet count once, rows that differ under one key do not count."""

import duckdb

from pipelines.cleaning.rejections import reason_columns
from pipelines.common.sql import literal, scalar
from pipelines.reading.match import Match
from pipelines.rules import Violation

_DELIVERY_COLUMNS = ("unit", "period", "as_of_on", "as_of_year", "file", "sheet", "row")


def make_unique(db: duckdb.DuckDBPyConnection, rows: str, match: Match) -> tuple[str, str | None, int]:
    """Typed rows → unique_<rows> without duplicates, and conflicts_<rows>, the faults of rows that differ under one
    key; also how many duplicates there were. Where no key occurs twice it makes neither.

    Without a key, or where a row has no value in it that identifies whose row it is, only lines that are equal to the letter,
    serial number included, are duplicates.
    """
    register = match.register
    key = [*register.key, "line_key"]
    same_key = " and ".join(f"typed.{name} is not distinct from keys.{name}" for name in key)
    content = ", ".join(name for name in register.published_columns if name not in _DELIVERY_COLUMNS)
    db.execute(
        f"""create or replace temp table repeated as
        with keys as (select {", ".join(key)} from {rows} group by all having count(*) > 1)
        select row, min(row) over same as first_row,
            min(hash({content})) over same <> max(hash({content})) over same as is_conflict
        from {rows} as typed semi join keys on {same_key}
        window same as (partition by {", ".join(key)})"""
    )
    if not scalar(db, "select count(*) from repeated"):
        return rows, None, 0
    titles = "、".join(register.by_name[name].title for name in register.key)
    column_index = next((match.columns[name] for name in register.key if name in match.columns), "null")
    db.execute(
        f"""create temp table unique_{rows} as
        select * from {rows} where row not in (select row from repeated where is_conflict or row > first_row)"""
    )
    db.execute(
        f"""create temp table conflicts_{rows} as
        select row, 'row' as level, {column_index} as column_index, {literal(titles)} as header,
            {reason_columns(Violation("conflicting_key"))}, null::varchar as raw
        from repeated where is_conflict"""
    )
    duplicates = scalar(db, "select count(*) from repeated where not is_conflict and row > first_row")
    return f"unique_{rows}", f"conflicts_{rows}", duplicates
