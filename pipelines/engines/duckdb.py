"""The default engine: DuckDB runs SELECTs where the tables lie."""

from pathlib import Path

from pipelines.common.sql import literal
from pipelines.engines.base import Engine, Tables
from pipelines.marts.mart import Mart


class _DuckDB:
    def write(self, mart: Mart, tables: Tables, target: Path) -> None:
        tables.connection.execute(f"copy (\n{mart.select}\n) to {literal(target)} (format parquet)")


DUCKDB: Engine = _DuckDB()
