"""Raw township ledgers → figures that analysts can vouch for.

`pipelines.connect()` is all that a notebook needs: a read-only connection to the current release.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb


def connect(marts: Path | str | None = None, release: str | None = None) -> duckdb.DuckDBPyConnection:
    """A read-only DuckDB connection to a release in `marts` (default: the project's data/marts).

    `release` is the id of an earlier release or its beginning; by default the current one is opened. Raises
    UserError where nothing has been published there yet.
    """
    from pipelines.common.workspace import Workspace
    from pipelines.releases.store import open_release

    return open_release(Workspace.of(marts=marts).marts, release)
