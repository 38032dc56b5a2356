"""Step: record the names on a sheet as keyed digests, so that no text of the unit shows them.

A name is its characters, without what stands between them or in brackets after them. What ends as a place, a group or a
total does is no person's.
"""

from collections.abc import Iterable
from pathlib import Path

import duckdb

from pipelines.cleaning.identities import keyed
from pipelines.cleaning.source import SheetSource
from pipelines.common.sql import literal
from pipelines.values.people import People

_NO_PERSON = "(?:[村组队社户镇乡县司厂场校站体众]|委会|合计|小计|总计|居民|村民|农民|人员)$"


def note_people(source: SheetSource, cells: str) -> None:
    """Add the names in rows of data to the table people."""
    columns = [column.name for column in source.mapped if column.kind == "person_name"]
    if columns:
        source.db.execute(
            f"""insert into people
                with written as (
                    select distinct unnest([{", ".join(columns)}]) as cell from {cells} where class = 'data'
                ), names as (
                    select distinct regexp_replace(cell, '[（(〔\\[].*|[^\\p{{Han}}]', '', 'g') as name from written
                )
                select $1, keyed(name) from names
                where len(name) between 2 and 12 and not regexp_matches(name, $2)""",
            [source.delivery.unit, _NO_PERSON],
        )


def people_of(db: duckdb.DuckDBPyConnection, pieces: Iterable[Path], key: bytes) -> People:
    """The people whom the pieces name, by unit."""
    files = [file for folder in pieces if (file := folder / "_people.parquet").exists()]
    listed = ", ".join(map(literal, files))
    found = (
        db.execute(f"select unit, list(digest) from read_parquet([{listed}]) group by all") if files else None
    )
    digests = {unit: frozenset(names) for unit, names in found.fetchall()} if found else {}
    return People(digests, lambda name: keyed(key, name))


def hide_people(db: duckdb.DuckDBPyConnection, people: People, texts: str, target: str) -> bool:
    """Texts (unit, written) → the `target`, a table (unit, written, shown), of those that name somebody; whether any does."""
    units = ", ".join(map(literal, people.digests)) or "null"
    written = db.execute(
        f"select distinct unit, written from ({texts}) where written is not null and unit in ({units})"
    )
    hidden = [(*one, shown) for one in written.fetchall() if (shown := people.hidden(*one)) != one[1]]
    columns = [list(column) for column in zip(*hidden, strict=True)] or [[], [], []]
    db.execute(
        f"""create or replace {target} as
            select unnest($1::varchar[]) as unit, unnest($2::varchar[]) as written, unnest($3::varchar[]) as shown""",
        columns,
    )
    return bool(hidden)


def shown_sql(column: str, table: str) -> str:
    """SQL of the column of a row with a unit as `table`, which `hide_people` made, shows it."""
    return f"""coalesce((select any_value(hidden.shown) from {table} as hidden
        where hidden.unit = told.unit and hidden.written = told.{column}), told.{column}) as {column}"""
