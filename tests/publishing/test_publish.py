"""A release as it is published: described, the same in every form, and without anybody private."""

from pathlib import Path

import duckdb
import pytest

import pipelines


def test_every_table_and_column_is_described(sample_release: Path):
    with pipelines.connect(sample_release) as db:
        tables = db.execute("select schema_name, table_name, comment from duckdb_tables()").fetchall()
        columns = db.execute(
            "select schema_name, table_name, column_name from duckdb_columns() "
            "where schema_name in ('main', 'policy', 'quality', 'zh') and not internal and comment is null"
        ).fetchall()
    assert {schema for schema, _, _ in tables} == {"main", "policy", "quality", "zh"}
    assert not [(schema, table) for schema, table, comment in tables if not comment]
    assert not columns


def test_a_release_holds_no_views(sample_release: Path):
    """Where several releases are attached, a view of one reads tables of another in DuckDB up to 1.4."""
    with pipelines.connect(sample_release) as db:
        assert not db.execute("select view_name from duckdb_views() where not internal").fetchall()


def test_the_dictionary_has_the_type_of_every_column(sample_release: Path):
    with pipelines.connect(sample_release) as db:
        odd = db.execute(
            "select schema_name, table_name, column_name, data_type from duckdb_columns() as stored "
            "anti join quality.dictionary as described "
            "on described.table_name = concat_ws('.', nullif(schema_name, 'main'), stored.table_name) "
            "and described.column_name = stored.column_name and described.type = data_type "
            "where schema_name in ('main', 'policy', 'quality') and not internal"
        ).fetchall()
    assert not odd


def test_parquet_equals_the_database(sample_release: Path):
    with duckdb.connect(str(sample_release / "township.duckdb"), read_only=True) as db:
        for parquet in (sample_release / "parquet").iterdir():
            table = parquet.stem
            copied = db.execute(f"select * from read_parquet('{parquet}') except all from {table}").fetchall()
            left = db.execute(f"from {table} except all select * from read_parquet('{parquet}')").fetchall()
            assert copied == left == [], table


def test_parquet_says_what_its_columns_mean(sample_release: Path):
    """For those who read it without the database: the titles and units that the dictionary gives."""
    with duckdb.connect() as db:
        said = dict(
            db.execute(
                "select key::varchar, decode(value) from parquet_kv_metadata(?)",
                [str(sample_release / "parquet" / "fund_execution.parquet")],
            ).fetchall()
        )
    assert said["paid_yuan"].startswith("实付资金(元)")
    assert said["table"].startswith("扶贫资金执行. ")


@pytest.mark.parametrize("pattern", [r"\d{17}[\dXx]", r"\b1\d{10}\b"])
def test_release_holds_no_id_number_and_no_phone(sample_release: Path, pattern: str):
    with pipelines.connect(sample_release) as db:
        columns = db.execute(
            "select schema_name, table_name, column_name from duckdb_columns() "
            "where schema_name in ('main', 'quality') and data_type = 'VARCHAR' and column_name not in ('sha256', 'content_hash')"
        ).fetchall()
        assert len(columns) > 40
        for schema, table, column in columns:
            found = db.execute(
                f"select {column} from {schema}.{table} where regexp_matches({column}, ?) limit 1", [pattern]
            ).fetchall()
            assert not found, f"{schema}.{table}.{column}"


def test_what_a_build_leaves_behind_holds_no_id_number(sample_release: Path):
    """Neither Dagster's storage nor release.json nor the cleaned pieces know an ID number of the sample."""
    from pipelines.common.workspace import PROJECT

    sheet = PROJECT / "data" / "raw" / "木棠镇" / "2018" / "建档立卡贫困人口花名册_20181231.csv"
    numbers = {
        cell.encode()
        for line in sheet.read_text(encoding="gb18030").splitlines()[:400]
        for cell in line.split(",")
        if len(cell) == 18 and cell[:17].isdigit()
    }
    assert len(numbers) > 300
    state = sample_release.parent / ".township"
    left = [path for root in (state, sample_release) for path in root.rglob("*") if path.is_file()]
    assert any("dagster" in path.parts for path in left)
    for path in left:
        content = path.read_bytes()
        assert not [number for number in numbers if number in content], path
