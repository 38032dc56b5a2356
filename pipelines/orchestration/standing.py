"""Whether anything has changed since the last build: where nothing has, its answer stands and nothing is run again.

A build that ends well keeps what it has to say, beside digests of all that it was made from and of all that it left. A
difference in any of that, even one that no figure follows from (a file that was touched, a day that began, a run in
Dagster), leads to a whole build, which finds out what it means.
"""

import hashlib
import json
import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pipelines.common.china_time import today_in_china
from pipelines.common.code_version import code_version
from pipelines.common.errors import UserError
from pipelines.common.workspace import Workspace
from pipelines.deliveries.intake import Intake, take_in
from pipelines.releases.store import all_releases, current_record, current_release, is_whole

_FILE = "standing.json"


@dataclass(frozen=True)
class Answer:
    """What a build says when it is done: what was sent, the record of the release that holds it, and sentences on waivers
    and reviews that nothing needs."""

    intake: Intake
    record: dict
    unused: list[str]
    is_unchanged: bool


def sources_of(workspace: Workspace) -> str:
    """Digest of all that a build is made from, taken before it reads any: raw files, boundaries, program, day, where it
    works."""
    known = [code_version(), today_in_china(), workspace.raw, workspace.marts]
    given = (
        entry for folder in (workspace.raw, workspace.boundaries) for entry in _entries(folder, reads=True)
    )
    return _digest([*known, *given])


def standing(workspace: Workspace, sources: str) -> Answer | None:
    """What the last build said, where it was made from the same, all that it left is there, and the release is whole."""
    try:
        kept = json.loads((workspace.state / _FILE).read_text(encoding="utf-8"))
        same = kept["sources"] == sources and kept["left"] == _left_in(workspace)
        if not (same and is_whole(current_release(workspace.marts))):
            return None
        unused = kept["unused"]
    except (OSError, ValueError, LookupError, TypeError, UserError):
        return None
    workspace.require_room()
    return Answer(take_in(workspace.raw), current_record(workspace.marts), unused, is_unchanged=True)


def keep(workspace: Workspace, sources: str, answer: Answer) -> None:
    """Let the answer stand until something changes. A disk without room for it has the next build run, and no more."""
    kept = {"sources": sources, "left": _left_in(workspace), "unused": answer.unused}
    with suppress(OSError):
        (workspace.state / _FILE).write_text(json.dumps(kept), encoding="utf-8")


def forget(workspace: Workspace) -> None:
    """What begins to change something calls this first."""
    (workspace.state / _FILE).unlink(missing_ok=True)


def _left_in(workspace: Workspace) -> str:
    """Digest of what a build leaves: its state, and which releases there are."""
    releases = [current_release(workspace.marts).name, *(path.name for path in all_releases(workspace.marts))]
    return _digest([*releases, *_entries(workspace.state)])


def _digest(parts: list[object]) -> str:
    return hashlib.sha256(repr([str(part) for part in parts]).encode()).hexdigest()


def _entries(folder: Path, reads: bool = False) -> Iterator[tuple]:
    """Everything below the folder but `_FILE`: path, what kind it is, who may read it, when it was last written, and where
    it `reads`, what is in it."""
    for parent, folders, files in os.walk(folder):
        for name in sorted([*folders, *files]):
            path = Path(parent, name)
            if name != _FILE:
                yield path, *_described(path, reads)


def _described(path: Path, reads: bool) -> Iterator[object]:
    try:
        entry = path.lstat()
        yield _written(entry)
        if stat.S_ISLNK(entry.st_mode):
            yield from (os.readlink(path), _written(path.stat()))
        elif stat.S_ISREG(entry.st_mode) and reads:
            with path.open("rb") as file:
                yield hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:  # gone meanwhile, closed to this user, or a link to nothing
        yield error.errno


def _written(entry: os.stat_result) -> tuple[int, ...]:
    """What changes when somebody writes. The times of a folder, in which things come and go that are listed by themselves,
    and when a file was last read, do not count."""
    times = () if stat.S_ISDIR(entry.st_mode) else (entry.st_size, entry.st_mtime_ns, entry.st_ctime_ns)
    return entry.st_mode, entry.st_ino, *times
