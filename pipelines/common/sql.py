"""Small things that every module needs that writes SQL."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import duckdb


def literal(value: object) -> str:
    """The value as an SQL string literal."""
    return "'" + str(value).replace("'", "''") + "'"


def identifier(name: str) -> str:
    """The name as a quoted SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def scalar(connection: duckdb.DuckDBPyConnection, sql: str, parameters: object = None) -> Any:
    """The one value that the query gives."""
    row = connection.execute(sql, parameters).fetchone()
    assert row is not None
    return row[0]


def insert(connection: duckdb.DuckDBPyConnection, table: str, **values: object) -> None:
    """Insert one row by the names of its columns; those that are not named are NULL."""
    names, marks = ", ".join(map(identifier, values)), ", ".join("?" * len(values))
    connection.execute(f"insert into {table} ({names}) values ({marks})", [*values.values()])


def insert_rows(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Sequence[object]]) -> None:
    """Insert rows in the order of the table's columns by one statement, where `executemany` would commit each row."""
    if rows:
        columns = [list(column) for column in zip(*rows, strict=True)]
        lists = ", ".join(["unnest(?)"] * len(columns))
        connection.execute(f"insert into {table} select {lists}", columns)


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """All that is executed within becomes one commit; many small ones cost more than what they write."""
    connection.begin()
    try:
        yield
    except BaseException:
        connection.rollback()
        raise
    connection.commit()
