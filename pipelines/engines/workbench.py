"""The DuckDB file in which a build comes together: views of what was cleaned, policy, marts and quality.

A mart is a Parquet file in the folder of its build, written by an engine, and a view of it here; so is a step that several
marts read. Checks and releases read the views, whichever engine it was.
"""

import re
from pathlib import Path

import duckdb

from pipelines.common.errors import BusyWorkspace, UserError
from pipelines.common.notices import warn
from pipelines.common.sql import literal, scalar
from pipelines.engines.base import Engine
from pipelines.engines.duckdb import DUCKDB
from pipelines.marts.mart import Mart, Query
from pipelines.marts.policies import load_policy_tables
from pipelines.policy import FOLDER as POLICY

_HELD_ELSEWHERE = re.compile(r"\block\b|used by another process")


class Workbench:
    """One build's tables. Only one process at a time can hold it; a second one gets an error that names this.

    Its memory limit is about what the checks of a million persons take anyway: what a larger registry needs beyond it
    waits on disk.
    """

    def __init__(self, path: Path, engine: Engine = DUCKDB, memory_limit: str = "400MB"):
        self._engine = engine
        path.parent.mkdir(parents=True, exist_ok=True)
        config: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": memory_limit,
            "temp_directory": str(path.parent / "spill"),
        }
        try:
            self.connection = _opened(path, config)
        except duckdb.Error as error:
            if _HELD_ELSEWHERE.search(str(error)):
                raise BusyWorkspace from None
            for damaged in (path, path.with_name(f"{path.name}.wal")):
                damaged.unlink(missing_ok=True)
            self.connection = _opened(path, config)
            warn(f"{path} 打不开，已重新做了一个。", f"{path} did not open and was made again.")
        if path.exists():  # not :memory:
            path.chmod(0o600)  # texts in it may name persons, and files that are called after them
        for schema in ("clean", "policy", "quality", "state", "steps"):
            self.connection.execute(f"create schema if not exists {schema}")
        self._folder = path.parent

    def close(self) -> None:
        self.connection.close()

    def load_policies(self, folder: Path = POLICY) -> None:
        """Schema policy: one table per CSV, with the types of policies.yml.

        Raises UserError naming the CSV, its line and column, where a value is of another type.
        """
        for name, policy in load_policy_tables(folder).items():
            types = "{" + ", ".join(f"'{one.name}': '{one.type}'" for one in policy.columns) + "}"
            path = folder / f"{name}.csv"
            try:
                self.connection.execute(
                    f"create or replace table policy.{name} as "
                    f"select * from read_csv(?, header = true, auto_detect = false, delim = ',', quote = '\"', "
                    f"columns = {types})",
                    [str(path)],
                )
            except duckdb.Error as error:
                raise UserError(f"{path}: {' '.join(str(error).split('Possible')[0].split())}") from None

    def show_build(self, folder: Path) -> None:
        """Make views of the marts that the folder of a build holds, and of no others."""
        self._folder = folder
        views = self.connection.execute(
            "select schema_name, view_name from duckdb_views() where schema_name in ('main', 'quality', 'steps') and not internal"
        )
        for schema, name in views.fetchall():
            self.connection.execute(f"drop view {schema}.{name}")
        for path in sorted(folder.glob("*.parquet")):
            try:
                self._show(path)
            except duckdb.Error:
                path.unlink()
                warn(f"{path} 打不开，正在重新生成。", f"{path} did not open and is built again.")

    def _show(self, path: Path) -> None:
        self.connection.execute(f"create or replace view {path.stem} as from read_parquet({literal(path)})")

    def build(self, mart: Mart) -> int:
        """Write a mart into the folder of the build, make a view of it, and return its rows.

        Raises UserError where it reads a table that the build does not have yet, or where the SELECT's columns are not
        those that the description names.
        """
        self._verify_columns(mart)
        # figures on the build itself are DuckDB's: no lint keeps their SELECTs portable
        engine = self._engine if mart.schema_name == "main" else DUCKDB
        for step in mart.steps:
            if not (self._folder / f"{step.table}.parquet").exists():
                self._write(engine, step.query, step.table)
        self._write(engine, mart.query, mart.table)
        return self.count(mart.table)

    def _write(self, engine: Engine, query: Query, table: str) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{table}.parquet"
        unfinished = path.with_suffix(".unfinished")
        engine.write(query, self, unfinished)
        unfinished.replace(path)
        self._show(path)

    def keep(self, table: str, select: str) -> None:
        """Write what a SELECT gives into the folder of the build, and make a view of it: a table that no mart is."""
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{table}.parquet"
        unfinished = path.with_suffix(".unfinished")
        self.connection.execute(f"copy ({select}) to {literal(unfinished)} (format parquet)")
        unfinished.replace(path)
        self._show(path)

    def parquet(self, table: str) -> Path:
        """The file of a mart; of another table, one that is written when it is first asked for."""
        path = self._folder / f"{table}.parquet"
        if not path.exists():
            path = self._folder / "read" / path.name
            path.parent.mkdir(parents=True, exist_ok=True)
            self.connection.execute(f"copy (from {table}) to {literal(path)} (format parquet)")
        return path

    def _verify_columns(self, mart: Mart) -> None:
        try:
            given = self.connection.execute(f"describe {mart.sql}").fetchall()
        except duckdb.ProgrammingError as error:
            slip = " ".join(str(error).split("LINE")[0].split())
            if slip.startswith("Catalog Error: Table"):
                missing = slip.removeprefix("Catalog Error: ")
                raise UserError(f"{mart.name} reads a table that is not built yet: {missing}") from None
            raise UserError(f"{mart.name}.sql does not fit the tables that it reads: {slip}") from None
        found = {name: kind for name, kind, *_ in given}
        described = {column.name: column.type for column in mart.computed_columns}
        for name in dict.fromkeys((*found, *described)):
            if _kind(found.get(name, "")) != _kind(described.get(name, "")):
                gives, expects = (
                    f"{name} as {of[name]}" if name in of else f"no {name}" for of in (found, described)
                )
                raise UserError(f"{mart.name}.sql gives {gives} where {mart.name}.yml describes {expects}.")

    def count(self, table: str) -> int:
        return scalar(self.connection, f"select count(*) from {table}")


def _kind(type: str) -> str:
    """The type, whichever the width of an exact number: a sum is wider than what it adds up."""
    integer = re.sub(r"^(HUGEINT|BIGINT|INTEGER)$", "an integer", type)
    return re.sub(r"^DECIMAL\(\d+,", "DECIMAL(,", integer)


def _opened(path: Path, config: dict[str, str | bool | int | float | list[str]]) -> duckdb.DuckDBPyConnection:
    """A connection through which the state of the build before, the only thing that is read before it is written, was
    read.
    """
    connection = duckdb.connect(str(path), config=config)
    try:
        kept = connection.execute(
            "select table_name from duckdb_tables() where schema_name = 'state'"
        ).fetchall()
        for (table,) in kept:
            connection.execute(f"from state.{table}").fetchall()
    except duckdb.Error:
        connection.close()
        raise
    return connection
