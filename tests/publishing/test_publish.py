"""A release is published without anybody private."""

from pathlib import Path

import pytest

import pipelines


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
