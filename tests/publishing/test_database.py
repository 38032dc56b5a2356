"""The tables of a release are described, and the same in every form."""

from pathlib import Path

import duckdb

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
