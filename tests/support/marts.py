"""The marts of rows that a test states, without files and cleaning."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from pipelines.common.sql import identifier, literal
from pipelines.engines.workbench import Workbench
from pipelines.marts.mart import load_marts
from pipelines.registers.contract import load_registers


@contextmanager
def marts_from(**clean: list[dict[str, Any]]) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database with the marts of these clean rows by register; columns that a row does not state are NULL."""
    registers = load_registers()
    with tempfile.TemporaryDirectory() as folder:
        pieces = Path(folder) / "pieces"
        pieces.mkdir()
        for register, rows in clean.items():
            _write(rows, registers[register].published_columns, pieces / f"{register}.parquet")
        bench = Workbench(Path(folder) / "bench.duckdb")
        try:
            bench.load_policies()
            bench.gather(registers, [pieces])
            bench.show_build(Path(folder) / "build")
            for mart in load_marts().values():
                bench.build(mart)
            yield bench.connection
        finally:
            bench.close()


def _write(rows: list[dict[str, Any]], columns: dict[str, tuple[str, str]], path: Path) -> None:
    unknown = {name for row in rows for name in row} - set(columns)
    assert not unknown, f"{path.stem} has no {unknown}"
    described = ", ".join(f"{identifier(name)} {kind}" for name, (kind, _) in columns.items())
    with duckdb.connect() as con:
        con.execute(f"create table rows ({described})")
        con.executemany(
            f"insert into rows values ({', '.join('?' * len(columns))})",
            [[row.get(name) for name in columns] for row in rows],
        )
        con.execute(f"copy rows to {literal(path)} (format parquet)")
