"""The marts of rows that a test states, without files and cleaning."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from pipelines.common.sql import identifier
from pipelines.engines.base import Engine
from pipelines.engines.duckdb import DUCKDB
from pipelines.engines.workbench import Workbench
from pipelines.marts.mart import load_marts
from pipelines.registers.areas import AREA_KEY_COLUMNS, areas_of
from pipelines.registers.contract import Register, load_registers


@contextmanager
def marts_from(engine: Engine = DUCKDB, **clean: list[dict[str, Any]]) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database with the marts of these rows, which all count, by register; columns that a row does not state are NULL."""
    registers = load_registers()
    with tempfile.TemporaryDirectory() as folder:
        bench = Workbench(Path(folder) / "bench.duckdb", engine)
        try:
            bench.load_policies()
            for register in registers.values():
                _show(bench.connection, register, clean.get(register.name, []))
            bench.connection.execute(f"create table clean.areas as {areas_of(registers)}")
            bench.show_build(Path(folder) / "build")
            for mart in load_marts().values():
                bench.build(mart)
            yield bench.connection
        finally:
            bench.close()


def _show(con: duckdb.DuckDBPyConnection, register: Register, rows: list[dict[str, Any]]) -> None:
    columns = register.published_columns
    unknown = {name for row in rows for name in row} - set(columns)
    assert not unknown, f"{register.name} has no {unknown}"
    described = ", ".join(f"{identifier(name)} {kind}" for name, (kind, _) in columns.items())
    con.execute(f"create table state.{register.name} ({described})")
    if rows:
        con.executemany(
            f"insert into state.{register.name} values ({', '.join('?' * len(columns))})",
            [[row.get(name) for name in columns] for row in rows],
        )
    con.execute(
        f"create view clean.{register.name} as select *, {AREA_KEY_COLUMNS} from state.{register.name}"
    )
