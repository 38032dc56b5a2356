"""The engine for registries past one machine: Spark runs SELECTs over the Parquet files of the tables that they read.

Needs the extra `spark`. It connects to the server that SPARK_REMOTE names (sc://host:port, Spark 4 or Sail), which must see
the workspace under the same paths; without it, Sail serves from this process.
"""

import os
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import sqlglot
from sqlglot import exp

from pipelines.common.errors import UserError
from pipelines.common.sql import literal
from pipelines.engines.base import Engine, Tables
from pipelines.marts.mart import Query

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


class _Spark:
    def write(self, query: Query, tables: Tables, target: Path) -> None:
        session = self._session
        from pyspark.errors import PySparkException

        try:
            for table in query.reads:
                session.read.parquet(str(tables.parquet(table))).createOrReplaceTempView(_view(table))
            rows = session.sql(in_spark(query.select, query.reads)).toArrow()
        except PySparkException as error:
            raise UserError(
                f"Spark could not build {query.name}: {' '.join(str(error).split())[:300]}"
            ) from None
        # Spark has one width of integer and of DECIMAL for what is another in DuckDB
        columns = ", ".join(
            f"cast({column.name} as {column.type}) as {column.name}" for column in query.columns
        )
        with tables.connection.cursor() as db:
            db.register("spark_rows", rows)
            db.execute(
                f"copy (select {columns or '*'} from spark_rows) to {literal(target)} (format parquet)"
            )

    @cached_property
    def _session(self) -> "SparkSession":
        try:
            from pyspark.sql import SparkSession
        except ImportError:
            raise UserError(
                "The engine spark is not installed; run: make spark",
                "没有安装 spark 引擎；请运行 make spark。",
            ) from None
        return SparkSession.builder.remote(os.environ.get("SPARK_REMOTE") or self._serve()).getOrCreate()

    def _serve(self) -> str:
        os.environ.setdefault("RUST_LOG", "error")  # Sail tells every connection
        from pysail.spark import SparkConnectServer

        self._server = SparkConnectServer()
        self._server.start()
        _, port = self._server.listening_address
        return f"sc://localhost:{port}"


SPARK: Engine = _Spark()


def in_spark(select: str, reads: frozenset[str]) -> str:
    """The SELECT of a mart in Spark's dialect; it reads a table clean.<register> as the view clean__<register>."""
    tree = sqlglot.parse_one(select, dialect="duckdb")
    for table in [*tree.find_all(exp.Table)]:
        name = f"{table.db}.{table.name}" if table.db else table.name
        if name in reads:
            table.replace(exp.alias_(exp.to_table(_view(name)), table.alias_or_name, table=True))
    for concatenated in tree.find_all(exp.Concat):
        texts = [exp.cast(part, exp.DataType.Type.TEXT) for part in concatenated.expressions]
        concatenated.set("expressions", texts)
    _write_windows_out(tree)
    return _without_qualify(tree).sql(dialect="spark")


def _view(table: str) -> str:
    return table.replace(".", "__")


def _write_windows_out(tree: exp.Expr) -> None:
    """Spark knows no window that adds an order to a named one, and no named one once QUALIFY is a subquery."""
    for select in tree.find_all(exp.Select):
        named = {window.name: window for window in select.args.get("windows") or []}
        for window in [*select.find_all(exp.Window)]:
            if window.alias in named and window.parent_select is select:
                base = named[window.alias].copy()
                for part in ("partition_by", "order", "spec"):
                    window.set(part, window.args.get(part) or base.args.get(part))
                window.set("alias", None)
        select.set("windows", None)


def _without_qualify(tree: exp.Expr) -> exp.Expr:
    """Spark has no QUALIFY: the condition becomes a column of a subquery.

    sqlglot's own rewriting names columns twice where the SELECT has a star.
    """
    for number, select in enumerate([*tree.find_all(exp.Select)]):
        qualify = select.args.get("qualify")
        if qualify is None:
            continue
        inner, kept = select.copy(), f"is_kept_{number}"
        for part in ("qualify", "with_", "order"):
            inner.set(part, None)
        inner.select(exp.alias_(qualify.this.copy(), kept), copy=False)
        columns = ["*"] if select.is_star else select.named_selects
        outer = exp.select(*columns).from_(inner.subquery("chosen")).where(kept)
        for part in ("with_", "order"):
            outer.set(part, select.args.get(part))
        if select is tree:
            tree = outer
        else:
            select.replace(outer)
    return tree
