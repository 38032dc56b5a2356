"""Proof of the rules in `expectations/`: rows that make each of them fire, and rows that keep it silent.

`<table>.yml` beside this file has

    common: {…}             # columns that all rows share, beside where and when a row of a register was delivered
    rows: [{…}, …]          # rows that no rule has anything against
    levels: true            # of a mart: each row for the village, for its township and for its county
    cases:
      <rule>:
        fires: [<change>, …]    # at least one
        silent: [<change>, …]   # near misses, at least one

A change says what is different from the good rows: `{1: {relation: 户主}}` sets a column of the second row, `{1: null}`
leaves the row out, a position past the end adds a row like the first, and `{clean.villages: {0: {…}}}` changes the
rows of another table.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import yaml

from pipelines.engines.workbench import Workbench
from pipelines.marts.mart import load_marts
from pipelines.registers.contract import load_registers

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
"""Where a row of a register was delivered, and what area it speaks of."""


@dataclass(frozen=True)
class Proof:
    """The good rows of a table, and for each rule the changes that make it fire and that keep it silent."""

    table: str
    rows: Rows
    fires: Mapping[str, list[Change]]
    silent: Mapping[str, list[Change]]


@contextmanager
def empty_database() -> Iterator[duckdb.DuckDBPyConnection]:
    """Every register and mart as an empty table with the columns of its contract, and the policies as they are."""
    workbench = Workbench(Path(":memory:"))
    workbench.load_policies()
    for name, register in load_registers().items():
        columns = ", ".join(f"{column} {type}" for column, (type, _) in register.published_columns.items())
        workbench.connection.execute(f"create table clean.{name} ({columns})")
    for name, mart in load_marts().items():
        columns = ", ".join(f"{column.name} {column.type}" for column in mart.columns)
        workbench.connection.execute(f"create table {name} ({columns})")
    yield workbench.connection
    workbench.close()


def load_proofs() -> dict[str, Proof]:
    return {path.stem: _load(path) for path in sorted(Path(__file__).parent.glob("*.yml"))}


def _load(path: Path) -> Proof:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    common = (DELIVERY if path.stem.startswith("clean.") else {}) | content.get("common", {})
    rows = [common | row for row in content["rows"]]
    if content.get("levels"):
        rows = [each for row in rows for each in at_every_level(row)]
    cases = content["cases"]
    return Proof(
        path.stem,
        rows,
        {rule: case.get("fires", []) for rule, case in cases.items()},
        {rule: case.get("silent", []) for rule, case in cases.items()},
    )


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
    changes = {table: {key: value for key, value in change.items() if isinstance(key, int)}}
    changes |= {key: value for key, value in change.items() if isinstance(key, str)}
    for name, positions in changes.items():
        fill(connection, name, _apply(proofs[name].rows, positions))
    try:
        yield
    finally:
        for name in changes:
            fill(connection, name, proofs[name].rows)


def _apply(good: Rows, positions: Mapping[int, dict[str, Any] | None]) -> Rows:
    added = sum(position >= len(good) for position in positions)
    rows = [*good, *good[:1] * added]
    changes = (positions.get(number, {}) for number in range(len(rows)))
    return [row | change for row, change in zip(rows, changes, strict=True) if change is not None]
