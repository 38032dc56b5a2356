"""Proof of the rules in `expectations/`: rows that make each of them fire, and rows that keep it silent.

`<table>.yml` beside this file has

    common: {…}             # columns that all rows share, beside where and when a row of a register was delivered
    rows: [{…}, …]          # rows that no rule has anything against
    beside: [<table>, …]    # registers without which the good rows break a rule
    levels: true            # of a mart: each row for the village, for its township and for its county
    cases:
      <rule>:
        fires: [<change>, …]    # at least one
        silent: [<change>, …]   # near misses, at least one
        planted: <change>       # how files break it, where files cannot hold the rows of the first of `fires`
        entails: {<rule>: <why>, …}     # rules that cannot but fire beside it there; those of other tables as <table>.<rule>
        county: <name>          # of a place that policy has a rule for
        unreachable: <why>      # instead, where no file can break it

A change states what is different from the good rows: `{1: {relation: 户主}}` sets a column of the second row, `{1: null}`
leaves the row out, a position past the end adds a row like the first, and `{clean.villages: {0: {…}}}` changes the
rows of another table.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
from pydantic import BaseModel, ConfigDict

from pipelines.catalogue.quality import QUALITY_TABLES
from pipelines.common.yaml_files import read_yaml
from pipelines.engines.workbench import Workbench
from tests.support.catalogues import all_marts, all_registers

Rows = list[dict[str, Any]]
Change = dict[int | str, Any]

DELIVERY = {
    "unit": "木棠镇",
    "period": "2018",
    "as_of_on": date(2018, 12, 31),
    "as_of_year": 2018,
    "file": "a.xlsx",
    "sheet": "Sheet1",
    "row": 2,
    "county": "儋州市",
    "township": "木棠镇",
    "village": "薛宅村",
}
"""Where a row of a register was delivered, and its area."""


class Case(BaseModel):
    """The changes that make a rule fire and that keep it silent, and how the files of a delivery break it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    fires: list[Change] = []
    silent: list[Change] = []
    planted: Change | None = None
    entails: dict[str, str] = {}
    county: str | None = None
    unreachable: str | None = None


@dataclass(frozen=True)
class Proof:
    """The good rows of a table, and a case for each of its rules."""

    table: str
    rows: Rows
    cases: Mapping[str, Case]
    beside: Sequence[str] = ()


@contextmanager
def empty_database() -> Iterator[duckdb.DuckDBPyConnection]:
    """Every register and mart as an empty table with the columns of its contract, and the policies as they are."""
    workbench = Workbench(Path(":memory:"))
    workbench.load_policies()
    for name, register in all_registers().items():
        columns = ", ".join(f"{column} {type}" for column, (type, _) in register.published_columns.items())
        workbench.connection.execute(f"create table clean.{name} ({columns})")
    for name, mart in all_marts().items():
        columns = ", ".join(f"{column.name} {column.type}" for column in mart.columns)
        workbench.connection.execute(f"create table {name} ({columns})")
    create_table(workbench.connection, "report_figures")
    yield workbench.connection
    workbench.close()


def create_table(db: duckdb.DuckDBPyConnection, name: str) -> None:
    """Make an empty table of schema quality."""
    columns = ", ".join(f"{column.name} {column.type}" for column in QUALITY_TABLES[name].columns)
    db.execute(f"create schema if not exists quality; create table quality.{name} ({columns})")


@cache
def load_proofs() -> dict[str, Proof]:
    return {path.stem: _load(path) for path in sorted(Path(__file__).parent.glob("*.yml"))}


def _load(path: Path) -> Proof:
    content = read_yaml(path)
    common = (DELIVERY if path.stem.startswith("clean.") else {}) | content.get("common", {})
    rows = [common | row for row in content["rows"]]
    if content.get("levels"):
        rows = [each for row in rows for each in at_every_level(row)]
    cases = {rule: Case.model_validate(case) for rule, case in content["cases"].items()}
    return Proof(path.stem, rows, cases, content.get("beside", ()))


def at_every_level(row: dict[str, Any]) -> Rows:
    """The row for the one village, for its township and for its county."""
    area = {"county": "儋州市", "township": "木棠镇", "village": "薛宅村"}
    return [
        row | area | {"area_level": "village"},
        row | area | {"area_level": "township", "village": None},
        row | area | {"area_level": "county", "village": None, "township": None},
    ]


def fill(connection: duckdb.DuckDBPyConnection, table: str, rows: Rows) -> None:
    """Let the table hold these rows and no others; columns that they do not name are empty."""
    connection.execute(f"delete from {table}")
    if rows:
        columns = list(dict.fromkeys(column for row in rows for column in row))
        marks = ", ".join([f"({', '.join('?' * len(columns))})"] * len(rows))
        values = [row.get(column) for row in rows for column in columns]
        connection.execute(f"insert into {table} ({', '.join(columns)}) values {marks}", values)


@contextmanager
def changed(
    connection: duckdb.DuckDBPyConnection, proofs: Mapping[str, Proof], table: str, change: Change
) -> Iterator[None]:
    """The tables with the change made; the good rows are there again afterwards."""
    tables = apply_change(proofs, table, change)
    for name, rows in tables.items():
        fill(connection, name, rows)
    try:
        yield
    finally:
        for name in tables:
            fill(connection, name, proofs[name].rows)


def apply_change(proofs: Mapping[str, Proof], table: str, change: Change) -> dict[str, Rows]:
    """The rows of each table that the change to the good rows of `table` touches."""
    changes: dict[str, dict] = {table: {key: value for key, value in change.items() if isinstance(key, int)}}
    changes |= {key: value for key, value in change.items() if isinstance(key, str)}
    return {name: _apply(proofs[name].rows, positions) for name, positions in changes.items()}


def _apply(good: Rows, positions: Mapping[int, dict[str, Any] | None]) -> Rows:
    added = sum(position >= len(good) for position in positions)
    rows = [*good, *good[:1] * added]
    changes = (positions.get(number, {}) for number in range(len(rows)))
    return [row | change for row, change in zip(rows, changes, strict=True) if change is not None]
