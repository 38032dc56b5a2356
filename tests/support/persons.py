"""Persons for builds of few rows."""

from pathlib import Path

import pipelines
from tests.support.small import (
    Household,
)

EXITED = Household(1, size=3, status="已脱贫", exit_year="2017")
POOR = Household(2, size=2)


def contents(marts: Path) -> dict[str, list]:
    """Every table of the current release but the one that names it."""
    with pipelines.connect(marts) as db:
        tables = db.execute(
            "select table_schema || '.' || table_name from information_schema.tables "
            "where table_schema in ('main', 'quality', 'policy') and table_name <> 'release' order by all"
        ).fetchall()
        return {table: db.execute(f"from {table} order by all").fetchall() for (table,) in tables}
