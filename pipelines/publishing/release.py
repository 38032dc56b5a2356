"""Releases in the marts folder: where they lie, which one is current, and how it changes.

    data/marts/releases/<id>/township.duckdb, parquet/, release.json
    data/marts/current            → releases/<id>, the one name that changes
    data/marts/township.duckdb    → current/township.duckdb, and so for parquet and release.json

Readers keep what they opened. On systems without symbolic links `current` is a file that holds the id.
"""

import json
import os
import shutil
from pathlib import Path

import duckdb

from pipelines.problems import Problem

DATABASE = "township.duckdb"
KEPT_RELEASES = 5
"""How many releases stay addressable, the current one included."""

_ALIASES = (DATABASE, "parquet", "release.json")


def current_release(marts: Path) -> Path:
    """Folder of the current release. Raises Problem where there is none."""
    pointer = marts / "current"
    if pointer.is_dir():
        return pointer.resolve()
    if pointer.is_file():
        folder = marts / "releases" / pointer.read_text(encoding="utf-8").strip()
        if folder.is_dir():
            return folder
    raise Problem(f"Nothing has been published in {marts}; expected a release. Run 'township build' first.")


def open_release(marts: Path) -> duckdb.DuckDBPyConnection:
    """A read-only connection to the current release, closed to everything outside it."""
    path = str(current_release(marts) / DATABASE)
    return duckdb.connect(
        path, read_only=True, config={"enable_external_access": "false", "lock_configuration": "true"}
    )


def make_current(marts: Path, release: Path) -> None:
    """Let readers see the release from now on: one rename. Older releases beyond KEPT_RELEASES are removed."""
    fresh = marts / f".current-{os.getpid()}"
    fresh.unlink(missing_ok=True)
    try:
        fresh.symlink_to(Path("releases") / release.name, target_is_directory=True)
    except OSError:  # Windows without the right to make links
        fresh.write_text(release.name, encoding="utf-8")
    os.replace(fresh, marts / "current")
    for alias in _ALIASES:
        link = marts / alias
        if not link.is_symlink() and (marts / "current").is_symlink():
            link.symlink_to(Path("current") / alias)
    kept = sorted((marts / "releases").iterdir(), reverse=True)[:KEPT_RELEASES]
    for folder in (marts / "releases").iterdir():
        if folder not in kept and folder != release:
            shutil.rmtree(folder, ignore_errors=True)


def read_record(marts: Path) -> dict:
    """release.json of the current release."""
    return json.loads((current_release(marts) / "release.json").read_text(encoding="utf-8"))
