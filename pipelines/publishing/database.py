"""The tables of a release: its DuckDB file, with comments and in Chinese too, and the same as Parquet."""

from collections.abc import Mapping
from pathlib import Path

import duckdb

from pipelines.catalogue.chinese import chinese_columns, chinese_name
from pipelines.catalogue.quality import QUALITY_TABLES
from pipelines.catalogue.tables import Catalogue
from pipelines.common.sql import identifier, literal, scalar, transaction
from pipelines.engines.workbench import Workbench
from pipelines.marts.mart import Table
from pipelines.marts.policies import load_policy_tables
from pipelines.publishing.redaction import rows_without_names
from pipelines.releases.store import STORAGE
from pipelines.values.people import People


def write_database(workbench: Workbench, catalogue: Catalogue, path: Path, people: People) -> dict[str, int]:
    """Write the marts, the policy and the quality tables, each once more in Chinese, and return the rows of each.

    No text of a quality table names one of these people.
    """
    db = workbench.connection
    quality = QUALITY_TABLES | {mart.name: mart for mart in (catalogue.reconciliation, catalogue.scorecard)}
    counts = {}
    db.execute(f"attach {literal(path)} as release ({STORAGE})")
    try:
        with transaction(db):
            db.execute(
                "create schema release.policy; create schema release.quality; create schema release.zh"
            )
            for mart in catalogue.marts.values():
                counts[mart.name] = _copy(db, f"main.{mart.name}", f"from main.{mart.name}", mart, catalogue)
            for name, policy in load_policy_tables().items():
                counts[f"policy.{name}"] = _copy(
                    db, f"policy.{name}", f"from policy.{name}", policy, catalogue
                )
            for name, table in quality.items():
                rows = rows_without_names(db, f"quality.{name}", table, people)
                counts[f"quality.{name}"] = _copy(db, f"quality.{name}", rows, table, catalogue)
    finally:
        db.execute("detach release")
    return counts


def _copy(db: duckdb.DuckDBPyConnection, name: str, rows: str, table: Table, catalogue: Catalogue) -> int:
    """Copy one table with its comments, and once more in Chinese, names and codes, into schema zh."""
    columns = ", ".join(column.name for column in table.columns)
    stored, chinese = f"release.{name}", f"release.{chinese_name(table)}"
    db.execute(f"create table {stored} as select {columns} from ({rows})")
    db.execute(f"create table {chinese} as select {chinese_columns(table, catalogue)} from {stored}")
    for copy in (stored, chinese):
        db.execute(f"comment on table {copy} is {literal(table.comment)}")
    for column in table.columns:
        comment = literal(column.comment)
        db.execute(f"comment on column {stored}.{column.name} is {comment}")
        db.execute(f"comment on column {chinese}.{identifier(column.title)} is {comment}")
    return scalar(db, f"select count(*) from {stored}")


def write_parquet(database: Path, folder: Path, tables: Mapping[str, int]) -> None:
    """Write each table, with its comment and those of its columns, by their names, as metadata of the file."""
    with duckdb.connect(str(database), read_only=True) as db:
        comments = _comments(db)
        for table in tables:
            metadata = ", ".join(
                f"{identifier(name)}: {literal(comment)}" for name, comment in comments[table]
            )
            target = literal(folder / f"{table}.parquet")
            db.execute(
                f"copy {table} to {target} (format parquet, compression zstd, kv_metadata {{{metadata}}})"
            )


def _comments(db: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[str, str]]]:
    """Table → its own comment and those of its columns, each with its name."""
    found = db.execute(
        """select concat_ws('.', nullif(schema_name, 'main'), table_name), 'table', comment, -1 as place
           from duckdb_tables() where database_name = current_database()
           union all
           select concat_ws('.', nullif(schema_name, 'main'), table_name), column_name, comment, column_index
           from duckdb_columns() where database_name = current_database()
           order by place"""
    )
    comments: dict[str, list[tuple[str, str]]] = {}
    for table, name, comment, _ in found.fetchall():
        comments.setdefault(table, []).append((name, comment))
    return comments
