"""Texts and names are quoted; a transaction is one commit, or none."""

from datetime import date

import duckdb
import pytest

from pipelines.common.sql import identifier, insert, insert_rows, literal, scalar, transaction


def test_quotes_within_texts_and_names_stay() -> None:
    text, name = "it's", 'a "name"'
    with duckdb.connect() as connection:
        assert scalar(connection, f"select {literal(text)} as {identifier(name)}") == text


def test_what_fails_within_a_transaction_leaves_nothing() -> None:
    with duckdb.connect() as connection:
        connection.execute("create table numbers (n integer)")
        with transaction(connection):
            connection.execute("insert into numbers values (1)")
        with pytest.raises(duckdb.Error), transaction(connection):
            connection.execute("insert into numbers values (2)")
            connection.execute("insert into nothing values (3)")
        assert connection.execute("from numbers").fetchall() == [(1,)]


def test_a_row_is_inserted_by_the_names_of_its_columns() -> None:
    with duckdb.connect() as connection:
        connection.execute('create table faults (file varchar, "row" integer, raw varchar)')
        insert(connection, "faults", raw="it's", row=3)
        assert connection.execute("from faults").fetchall() == [(None, 3, "it's")]


def test_rows_are_inserted_in_the_order_of_the_columns() -> None:
    rows = [("it's", None, 1.5, None), ("", date(2018, 6, 30), None, None)]
    with duckdb.connect() as connection:
        connection.execute("create table facts (name varchar, day date, share double, nothing integer)")
        insert_rows(connection, "facts", [])
        insert_rows(connection, "facts", rows)
        assert connection.execute("from facts").fetchall() == rows
