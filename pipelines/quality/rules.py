"""The rules as a table of a release: what is set aside, why, and what its sender can do."""

import duckdb

from pipelines.common.sql import insert_rows
from pipelines.rules import RULES

_COLUMNS = """rule varchar, level varchar, dimension varchar, severity varchar, is_exemptible boolean, reason_zh varchar,
    reason_en varchar, remedy_zh varchar, remedy_en varchar"""


def add_rules(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the table quality.rules in the workbench."""
    connection.execute(f"create or replace table quality.rules ({_COLUMNS})")
    insert_rows(connection, "quality.rules", [rule.row for rule in RULES.values()])
