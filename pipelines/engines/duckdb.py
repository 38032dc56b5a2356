"""The default engine: DuckDB runs SELECTs where the tables lie."""

from pathlib import Path

import duckdb

from pipelines.common.sql import literal
from pipelines.engines.base import Engine, Tables
from pipelines.marts.mart import Query


class _DuckDB:
    def write(self, query: Query, tables: Tables, target: Path) -> None:
        db = tables.connection
        select = query.select if query.columns else _in_64_bits(db, query.select)
        db.execute(f"copy (\n{select}\n) to {literal(target)} (format parquet)")


def _in_64_bits(db: duckdb.DuckDBPyConnection, select: str) -> str:
    """The SELECT with its sums of integers, which have 128 bits, in 64: Parquet has no more, and DuckDB would write floats."""
    described = db.execute(f"describe {select}").fetchall()
    wide = ", ".join(f"cast({name} as bigint) as {name}" for name, kind, *_ in described if kind == "HUGEINT")
    return f"select * replace ({wide}) from (\n{select}\n)" if wide else select


DUCKDB: Engine = _DuckDB()
