"""Rows that do not count, as a table with their reasons."""

from types import SimpleNamespace
from typing import Any

import duckdb

from pipelines.cleaning.rejections import reason_columns, reject_rows
from pipelines.rules import Violation

UNCLEAR = Violation("unclear_year")


def test_reason_columns_are_the_rule_and_its_sentences():
    with duckdb.connect() as db:
        found = db.execute(f"select {reason_columns(UNCLEAR)}").fetchone()
    assert found == ("unclear_year", *UNCLEAR.sentences)


def test_rejected_rows_are_a_table_in_order_of_rows():
    with duckdb.connect() as db:
        source: Any = SimpleNamespace(make=lambda _, select, columns: db.execute(select, columns).fetchall())
        made: Any = reject_rows(source, "rejected", {7: UNCLEAR, 3: UNCLEAR})
    assert made == [(row, "unclear_year", *UNCLEAR.sentences) for row in (3, 7)]


def test_no_table_is_made_where_no_row_is_rejected():
    source: Any = None
    assert reject_rows(source, "rejected", {}) is None
