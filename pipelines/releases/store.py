"""Releases in the marts folder: where they lie, which one is current, and how it changes.

    data/marts/releases/<id>/township.duckdb, parquet/, release.json
    data/marts/current            → releases/<id>, the one name that changes
    data/marts/township.duckdb    → current/township.duckdb, and so for parquet and release.json

Readers keep what they opened. On systems without symbolic links `current` is a file that holds the id.
"""

import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from types import MappingProxyType

import duckdb

from pipelines.common.errors import UserError
from pipelines.common.folders import remove_whole
from pipelines.common.notices import warn
from pipelines.common.sql import identifier, literal, scalar

DATABASE = "township.duckdb"
OLDEST_READER = "v1.2.0"
"""DuckDB version whose storage format what is published keeps to."""

STORAGE = f"storage_version '{OLDEST_READER}', block_size 16384"
"""Options of a database that is published: each column takes a block of its own, so that blocks are the least allowed."""

KEPT_RELEASES = 5
"""How many releases stay addressable, the current one included."""

_ID = re.compile(r"\d{8}T\d{6}-\w+")
_STAMP = "%Y%m%dT%H%M%S"
_PIN = "pinned.txt"
_ALIASES = (DATABASE, "parquet", "excel", "site", "release.json")


def current_release(marts: Path) -> Path:
    """Folder of the current release. Raises UserError where there is none."""
    pointer = marts / "current"
    if pointer.is_dir():
        return pointer.resolve()
    if pointer.is_file():
        folder = marts / "releases" / pointer.read_text(encoding="utf-8").strip()
        if folder.is_dir():
            return folder
    raise UserError(
        f"Nothing has been published in {marts}; expected a release. Run 'township build' first.",
        f"{marts} 中还没有发布过；请先运行 township build。",
    )


def all_releases(marts: Path) -> list[Path]:
    """Folders of the releases that are kept, the newest first; what else somebody put there is none."""
    folder = marts / "releases"
    found = folder.iterdir() if folder.is_dir() else ()
    return sorted((path for path in found if _is_release(path)), reverse=True)


def _is_release(path: Path) -> bool:
    try:
        return bool(_ID.fullmatch(path.name) and _published_at(path)) and path.is_dir()
    except ValueError:  # digits that are not a date
        return False


def _published_at(release: Path) -> datetime:
    return datetime.strptime(release.name.split("-")[0], _STAMP)


def find_release(marts: Path, release_id: str | None = None) -> Path:
    """Folder of the release whose id begins with `release_id`, by default of the current one.

    Raises UserError where none or several are meant.
    """
    if release_id is None:
        return current_release(marts)
    meant = [path for path in all_releases(marts) if release_id and path.name.startswith(release_id)]
    if len(meant) != 1:
        found = f"begins {len(meant)} releases" if meant else "is not a release that is kept"
        found_zh = f"是 {len(meant)} 个版本的开头" if meant else "不是保留着的版本"
        kept = ", ".join(path.name for path in all_releases(marts)) or "none 无"
        raise UserError(
            f"{release_id or '(nothing)'} {found}; expected the id of one of them, or its beginning: {kept}.",
            f"{release_id or '(没有写)'} {found_zh}；可写其中一个的编号或开头：{kept}。",
        )
    return meant[0]


def open_release(
    marts: Path,
    release_id: str | None = None,
    limits: Mapping[str, str] = MappingProxyType({}),
    writable: Path | None = None,
) -> duckdb.DuckDBPyConnection:
    """A read-only connection to a release, closed to everything outside it but the folder `writable`.

    `limits` are settings of DuckDB for the time and memory of a query. A query too large for memory spills beside other
    temporary files, not into the release's folder. Raises UserError where the release is not there, does not open, or
    is not what was published.
    """
    database = find_release(marts, release_id) / DATABASE
    spill = Path(tempfile.gettempdir()) / f"township-{os.getpid()}"
    # Attached, not opened: DuckDB opens no file twice in one process with two configurations, and a notebook may hold
    # the release open by a line of its own.
    connection = duckdb.connect(
        config={
            "autoload_known_extensions": "false",
            "autoinstall_known_extensions": "false",
            "temp_directory": str(spill),
            **limits,
        },
    )
    try:
        connection.execute(f"attach {literal(database)} as township (read_only); use township")
        if writable:
            connection.execute(f"set allowed_directories = [{literal(writable)}]")
        connection.execute("set enable_external_access = false; set lock_configuration = true")
    except duckdb.Error:
        connection.close()
        raise UserError(
            f"{database} does not open; expected a whole release. Build again, or return to an earlier release "
            "with 'township rollback'.",
            f"{database} 打不开；请重新运行 township build，或用 township rollback 退回以前的版本。",
        ) from None
    published = _published_hash(database)
    if published not in (None, _sha256(database)):
        connection.close()
        raise UserError(
            f"{database} was changed after it was published; expected the file that release.json names by its SHA-256. "
            "Build again with 'township build --full', or return to an earlier release with 'township rollback'.",
            f"{database} 发布后被改动过,与 release.json 中的 SHA-256 不符;请运行 township build --full,"
            "或用 township rollback 退回以前的版本。",
        )
    return connection


def seal(release: Path) -> dict[str, str]:
    """Make database and Parquet files read-only, and return the SHA-256 of each by its path in the release.

    On Windows the files stay as they are: there nobody may remove a file that is read-only, and releases are pruned.
    """
    files = [release / DATABASE, *sorted((release / "parquet").iterdir())]
    if os.name != "nt":
        for file in files:
            file.chmod(0o444 & file.stat().st_mode)
    return {file.relative_to(release).as_posix(): _sha256(file) for file in files}


