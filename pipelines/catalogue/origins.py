"""Which columns of registers and policies each column of a mart is taken or computed from, by its SELECT as sqlglot reads it.

To trace all marts takes a tenth of the processor time of a small build, so what was traced is kept beside a digest of all
that it follows from.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.optimizer.qualify import qualify
from sqlglot.optimizer.scope import Scope, build_scope
from sqlglot.schema import MappingSchema, Schema

from pipelines.catalogue.quality import QUALITY_TABLES
from pipelines.catalogue.tables import Catalogue
from pipelines.marts.mart import Mart
from pipelines.marts.policies import load_policy_tables
from pipelines.quality.coverage import COVERAGE
from pipelines.registers.areas import AREA_TABLE

Origin = tuple[str, str]
"""A table (clean.<register>, policy.<table>) and one of its columns."""
Origins = dict[str, frozenset[Origin]]
"""Column of a mart → what its values come from."""
_Columns = Mapping[str, str]
"""Column of a table → its type."""


def column_origins(catalogue: Catalogue, file: Path | None = None) -> dict[str, Origins]:
    """Mart → column → the columns of registers and policies that its values are taken or computed from.

    Columns that only join or filter rows are not among them; rows that are counted are the origin (table, "*").
    A SELECT that DuckDB runs and sqlglot cannot resolve has no origins: that must not stop a release.

    file: where origins are kept. A mart is traced where those kept of it follow from anything else than these would.
    """
    tables = _tables(catalogue)
    kept = _read(file) if file else {}
    found: dict[str, tuple[str, Origins]] = {}
    traced: dict[str, Origins] = {}
    for mart in [*catalogue.marts.values(), catalogue.reconciliation, catalogue.scorecard]:
        read = {table: tables[table] for table in sorted(mart.reads) if table in tables}
        digest = _digest(mart, read, traced)
        if mart.name in kept and kept[mart.name][0] == digest:
            found[mart.name] = kept[mart.name]
        else:
            found[mart.name] = digest, _origins(mart, read, traced)
        traced[mart.name] = found[mart.name][1]
    if file and not found.items() <= kept.items():
        _write(file, kept | found)
    return traced


def _tables(catalogue: Catalogue) -> dict[str, _Columns]:
    """Every table that a mart may read, by its name in SQL."""
    described = {f"policy.{name}": table for name, table in load_policy_tables().items()}
    described |= {f"quality.{name}": table for name, table in QUALITY_TABLES.items()}
    described |= {"clean.coverage": COVERAGE, **catalogue.marts}
    described |= {mart.table: mart for mart in (catalogue.reconciliation, catalogue.scorecard)}
    return {
        **{name: {column.name: column.type for column in t.columns} for name, t in described.items()},
        "clean.areas": dict.fromkeys(AREA_TABLE, "VARCHAR"),
        **{
            f"clean.{register.name}": {name: kind for name, (kind, _) in register.clean_columns.items()}
            for register in catalogue.registers.values()
        },
    }


def _origins(mart: Mart, read: Mapping[str, _Columns], traced: Mapping[str, Origins]) -> Origins:
    schema = MappingSchema(dialect="duckdb")
    for table, columns in read.items():
        schema.add_table(table if "." in table else f"main.{table}", dict(columns))
    try:
        return _Trace(mart, schema, traced).columns()
    except SqlglotError:
        return dict.fromkeys((column.name for column in mart.columns), frozenset())


def _digest(mart: Mart, read: Mapping[str, _Columns], traced: Mapping[str, Origins]) -> str:
    """Changes with all that the origins of the mart follow from."""
    behind = {table: _sorted(traced[table]) for table in read if table in traced}
    described = [column.name for column in mart.columns]
    return sha256(json.dumps([_tracer(), mart.select, described, read, behind]).encode()).hexdigest()


@cache
def _tracer() -> str:
    """Changes with what traces."""
    return f"{sqlglot.__version__} {sha256(Path(__file__).read_bytes()).hexdigest()}"


def _sorted(origins: Origins) -> dict[str, list[Origin]]:
    return {column: sorted(of) for column, of in origins.items()}


def _read(file: Path) -> dict[str, tuple[str, Origins]]:
    """Mart → digest and origins; nothing of a file that is not there, or not as it was written."""
    with suppress(OSError, ValueError):
        seal, _, content = file.read_text(encoding="utf-8").partition("\n")
        if seal == sha256(content.encode()).hexdigest():
            return {
                mart: (digest, {name: frozenset((t, c) for t, c in of) for name, of in origins.items()})
                for mart, (digest, origins) in json.loads(content).items()
            }
    return {}


def _write(file: Path, origins: Mapping[str, tuple[str, Origins]]) -> None:
    content = json.dumps({mart: (digest, _sorted(of)) for mart, (digest, of) in sorted(origins.items())})
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{sha256(content.encode()).hexdigest()}\n{content}", encoding="utf-8")


class _Trace:
    """Where the columns of one SELECT come from; other marts that it reads are traced already."""

    def __init__(self, mart: Mart, schema: Schema, traced: Mapping[str, Origins]):
        tree = sqlglot.parse_one(mart.select, dialect="duckdb")
        scope = build_scope(qualify(tree, schema=schema, db="main", dialect="duckdb"))
        assert scope is not None, mart.name
        self._root = scope
        self._traced = traced
        self._known: dict[tuple[int, int], frozenset[Origin]] = {}

    def columns(self) -> Origins:
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
