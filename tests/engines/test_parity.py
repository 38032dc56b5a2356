"""Every mart has the same rows by Spark as by DuckDB: of the sample, and of rows with whatever a column can hold.

Counts, money and texts are equal, rates to 1e-12. Needs what `make spark` installs.
"""

import math
import random
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.common.workspace import Workspace
from pipelines.engines.duckdb import DUCKDB
from pipelines.engines.spark import SPARK
from pipelines.engines.workbench import Workbench
from pipelines.marts.mart import Mart
from pipelines.registers.loading import load_vocabulary
from tests.support.catalogues import all_marts, all_registers
from tests.support.marts import marts_from

pytest.importorskip("pysail", reason="needs what `make spark` installs")

MARTS, REGISTERS = all_marts(), all_registers()
RARE_TEXTS = ["", " 甲 ", "𠮷", "ß", "a'b", "é"]
ROWS_OF_A_REGISTER = 40


@pytest.fixture(scope="module")
def bench_of_sample(sample_release: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    """A copy of what the sample was built in, with its marts by DuckDB."""
    state = Workspace.of(marts=sample_release).workbench.parent
    copied = tmp_path_factory.mktemp("state")
    shutil.copy(state / "build.duckdb", copied)
    shutil.copytree(state / "builds", copied / "builds")
    bench = Workbench(copied / "build.duckdb")
    bench.show_build(next((copied / "builds").iterdir()))
    yield bench
    bench.close()


@pytest.mark.parametrize("mart", MARTS.values(), ids=MARTS)
def test_a_mart_of_the_sample(mart: Mart, bench_of_sample: Workbench, tmp_path: Path) -> None:
    SPARK.write(mart.query, bench_of_sample, tmp_path / "mart.parquet")
    by_spark = duckdb.execute("from read_parquet(?)", [str(tmp_path / "mart.parquet")]).fetchall()
    assert_equal(by_spark, bench_of_sample.connection.execute(f"from {mart.table}").fetchall())


@pytest.mark.parametrize("seed", range(2))
def test_marts_of_rows_of_every_kind(seed: int) -> None:
    rows = random_rows(random.Random(seed))
    with marts_from(engine=DUCKDB, **rows) as expected, marts_from(engine=SPARK, **rows) as found:
        for mart in MARTS.values():
            by_spark, by_duckdb = (db.execute(f"from {mart.table}").fetchall() for db in (found, expected))
            assert_equal(by_spark, by_duckdb)


def assert_equal(found: list[tuple], expected: list[tuple]) -> None:
    """The same rows, in whatever order rows of one key stand: random rows repeat keys, which deliveries may not.

    A sum of fractions depends on the order in which they are added.
    """
    assert len(found) == len(expected)
    for one, other in zip(sorted(found, key=exact), sorted(expected, key=exact), strict=True):
        same = [
            math.isclose(a, b, rel_tol=1e-12, abs_tol=1e-12)
            if isinstance(a, float) and b is not None
            else a == b
            for a, b in zip(one, other, strict=True)
        ]
        assert all(same), (one, other)


def exact(row: tuple) -> list[str]:
    return [str(value) for value in row if not isinstance(value, float)]


def random_rows(draw: random.Random) -> dict[str, list[dict[str, Any]]]:
    """Rows of every register: NULL in a third of the cells, few different values, rare characters."""
    return {name: [random_row(draw, name) for _ in range(ROWS_OF_A_REGISTER)] for name in REGISTERS}


def random_row(draw: random.Random, register: str) -> dict[str, Any]:
    sent = date(draw.choice([2018, 2019]), 12, 31)
    placed = {
        "unit": "东镇", "county": "云溪县", "township": "东镇", "village": draw.choice(["甲村", "乙村"]), "file": f"{sent}.xlsx",
        "sheet": "", "row": draw.randrange(10_000), "as_of_on": sent, "as_of_year": sent.year,
    }  # fmt: skip
    columns = REGISTERS[register].published_columns
    facts = {
        name: random_value(draw, register, name, kind)
        for name, (kind, _) in columns.items()
        if name not in placed and name != "row_persons" and draw.random() > 0.3
    }
    return placed | facts | ({"row_persons": 1} if "row_persons" in columns else {})


def random_value(draw: random.Random, register: str, name: str, kind: str) -> Any:
    column = REGISTERS[register].by_name.get(name)
    if column is not None and column.kind == "code":
        return draw.choice(sorted({*load_vocabulary(str(column.argument)).values()}))
    if kind == "VARCHAR":
        return draw.choice(["甲", "乙", "丙", *RARE_TEXTS])
    if kind == "DATE":
        return date(2016, 1, 1) + timedelta(days=draw.randrange(1500))
    if kind == "BOOLEAN":
        return draw.random() > 0.5
    if name.endswith("year"):
        return draw.randrange(2014, 2020)
    whole = draw.choice([0, 1, 2, 3, 12, 99])
    return Decimal(whole * 100 + draw.randrange(100)) / 100 if kind.startswith("DECIMAL") else whole
