"""What an engine is given is enough to run every mart, also for one that does not read DuckDB's tables."""

from datetime import date
from pathlib import Path

import duckdb

from pipelines.engines.base import Engine, Tables
from pipelines.engines.duckdb import DUCKDB
from pipelines.marts.mart import Query
from tests.support.catalogues import all_marts
from tests.support.marts import marts_from

VILLAGE = {
    "unit": "某镇", "period": "2018", "as_of_on": date(2018, 12, 31), "as_of_year": 2018, "file": "a.csv", "sheet": "",
    "county": "某县", "township": "某镇", "village": "甲村",
}  # fmt: skip
PERSON = VILLAGE | {"exit_status": "未脱贫"}
FUND = {"fund_level": "中央", "category": "产业", "allocated_yuan": "10.50", "paid_yuan": "5.25"}
ROWS = {
    "villages": [VILLAGE | {"row": 2, "rural_persons": 200, "total_persons": 210}],
    "persons": [PERSON | {"row": n, "household_id": str(n // 2), "person_id": str(n)} for n in (2, 3, 4)],
    "fund_ledger": [VILLAGE | FUND | {"row": 2, "year": 2018}],
}


class FromFiles:
    """Another engine: it has a database of its own, and opens only the files that it is given."""

    def write(self, query: Query, tables: Tables, target: Path) -> None:
        with duckdb.connect() as own:
            own.execute("create schema clean; create schema policy; create schema steps")
            for table in query.reads:
                own.execute(f"create view {table} as from read_parquet('{tables.parquet(table)}')")
            own.execute(f"copy (\n{query.select}\n) to '{target}' (format parquet)")


def built_by(engine: Engine) -> dict[str, list[tuple]]:
    with marts_from(engine=engine, **ROWS) as db:
        return {name: db.execute(f"from {name}").fetchall() for name in all_marts()}


def test_another_engine_gives_the_same_marts():
    ours, others = built_by(DUCKDB), built_by(FromFiles())
    assert others == ours
    assert ours["poverty_incidence"] and ours["registry_summary"] and ours["fund_execution"]
