"""Import Great Expectations quickly: most of the time goes into what only its plots and distributions need."""

import atexit
import os
import sys
import warnings
from functools import cache
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import LazyLoader
from typing import Any

_NEEDED_LATER = ("altair", "scipy.stats")
_NEEDED_NEVER = "rfc3987_syntax"
"""A check of web addresses that jsonschema takes along where it is installed; its grammar takes a second to build."""


@cache
def import_great_expectations() -> None:
    """Import it now: best while other processes have work for the other cores.

    Not in a thread: what it imports on the way changes filters of warnings and half-imported modules that others use.
    """
    # Read when Great Expectations is imported, which also imports modules that Python is about to remove.
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    is_spared = _NEEDED_NEVER not in sys.modules
    if is_spared:
        sys.modules[_NEEDED_NEVER] = None  # type: ignore[assignment]
    lazy = _LoadedWhenUsed()
    sys.meta_path.insert(0, lazy)
    try:
        with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
            import great_expectations  # noqa: F401
    finally:
        sys.meta_path.remove(lazy)
        if is_spared:
            del sys.modules[_NEEDED_NEVER]
    import duckdb_engine

    # duckdb_engine hangs a function on a class of SQLAlchemy that Great Expectations keeps alive to the very end, so
    # DuckDB's bindings would outlive the interpreter and report themselves as leaked.
    atexit.register(vars(duckdb_engine).clear)


class _LoadedWhenUsed(MetaPathFinder):
    """Finds the modules of _NEEDED_LATER so that they are loaded at their first use."""

    def find_spec(self, name: str, path: Any = None, _target: Any = None) -> ModuleSpec | None:
        if name not in _NEEDED_LATER or not (spec := PathFinder.find_spec(name, path)) or not spec.loader:
            return None
        spec.loader = LazyLoader(spec.loader)
        return spec
