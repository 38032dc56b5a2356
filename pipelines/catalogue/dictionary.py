"""The data dictionary: every column of every table, what it means, and by which raw headers it is recognised.

All of it follows from contracts, descriptions of marts and their SQL; nothing is written here by hand.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from itertools import chain
from pathlib import Path

import duckdb

from pipelines.catalogue.origins import Origin, Origins, column_origins
from pipelines.catalogue.quality import QUALITY_TABLES
from pipelines.catalogue.tables import Catalogue
from pipelines.common.measures import SHOWN_UNITS
from pipelines.marts.mart import Mart, Table
from pipelines.marts.policies import load_policy_tables
from pipelines.quality.coverage import COVERAGE
from pipelines.registers.areas import AREA_LEVELS, AREA_TABLE, AREAS_TITLE
from pipelines.registers.columns import Column
from pipelines.registers.contract import Register
from pipelines.registers.row_keys import HEAD_COLUMNS

_UNITS = {"yuan": "元", "persons": "人", "households": "户", **SHOWN_UNITS}
_UNPUBLISHED = "整理后的台账明细，不随发布版本提供；姓名、证件号、电话和账号在整理时已打码或加密。"
_TITLES = {
    "unit": "报送单位",
    "period": "期间",
    "as_of_on": "截止日期",
    "as_of_year": "截止年度",
    "file": "文件",
    "sheet": "工作表",
    "row": "行号",
    "sex": "证件号所示性别",
    "birth_on": "证件号所示出生日期",
    "area": "地区代码",
    "township_area": "乡镇代码",
    "county_area": "县代码",
    "row_key": "行代码",
    "household_key": "户代码",
    "replaced_on": "被代替的日期",
    "area_level": "层级",
    "county": "县",
    "township": "乡镇",
    "village": "行政村",
}
"""Titles of what a cleaned register has beside the columns of its contract."""


@dataclass(frozen=True)
class DictionaryColumn:
    """One column. `sources` are columns of registers and policies that its value comes from, `raw_headers` the
    headers that those are known by in what townships send, `reads` the tables that its table is made from."""

    table_name: str
    table_title: str
    column_name: str
    title: str
    type: str
    value_unit: str | None
    definition: str
    sources: tuple[str, ...] = ()
    raw_headers: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def row(self) -> tuple[str | None, ...]:
        """As a row of quality.dictionary: lists joined by ；, NULL where empty."""
        return tuple("；".join(v) or None if isinstance(v, tuple) else v for v in vars(self).values())

    def as_dict(self) -> dict:
        return asdict(self)


def dictionary(catalogue: Catalogue, traced: Path | None = None) -> list[DictionaryColumn]:
    """Every column of marts, then of policies, of schema quality and of the cleaned registers.

    traced: the file in which `column_origins` keeps what it traces.
    """
    origins = column_origins(catalogue, traced)
    headers = {
        (f"clean.{register.name}", column.name): (column.title, *column.headers)
        for register in catalogue.registers.values()
        for column in register.columns
        if column.name != register.weight
    }
    headers |= {
        ("clean.areas", level): headers[f"clean.{register.name}", level]
        for register in catalogue.registers.values()
        for level in AREA_LEVELS
    }
    headers |= {
        (table, "household_key"): tuple(chain.from_iterable(headers[table, name] for name in HEAD_COLUMNS))
        for register in catalogue.registers.values()
        for table in [f"clean.{register.name}"]
        if "household_key" in register.clean_columns
    }
    marts = catalogue.marts | {mart.table: mart for mart in (catalogue.reconciliation, catalogue.scorecard)}
    return [
        *(c for name, mart in marts.items() for c in _of_mart(name, mart, origins[mart.name], headers)),
        *(c for name, table in load_policy_tables().items() for c in _of_table(f"policy.{name}", table)),
        *(c for name, table in QUALITY_TABLES.items() for c in _of_table(f"quality.{name}", table)),
        *(c for register in catalogue.registers.values() for c in _of_register(register)),
        *_of_areas(),
        *_of_coverage(),
    ]


def add_dictionary(connection: duckdb.DuckDBPyConnection, columns: Iterable[DictionaryColumn]) -> None:
    """Make the table quality.dictionary in the workbench."""
    names = [field.name for field in fields(DictionaryColumn)]
    unnested = ", ".join(f"unnest(?::varchar[]) as {name}" for name in names)
    connection.execute(
        f"create or replace table quality.dictionary as select {unnested}",
        [list(values) for values in zip(*(column.row for column in columns), strict=True)],
    )


def _of_mart(
    table: str,
    mart: Mart,
    origins: Origins,
    headers: Mapping[Origin, tuple[str, ...]],
) -> Iterator[DictionaryColumn]:
    for column in mart.columns:
        sources = sorted(origins[column.name])
        yield DictionaryColumn(
            table,
            mart.title,
            column.name,
            column.title,
            column.type,
            column.unit,
            column.description,
            sources=tuple(f"{origin}.{name}" for origin, name in sources),
            raw_headers=tuple(dict.fromkeys(h for source in sources for h in headers.get(source, ()))),
            reads=tuple(sorted(mart.reads)),
            warnings=mart.warnings,
        )


def _of_table(name: str, table: Table) -> Iterator[DictionaryColumn]:
    for column in table.columns:
        yield DictionaryColumn(
            name,
            table.title,
            column.name,
            column.title,
            column.type,
            column.unit,
            column.description,
        )


def _of_register(register: Register) -> Iterator[DictionaryColumn]:
    for name, (kind, described) in register.clean_columns.items():
        column = register.by_name.get(name)
        _, _, suffix = name.partition("id_")
        yield DictionaryColumn(
            f"clean.{register.name}",
            register.title,
            name,
            column.title if column else _TITLES[name if name in _TITLES else suffix],
            kind,
            _unit(column) if column else None,
            column.description if column else described,
            raw_headers=tuple(dict.fromkeys((column.title, *column.headers))) if column else (),
            warnings=(_UNPUBLISHED,),
        )


def _of_areas() -> Iterator[DictionaryColumn]:
    for name, definition in AREA_TABLE.items():
        yield DictionaryColumn(
            "clean.areas",
            AREAS_TITLE,
            name,
            _TITLES[name],
            "VARCHAR",
            None,
            definition,
            warnings=(_UNPUBLISHED,),
        )


def _of_coverage() -> Iterator[DictionaryColumn]:
    for c in COVERAGE.columns:
        yield DictionaryColumn(
            "clean.coverage",
            COVERAGE.title,
            c.name,
            c.title,
            c.type,
            c.unit,
            c.description,
            warnings=(_UNPUBLISHED,),
        )


def _unit(column: Column) -> str | None:
    if column.kind == "ratio":
        return "比例"
    return _UNITS.get(column.name.rpartition("_")[2])
