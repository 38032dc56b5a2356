"""The data dictionary: every column of every table, what it means, and by which raw headers it is recognised.

All of it follows from contracts, descriptions of marts and their SQL; nothing is written here by hand.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from hashlib import sha256
from itertools import chain
from pathlib import Path

import duckdb
import sqlglot
from pydantic import TypeAdapter
from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.optimizer.qualify import qualify
from sqlglot.optimizer.scope import Scope, build_scope
from sqlglot.schema import MappingSchema, Schema

from pipelines.catalogue.quality import QUALITY_TABLES
from pipelines.catalogue.tables import Catalogue
from pipelines.common.code_version import code_version
from pipelines.common.measures import SHOWN_UNITS
from pipelines.marts.mart import Mart, Table
from pipelines.marts.policies import load_policy_tables
from pipelines.quality.coverage import COVERAGE
from pipelines.registers.areas import AREA_LEVELS, AREA_TABLE, AREAS_TITLE
from pipelines.registers.columns import Column
from pipelines.registers.contract import Register
from pipelines.registers.row_keys import HEAD_COLUMNS

Origin = tuple[str, str]
"""A table (clean.<register>, policy.<table>) and one of its columns."""

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


_COLUMNS = TypeAdapter(list[DictionaryColumn])


def kept_dictionary(catalogue: Catalogue, file: Path) -> list[DictionaryColumn]:
    """The dictionary as this very program kept it in the file for this very catalogue; else made, and kept there.

    To trace every column takes a fifth of the processor time of a small build.
    """
    with suppress(OSError, ValueError):
        seal, _, content = file.read_text(encoding="utf-8").partition("\n")
        if seal == _seal(catalogue, content):
            return _COLUMNS.validate_json(content)
    made = dictionary(catalogue)
    content = _COLUMNS.dump_json(made).decode()
    with suppress(OSError):
        file.write_text(f"{_seal(catalogue, content)}\n{content}", encoding="utf-8")
    return made


def _seal(catalogue: Catalogue, content: str) -> str:
    """Changes with all that the content follows from, and with the content itself."""
    return sha256(f"{code_version()} {catalogue.digest} {content}".encode()).hexdigest()


def dictionary(catalogue: Catalogue) -> list[DictionaryColumn]:
    """Every column of marts, then of policies, of schema quality and of the cleaned registers."""
    origins = column_origins(catalogue)
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


def column_origins(catalogue: Catalogue) -> dict[str, dict[str, frozenset[Origin]]]:
    """Mart → column → the columns of registers and policies that its values are taken or computed from.

    Columns that only join or filter rows are not among them; rows that are counted are the origin (table, "*").
    A SELECT that DuckDB runs and sqlglot cannot resolve has no origins: that must not stop a release.
    """
    policies = load_policy_tables()
    tables: dict[str, object] = {
        "clean": {
            register.name: {column: kind for column, (kind, _) in register.clean_columns.items()}
            for register in catalogue.registers.values()
        }
        | {
            "areas": dict.fromkeys(AREA_TABLE, "VARCHAR"),
            "coverage": {column.name: column.type for column in COVERAGE.columns},
        },
        "policy": {
            name: {column.name: column.type for column in table.columns} for name, table in policies.items()
        },
        "quality": {
            name: {column.name: column.type for column in table.columns}
            for name, table in QUALITY_TABLES.items()
        },
    }
    schema = MappingSchema(tables, dialect="duckdb")
    traced: dict[str, dict[str, frozenset[Origin]]] = {}
    for mart in [*catalogue.marts.values(), catalogue.reconciliation, catalogue.scorecard]:
        try:
            traced[mart.name] = _Trace(mart, schema, traced).columns()
        except SqlglotError:
            traced[mart.name] = dict.fromkeys((column.name for column in mart.columns), frozenset())
        schema.add_table(f"main.{mart.name}", {column.name: column.type for column in mart.columns})
    return traced


class _Trace:
    """Where the columns of one SELECT come from; other marts that it reads are traced already."""

    def __init__(self, mart: Mart, schema: Schema, traced: Mapping[str, Mapping[str, frozenset[Origin]]]):
        tree = sqlglot.parse_one(mart.select, dialect="duckdb")
        scope = build_scope(qualify(tree, schema=schema, db="main", dialect="duckdb"))
        assert scope is not None, mart.name
        self._root = scope
        self._traced = traced
        self._known: dict[tuple[int, int], frozenset[Origin]] = {}

    def columns(self) -> dict[str, frozenset[Origin]]:
        return {name: self._of(self._root, index) for index, name in enumerate(_names(self._root))}

    def _of(self, scope: Scope, index: int) -> frozenset[Origin]:
        """Origins of the column at that index; a union takes its columns by index and its names from the first."""
        key = id(scope), index
        if key not in self._known:
            if scope.set_operation_scopes:
                parts = (self._of(part, index) for part in scope.set_operation_scopes)
                self._known[key] = frozenset().union(*parts)
            else:
                self._known[key] = self._within(scope, _selects(scope)[index])
        return self._known[key]

    def _within(self, scope: Scope, expression: exp.Expr) -> frozenset[Origin]:
        found: frozenset[Origin] = frozenset()
        for column in expression.find_all(exp.Column):
            found |= self._of_source(scope.sources.get(column.table), column.name)
        if any(isinstance(count.this, exp.Star) for count in expression.find_all(exp.Count)):
            found |= self._rows(scope) - self._keys(scope)
        return found

    def _of_source(self, source: exp.Expr | Scope | None, column: str) -> frozenset[Origin]:
        if isinstance(source, Scope):
            return self._of(source, _names(source).index(column))
        if not isinstance(source, exp.Table):
            return frozenset()  # a column of a subquery, which is reached through its own scope
        if source.db == "main":
            return self._traced[source.name][column]
        return frozenset({(f"{source.db}.{source.name}", column)})

    def _rows(self, scope: Scope) -> frozenset[Origin]:
        """What makes a row that the SELECT reads: the keys that its source is grouped by, else a row of a table."""
        source = next((source for _, source in scope.selected_sources.values()), None)
        if isinstance(source, Scope):
            parts = source.set_operation_scopes or [source]
            return frozenset().union(*(self._keys(part) or self._rows(part) for part in parts))
        if isinstance(source, exp.Table) and source.db == "clean":
            return frozenset({(f"clean.{source.name}", "*")})
        return frozenset()

    def _keys(self, scope: Scope) -> frozenset[Origin]:
        keys = scope.expression.args.get("group")
        return self._within(scope, keys) if keys else frozenset()


def _selects(scope: Scope) -> list[exp.Expr]:
    """The columns of a SELECT; of a union, those of its first part."""
    assert isinstance(scope.expression, exp.Query)
    return scope.expression.selects


def _names(scope: Scope) -> list[str]:
    return [part.alias_or_name for part in _selects(scope)]


def _of_mart(
    table: str,
    mart: Mart,
    origins: Mapping[str, frozenset[Origin]],
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