def _sha256(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _published_hash(database: Path) -> str | None:
    """SHA-256 in the record of the release; None in one that was published before there were any, or damaged."""
    try:
        return read_record(database.parent).get("sha256", {}).get(DATABASE)
    except (OSError, ValueError):
        return None


def next_id(marts: Path, built_at: datetime, digest: str) -> str:
    """Id of a release that is built now: the second and the digest of what it is made from.

    Ids stay in the order of publishing, by which `township diff` and `prune` go, even where the clock was set back.
    """
    stamp = f"{built_at:{_STAMP}}"
    if kept := all_releases(marts):
        stamp = max(stamp, f"{_published_at(kept[0]) + timedelta(seconds=1):{_STAMP}}")
    return f"{stamp}-{digest}"


def make_current(marts: Path, release: Path) -> None:
    """Let readers see the release from now on: one rename.

    What somebody put where `current` or an alias of it belongs is kept under another name.
    """
    fresh = marts / f".current-{os.getpid()}"
    fresh.unlink(missing_ok=True)
    try:
        fresh.symlink_to(Path("releases") / release.name, target_is_directory=True)
    except OSError:  # Windows without the right to make links
        fresh.write_text(release.name, encoding="utf-8")
    for name in ("current", *_ALIASES) if fresh.is_symlink() else ():
        _put_aside(marts / name)
    os.replace(fresh, marts / "current")
    for alias in _ALIASES:
        link = marts / alias
        if not link.is_symlink() and (marts / "current").is_symlink():
            link.symlink_to(Path("current") / alias)


def _put_aside(place: Path) -> None:
    """Rename what should be a link and is not, such as a folder that a copy of the release made of it."""
    if (
        os.path.lexists(place)
        and not place.is_symlink()
        and not (place.name == "current" and place.is_file())
    ):
        aside = place.with_name(f"{place.name}.{datetime.now():{_STAMP}}")
        place.rename(aside)
        warn(
            f"{place} 不是指向现行版本的链接，已留作 {aside.name}。",
            f"{place} was no link to the current release; it is kept as {aside.name}.",
        )


def prune(marts: Path) -> None:
    """Remove releases beyond KEPT_RELEASES, and what crashed builds left unfinished.

    The current one and those that are pinned stay.
    """
    current = current_release(marts)
    replaceable = [folder for folder in all_releases(marts) if pin_of(folder) is None]
    for folder in replaceable[KEPT_RELEASES:]:
        if folder != current:
            remove_whole(folder)
    for unfinished in (marts / "releases").glob(".*"):
        shutil.rmtree(unfinished, ignore_errors=True)


def pin(release: Path, note: str) -> None:
    """Keep the release for good; the note states the purpose."""
    line = "".join(sign for sign in " ".join(note.split()) if sign.isprintable())
    (release / _PIN).write_text(line, encoding="utf-8")


def unpin(release: Path) -> None:
    """Let retention remove the release again."""
    (release / _PIN).unlink(missing_ok=True)


def pin_of(release: Path) -> str | None:
    """The note with which the release is pinned, maybe empty; None where it is not."""
    try:
        return (release / _PIN).read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError):  # something that is called so, if not a note
        return ""


def is_whole(release: Path) -> bool:
    """Whether the release opens as a reader opens it, with all rows of its record in the database and in Parquet."""
    try:
        record = read_record(release)
        verify(release, record["tables"])
        are_unchanged = all(
            _sha256(release / file) == published for file, published in record.get("sha256", {}).items()
        )
    except (OSError, ValueError, LookupError, duckdb.Error, AssertionError):
        return False
    return are_unchanged and all((release / alias).exists() for alias in _ALIASES)


def verify(folder: Path, tables: Mapping[str, int]) -> None:
    """Open the release as a reader will, and compare its row counts, in the database and in Parquet, with `tables`.

    Raises AssertionError where they differ.
    """
    with duckdb.connect(str(folder / DATABASE), read_only=True) as db:
        for table, rows in tables.items():
            stored = scalar(db, f"select count(*) from {table}")
            parquet = literal(folder / "parquet" / f"{table}.parquet")
            copied = scalar(db, f"select count(*) from read_parquet({parquet})")
            if not rows == stored == copied:
                raise AssertionError(f"{table}: built {rows} rows, stored {stored}, in Parquet {copied}")
        # of the last release before this version, they are views
        chinese = "select table_name from information_schema.tables where table_schema = 'zh'"
        for (table,) in db.execute(chinese).fetchall():
            db.execute(f"select count(*) from zh.{identifier(table)}").fetchone()


def kept_pieces(marts: Path) -> set[str]:
    """Piece folders from which releases that are kept were made: they replace deliveries that are held back."""
    kept: set[str] = set()
    for release in all_releases(marts):
        with suppress(OSError, ValueError):
            kept.update(read_record(release).get("pieces", {}).values())
    return kept


def current_record(marts: Path) -> dict:
    """release.json of the current release; empty where there is none, or a damaged one."""
    try:
        return read_record(current_release(marts))
    except (UserError, OSError, ValueError):
        return {}


def read_record(release: Path) -> dict:
    """release.json of a release. Raises OSError or ValueError where it is damaged."""
    record = json.loads((release / "release.json").read_text(encoding="utf-8"))
    if not isinstance(record, dict):
        raise ValueError(f"{release}/release.json holds {record!r:.40}; expected an object.")
    return record
