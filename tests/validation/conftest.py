"""Tables to check."""

from collections.abc import Iterator

import duckdb
import pytest

from tests.expectations import empty_database


@pytest.fixture(scope="module")
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    """Every register and mart, and clean.sums, which is small."""
    with empty_database() as connection:
        connection.execute("create table clean.sums (unit varchar, period varchar, row bigint, yuan bigint)")
        yield connection


@pytest.fixture(scope="module")
def numbers(database: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    database.execute(
        "create table clean.numbers as select range::integer as n, n // 2 as half from range(100)"
    )
    database.execute("insert into clean.numbers values (null, 50)")
    return database
