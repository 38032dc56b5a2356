"""What an engine is: it runs SELECTs of marts, on tables that it is given, and writes the rows as Parquet."""

from pathlib import Path
from typing import Protocol

import duckdb

from pipelines.marts.mart import Query


class Tables(Protocol):
    """Tables that a SELECT reads by name: clean.<register>, policy.<table>, steps.<step>, other marts."""

    connection: duckdb.DuckDBPyConnection
    """Sees all of them."""

    def parquet(self, table: str) -> Path:
        """A Parquet file with the rows of the table, for an engine that does not read DuckDB."""


class Engine(Protocol):
    """Where SELECTs of marts run. They are in DuckDB's dialect, in the subset that other engines know too."""

    def write(self, query: Query, tables: Tables, target: Path) -> None:
        """Write the rows of the query, in their order, to the file."""
