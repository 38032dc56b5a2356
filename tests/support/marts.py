"""The marts of rows that a test states, without files and cleaning."""

import tempfile
from collections.abc import Container, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from pipelines.cleaning.gathering import gather
from pipelines.common.sql import identifier
from pipelines.engines.base import Engine
from pipelines.engines.duckdb import DUCKDB
from pipelines.engines.workbench import Workbench
from pipelines.marts.mart import Mart
from pipelines.quality.coverage import record_coverage
from pipelines.quality.reporting_units import unit_areas
from pipelines.registers.areas import areas_of
from pipelines.registers.contract import Register
from pipelines.statements.succession import make_successions
from tests.support.catalogues import all_marts, all_registers

COUNTY, TOWNSHIP = "云溪县", "东镇"


def sent_row(sent: date, /, **facts: Any) -> dict[str, Any]:
    """A row of 甲村 in what TOWNSHIP sent on the day."""
    return {
        "unit": TOWNSHIP, "county": COUNTY, "township": TOWNSHIP, "village": "甲村", "as_of_on": sent, "as_of_year": sent.year,
        "file": f"{sent}.xlsx", "sheet": "",
    } | facts  # fmt: skip


def listed_person(
    sent: date, /, household: str, number: int, status: str, village: str = "甲村", **facts: Any
) -> dict[str, Any]:
    """The row of a person of a household, of which the first is the head."""
    return sent_row(
        sent, village=village, household_id=household, person_id=f"{household}-{number}", row_persons=1,
        exit_status=status, relation="户主" if number == 1 else "之子", **facts,
    )  # fmt: skip


def rows_of(
    mart: str, columns: str, *, level: str = "township", **clean: Sequence[dict[str, Any]]
) -> list[tuple]:
    """Columns of the mart of these rows by register, in order; rows without a number have that of their place.

    No row lacks what the mart requires: it would hold back the delivery that has these rows.
    """
    numbered = {
        register: [{"row": number} | row for number, row in enumerate(rows, start=2)]
        for register, rows in clean.items()
    }
    required = [f"count({column.name})" for column in all_marts()[mart].columns if column.required]
    with marts_from(mart, engine=DUCKDB, **numbered) as con:
        [(rows, *filled)] = con.execute(f"select {', '.join(['count(*)', *required])} from {mart}").fetchall()
        assert {*filled} <= {rows}, f"of {rows} rows {dict(zip(required, filled, strict=True))}"
        return con.execute(
            f"select {columns} from {mart} where area_level = ? order by all", [level]
        ).fetchall()


@contextmanager
def marts_from(
    *wanted: str, engine: Engine = DUCKDB, **clean: list[dict[str, Any]]
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database with the wanted marts, or all, of these rows, which all count, by register; columns that a row does not
    state are NULL."""
    marts = _with_those_below(wanted or all_marts())
    registers = _behind(marts, clean)
    with tempfile.TemporaryDirectory() as folder:
        bench = Workbench(Path(folder) / "bench.duckdb", engine)
        try:
            bench.load_policies()
            gather(bench.connection, registers, [])
            for register in registers.values():
                _show(bench.connection, register, clean.get(register.name, []))
            bench.connection.execute(f"create or replace table clean.areas as {areas_of(registers)}")
            _state(bench.connection, clean)
            _succeed(bench.connection, registers)
            _cover(bench.connection, registers)
            bench.show_build(Path(folder) / "build")
            for mart in marts:
                bench.build(mart)
            yield bench.connection
        finally:
            bench.close()


def _with_those_below(names: Iterable[str]) -> list[Mart]:
    """The marts, each after those that it reads."""
    wanted = {*names}
    for mart in reversed(all_marts().values()):
        if mart.name in wanted:
            wanted |= mart.reads & all_marts().keys()
    return [mart for mart in all_marts().values() if mart.name in wanted]


def _behind(marts: Iterable[Mart], stated: Container[str]) -> dict[str, Register]:
    """The registers that the marts or coverage read, or that rows are stated of: the others take most of the time."""
    read = {"clean.villages"}.union(*(mart.reads for mart in marts))
    return {
        name: register
        for name, register in all_registers().items()
        if name in stated or f"clean.{name}" in read
    }


def _state(con: duckdb.DuckDBPyConnection, clean: dict[str, list[dict[str, Any]]]) -> None:
    """Let every row be in a statement of its unit and day, which counts, and nothing be set aside."""
    con.execute(
        "create or replace table quality.calendar (unit varchar, period varchar, register varchar, due_on date)"
    )
    for name in clean:
        con.execute(
            f"""insert into quality.statements by name select distinct unit, period, file, sheet, '{name}' as register,
                as_of_on, as_of_year, true as counts, 'counted' as status, 'list' as role, [county] as counties, [''] as townships
            from clean.{name}"""
        )


def _cover(con: duckdb.DuckDBPyConnection, registers: dict[str, Register]) -> None:
    units = con.execute("select distinct unit from quality.statements").fetchall()
    record_coverage(con, registers, unit_areas(Path("nowhere"), [unit for (unit,) in units if unit]))


def _succeed(con: duckdb.DuckDBPyConnection, registers: dict[str, Register]) -> None:
    """Let a later list take the place of an earlier one."""
    for register in registers.values():
        if register.counts == "stock":
            counted = make_successions(con, register, _counted(register))
            con.execute(f"create or replace view clean.{register.name} as {counted}")


def _counted(register: Register) -> str:
    return f"select *, {register.key_columns} from state.{register.name}"


def _show(con: duckdb.DuckDBPyConnection, register: Register, rows: list[dict[str, Any]]) -> None:
    columns = register.published_columns
    unknown = {name for row in rows for name in row} - set(columns)
    assert not unknown, f"{register.name} has no {unknown}"
    described = ", ".join(f"{identifier(name)} {kind}" for name, (kind, _) in columns.items())
    con.execute(f"create table state.{register.name} ({described})")
    if rows:
        con.executemany(
            f"insert into state.{register.name} values ({', '.join('?' * len(columns))})",
            [
                [({"unit": "", "period": "", "file": "", "sheet": ""} | row).get(name) for name in columns]
                for row in rows
            ],
        )
    con.execute(f"create or replace view clean.{register.name} as {_counted(register)}")
