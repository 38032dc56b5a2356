"""Where deliveries are cleaned: one DuckDB for all that a process cleans, each delivery in tables that only it sees."""

from contextlib import suppress
from functools import cache
from pathlib import Path

import duckdb

from pipelines.cleaning.identities import key_macro
from pipelines.common.sql import literal
from pipelines.values.sql_casts import MACROS


def connect(key: bytes, threads: int, spill: Path) -> duckdb.DuckDBPyConnection:
    """A connection with the macros of cleaning; what does not fit into memory goes into the folder `spill`."""
    db = _database(key, threads).cursor()
    # A worker looks to DuckDB like somebody at a prompt.
    db.execute("set enable_progress_bar = false")
    with suppress(
        duckdb.NotImplementedException
    ):  # something was spilled before, and goes on where that lies
        db.execute(f"set temp_directory = {literal(spill)}")
    return db


@cache
def _database(key: bytes, threads: int) -> duckdb.DuckDBPyConnection:
    """To open it, to define its macros and to close it takes as long as to clean a small sheet."""
    db = duckdb.connect(config={"threads": threads, "memory_limit": "700MB"})
    for macro in (key_macro(key), *MACROS):
        db.execute(macro)
    return db
