"""The rules as a table: each of them once, with its sentences in both languages."""

import duckdb

from pipelines.quality.rules import add_rules
from pipelines.rules import RULES


def test_every_rule_is_a_row() -> None:
    with duckdb.connect() as connection:
        connection.execute("create schema quality")
        add_rules(connection)
        add_rules(connection)
        rows = connection.execute(
            "select rule, reason_zh, reason_en, remedy_zh from quality.rules"
        ).fetchall()
    assert sorted(row[0] for row in rows) == sorted(RULES)
    assert all(zh and en and remedy for _, zh, en, remedy in rows)
