"""Holds that a release opens in the oldest DuckDB that the handbooks promise.

That DuckDB lives in a folder of its own under `.cache/`, fetched once with the hashes of `old_duckdb.txt`.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.catalogue.tables import Catalogue

ROOT = Path(__file__).parents[1]
REQUIREMENTS = ROOT / "tests" / "old_duckdb.txt"
VERSION = REQUIREMENTS.read_text(encoding="utf-8").split()[0].removeprefix("duckdb==")

# Run by both DuckDBs: what each finds in the file, as JSON. Every row of every relation is read.
INVENTORY = """
import duckdb, json, sys
with duckdb.connect(sys.argv[1], read_only=True) as connection:
    def rows(sql):
        return [list(row) for row in connection.execute(sql).fetchall()]
    relations = rows(
        "select schema_name, table_name, comment from duckdb_tables() where not internal order by 1, 2"
    )
    columns = rows(
        "select schema_name, table_name, column_name, data_type, comment from duckdb_columns() "
        "where not internal order by 1, 2, 3"
    )
    counts = {
        f"{schema}.{name}": len(connection.execute(f'select * from "{schema}"."{name}"').fetchall())
        for schema, name, _ in relations
    }
found = {"version": duckdb.__version__, "relations": relations, "columns": columns, "counts": counts}
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def old_duckdb() -> Path:
    """Folder with the old DuckDB, to be put on PYTHONPATH."""
    tag = f"cp{sys.version_info.major}{sys.version_info.minor}"
    folder = ROOT / ".cache" / f"duckdb-{VERSION}-{tag}-{sys.platform}"
    if not (folder / f"duckdb-{VERSION}.dist-info").is_dir():
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        command += ["--no-deps", "--only-binary", ":all:", "--require-hashes", "--upgrade"]
        command += ["--target", str(folder), "-r", str(REQUIREMENTS)]
        install = subprocess.run(command, capture_output=True, text=True, check=False)
        if install.returncode:
            reason = (install.stderr.strip().splitlines() or ["pip failed"])[-1]
            pytest.skip(f"duckdb {VERSION} could not be fetched: {reason}")
    return folder


def inventory(database: Path, path: Path | None = None) -> dict[str, Any]:
    """What DuckDB finds in `database`: this environment's, or the one in the folder `path`."""
    environment = os.environ | ({"PYTHONPATH": str(path)} if path else {})
    run = subprocess.run(
        [sys.executable, "-c", INVENTORY, str(database)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


@pytest.mark.network
def test_release_opens_in_the_oldest_duckdb(sample_release: Path, old_duckdb: Path):
    database = sample_release / "township.duckdb"
    new = inventory(database)
    old = inventory(database, old_duckdb)

    assert (new.pop("version"), old.pop("version")) == (duckdb.__version__, VERSION)
    assert old == new
    assert {schema for schema, _, _ in old["relations"]} >= {"main", "quality", "zh"}
    assert [name for _, name, comment in old["relations"] if not comment] == []
    tables = [column for column in old["columns"] if column[0] == "main"]
    assert [f"{table}.{column}" for _, table, column, _, comment in tables if not comment] == []


# Run by the old DuckDB: rows of each table of schema zh in two releases that are attached together.
TOGETHER = """
import duckdb, json, sys
with duckdb.connect() as connection:
    for name, database in zip(("one", "other"), sys.argv[1:]):
        connection.execute(f"attach '{database}' as {name} (read_only)")
    tables = [table for table, in connection.execute(
        "select distinct table_name from information_schema.tables where table_schema = 'zh'").fetchall()]
    counts = {
        name: {table: connection.execute(f'select count(*) from {name}.zh."{table}"').fetchone()[0] for table in tables}
        for name in ("one", "other")
    }
print(json.dumps(counts))
"""


@pytest.mark.network
def test_tables_in_chinese_are_those_of_their_release_when_two_are_attached(
    sample_release: Path, empty_release: Path, old_duckdb: Path, catalogue: Catalogue
):
    counted = subprocess.run(
        [
            sys.executable,
            "-c",
            TOGETHER,
            str(sample_release / "township.duckdb"),
            str(empty_release / "township.duckdb"),
        ],
        env=os.environ | {"PYTHONPATH": str(old_duckdb)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    found = json.loads(counted)
    marts = {mart.title for mart in catalogue.marts.values()}
    assert {title for title in marts if found["other"][title]} == set()
    assert found["one"]["贫困发生率"] > 100
