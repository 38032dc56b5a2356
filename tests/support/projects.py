"""Fund ledgers of a few rows, laid out for a comparison without having been cleaned."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from string import ascii_lowercase

import duckdb

from pipelines.statements.compared_rows import ComparedRows
from pipelines.statements.profile import Profile
from tests.support.catalogues import all_registers
from tests.support.profiles import profile

Project = tuple[str, str, int | Decimal]
ROAD: Project = ("薛宅村", "道路", 1000)
BRIDGE: Project = ("薛宅村", "桥", 2500)
WELL: Project = ("长岭村", "井", 300)


def laid_out(
    db: duckdb.DuckDBPyConnection, folder: Path, *statements: Sequence[Project]
) -> tuple[ComparedRows, list[Profile]]:
    """Statements a.csv, b.csv … with rows of village, project and planned yuan, to be compared; and their profiles."""
    db.execute("""create table ledger (file varchar, sheet varchar, row bigint, county varchar, township varchar,
        village varchar, project_name varchar, year integer, as_of_year integer, planned_yuan decimal(18, 2))""")
    profiles = []
    for name, rows in zip(ascii_lowercase, statements, strict=False):
        villages = tuple(sorted({village for village, *_ in rows}))
        profiles.append(profile(f"{name}.csv", rows=len(rows), villages=villages))
        db.executemany(
            "insert into ledger values (?, '', ?, '儋州市', '木棠镇', ?, ?, 2018, 2018, ?)",
            [[f"{name}.csv", number, *row] for number, row in enumerate(rows, start=2)],
        )
    db.execute(f"copy ledger to '{folder}/fund_ledger.parquet'")
    return ComparedRows(db, all_registers()["fund_ledger"], {("木棠镇", "2018"): folder}), profiles
