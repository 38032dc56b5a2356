"""Great Expectations is imported when a check runs, and not before."""

import subprocess
import sys

from tests.support.rules import PROJECT


def test_importing_the_module_imports_no_heavy_library() -> None:
    heavy = ("great_expectations", "pandas", "sqlalchemy", "duckdb_engine")
    code = f"import sys, pipelines.validation; print(*(name for name in {heavy} if name in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []
