"""The release as it may be shown, as a DuckDB file that a page asks in SQL."""

import base64
import gzip
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from pipelines.catalogue.chinese import chinese_columns, chinese_name
from pipelines.catalogue.quality import QUALITY_TABLES
from pipelines.catalogue.tables import Catalogue
from pipelines.common.sql import literal, transaction
from pipelines.disclosure.suppression import OF_REPORTS
from pipelines.marts.mart import Table
from pipelines.marts.policies import load_policy_tables
from pipelines.releases.store import STORAGE

NOT_SHOWN = {"finding_rows": None, "quarantine": ("raw",), "findings": ("sample",), "statements": ("sums",)}
"""Tables of schema quality that hold what stood in cells → the columns that are left blank; None leaves the table out."""


def write_database_script(release: duckdb.DuckDBPyConnection, catalogue: Catalogue, path: Path) -> None:
    """Write a script that hands the page the file; it says what the pages say, and withholds what they withhold.

    release: of `open_publishable`.
    """
    with TemporaryDirectory(prefix="township-") as folder:
        database = Path(folder) / "release.duckdb"
        _write(release, catalogue, database)
        packed = base64.b64encode(gzip.compress(database.read_bytes(), mtime=0)).decode()
    path.write_text(f"township.database = '{packed}';\n", encoding="utf-8")


def _write(release: duckdb.DuckDBPyConnection, catalogue: Catalogue, path: Path) -> None:
    own = release.execute("select current_database()").fetchall()[0][0]
    release.execute(f"attach {literal(path)} as shown (read_write, {STORAGE})")
    try:
        with transaction(release):
            release.execute("create schema shown.policy; create schema shown.quality; create schema shown.zh")
            for mart in catalogue.marts.values():
                _copy(release, mart.name, f"temp.main.{mart.name}", mart, catalogue)
            for name, policy in load_policy_tables().items():
                _copy(release, f"policy.{name}", f"{own}.policy.{name}", policy, catalogue)
            made = catalogue.reconciliation, catalogue.scorecard
            for name, table in (QUALITY_TABLES | {mart.name: mart for mart in made}).items():
                blank = NOT_SHOWN.get(name, ())
                if blank is None:
                    continue
                is_withheld_in = table is catalogue.reconciliation or name in OF_REPORTS
                source = f"temp.main.{name}" if is_withheld_in else f"{own}.quality.{name}"
                blanked = ", ".join(f"null::varchar as {column}" for column in blank)
                replaced = f" replace ({blanked})" if blank else ""
                _copy(release, f"quality.{name}", f"(select *{replaced} from {source})", table, catalogue)
    finally:
        release.execute("detach shown")


def _copy(
    release: duckdb.DuckDBPyConnection, name: str, source: str, table: Table, catalogue: Catalogue
) -> None:
    """Copy one table, and once more in Chinese."""
    columns = ", ".join(column.name for column in table.columns)
    release.execute(f"create table shown.{name} as select {columns} from {source}")
    chinese = chinese_columns(table, catalogue)
    release.execute(f"create table shown.{chinese_name(table)} as select {chinese} from shown.{name}")
