"""Marts of rows that test files state: one build for all files, each in a county of its own."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.engines.duckdb import DUCKDB
from tests.support.marts import COUNTY, TOWNSHIP, marts_from

Figures = Callable[..., list[tuple]]


@pytest.fixture(scope="session")
def built_together(request: pytest.FixtureRequest) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database with the mart of each test file that states rows by register as ROWS.

    Each file's county and township have names of their own, so that no mart has rows of two files in one area.
    """
    here = Path(__file__).parent
    tests = [item for item in request.session.items if isinstance(item, pytest.Function)]
    modules = {test.module for test in tests if test.path.parent == here and hasattr(test.module, "ROWS")}
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for module in sorted(modules, key=_mart):
        names = {COUNTY: f"{_mart(module)}县", TOWNSHIP: f"{_mart(module)}镇"}
        for register, stated in module.ROWS.items():
            for number, row in enumerate(stated, start=2):
                placed = {
                    name: names.get(value, value) if isinstance(value, str) else value
                    for name, value in row.items()
                }
                rows[register].append({"row": number} | placed)
    with marts_from(*map(_mart, modules), engine=DUCKDB, **rows) as con:
        yield con


@pytest.fixture
def figures(request: pytest.FixtureRequest, built_together: duckdb.DuckDBPyConnection) -> Figures:
    """figures(columns) → these columns of the mart that the file is called after, of its township or another level, in
    order."""
    mart = _mart(request.module)

    def of(columns: str, level: str = "township") -> list[tuple]:
        return built_together.execute(
            f"select {columns} from {mart} where county = ? and area_level = ? order by all",
            [f"{mart}县", level],
        ).fetchall()

    return of


def _mart(module: Any) -> str:
    return module.__name__.rpartition("test_")[2]
