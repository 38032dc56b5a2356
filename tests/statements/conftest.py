"""Statements laid out for a comparison."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import duckdb
import pytest

from tests.support.projects import laid_out


@pytest.fixture
def projects(tmp_path: Path) -> Iterator[Callable]:
    """projects(rows, rows …) → the rows to be compared, and the profiles of statements with these rows."""
    with duckdb.connect() as db:
        yield partial(laid_out, db, tmp_path)
