"""What was cleaned of all deliveries, as tables of one build: clean.<register>, and the accounts in schema quality."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import duckdb

from pipelines.cleaning.people import hide_people, people_of, shown_sql
from pipelines.cleaning.records import FINDING_COLUMNS, QUARANTINE_COLUMNS, SHEET_COLUMNS
from pipelines.common.sql import literal, scalar
from pipelines.registers.areas import areas_of
from pipelines.registers.contract import Register
from pipelines.statements.select import select_statements
from pipelines.statements.succession import make_successions
from pipelines.values.people import People

QUALITY_PIECES = {"deliveries": ("_sheets", SHEET_COLUMNS), "quarantine": ("_quarantine", QUARANTINE_COLUMNS),
                  "findings": ("_findings", FINDING_COLUMNS)}  # fmt: skip
"""Table of schema quality → the piece of each delivery that it gathers, and its columns."""
_WORDS = {"text", "place", "area"}
_WIDER = {"county", "township"}
"""Areas that are never called after a person of them."""


def gather(
    db: duckdb.DuckDBPyConnection, registers: Mapping[str, Register], pieces: Iterable[Path], key: bytes = b""
) -> None:
    """Gather the accounts of all deliveries into quality.*, and point clean.<register> at the statements that count.

    A register that nobody delivered is an empty view of the right columns. Each row gets the keys of its area, and
    clean.areas has the levels and names of each key. In the views no text names a person of the unit's registers, whom
    the `key` of the pieces finds; state.hidden_<register> has what such texts are shown as.
    """
    pieces = list(pieces)
    people = people_of(db, pieces, key)
    for name, (piece, columns) in QUALITY_PIECES.items():
        empty = ", ".join(
            f"null::{column.split()[1]} as {column.split()[0]}" for column in columns.split(",")
        )
        _gather(db, f"table quality.{name}", piece, empty, pieces)
    select_statements(db, registers, pieces)
    for register in registers.values():
        _show_register(db, register, pieces, people)
    db.execute(f"create or replace table clean.areas as {areas_of(registers)}")


def _show_register(
    db: duckdb.DuckDBPyConnection, register: Register, pieces: list[Path], people: People
) -> None:
    """Make the view of the rows that count; only where a delivery has others are they looked for."""
    files = [file for folder in pieces if (file := folder / f"{register.name}.parquet").exists()]
    if not files:
        _show_nothing(db, register)
        return
    partial = {
        Path(folder)
        for (folder,) in db.execute(
            """select folder from quality.statements left join state.repeated_rows as repeated using (number)
               where statements.register = ? and rows > 0 and (not counts or repeated.row is not null)""",
            [register.name],
        ).fetchall()
    }
    whole = [literal(file) for file in files if file.parent not in partial]
    mixed = [literal(file) for file in files if file.parent in partial]
    selects = [f"select * from read_parquet([{', '.join(whole)}])"] if whole else []
    if mixed:
        selects.append(
            f"""select counted.* from read_parquet([{", ".join(mixed)}]) as counted
                semi join (from quality.statements where register = {literal(register.name)} and counts)
                    using (unit, period, file, sheet)
                anti join (
                    select unit, period, file, sheet, row
                    from state.repeated_rows join quality.statements using (number, register)
                    where register = {literal(register.name)}
                ) using (unit, period, file, sheet, row)"""
        )
    source = _with_carried(db, register, " union all ".join(selects))
    source = _without_names(db, register, source, people)
    counted = f"select *, {register.key_columns} from ({source})"
    if register.counts == "stock":
        counted = make_successions(db, register, counted)
    db.execute(f"create or replace view clean.{register.name} as {counted}")


def _show_nothing(db: duckdb.DuckDBPyConnection, register: Register) -> None:
    """Make an empty view, and forget the names and lists of a delivery that is no more."""
    empty = ", ".join(f"null::{kind} as {name}" for name, (kind, _) in register.clean_columns.items())
    db.execute(f"create or replace view clean.{register.name} as select {empty} where false")
    for table in (f"hidden_{register.name}", f"{register.name}_lists"):
        db.execute(f"drop table if exists state.{table}")


def _with_carried(db: duckdb.DuckDBPyConnection, register: Register, rows: str) -> str:
    """SELECT of the rows with the progress that another statement states of their objects."""
    table = f"carried_{register.name}"
    if not scalar(db, f"select count(*) from duckdb_tables() where table_name = {literal(table)}"):
        return rows
    carried = ", ".join(f"coalesce(carried.{name}, told.{name}) as {name}" for name in register.progress)
    return f"""select told.* replace ({carried}) from ({rows}) as told
        left join state.{table} as carried using (unit, period, file, sheet, row)"""


def _without_names(db: duckdb.DuckDBPyConnection, register: Register, rows: str, people: People) -> str:
    """SELECT of the rows in which no text names a person of the unit's registers."""
    columns = [
        column.name for column in register.columns if column.kind in _WORDS and column.name not in _WIDER
    ]
    hidden = f"state.hidden_{register.name}"
    texts = f"select unit, unnest([{', '.join(columns)}]) as written from ({rows})"
    if not hide_people(db, people, texts, f"table {hidden}"):
        return rows
    shown = ", ".join(shown_sql(name, hidden) for name in columns)
    return f"select told.* replace ({shown}) from ({rows}) as told"


def _gather(db: duckdb.DuckDBPyConnection, target: str, piece: str, empty: str, pieces: list[Path]) -> None:
    files = [str(folder / f"{piece}.parquet") for folder in pieces if (folder / f"{piece}.parquet").exists()]
    listed = ", ".join(literal(file) for file in files)
    source = f"select * from read_parquet([{listed}])" if files else f"select {empty} where false"
    db.execute(f"create or replace {target} as {source}")
