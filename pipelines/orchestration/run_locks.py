"""Locks that end with the process that holds them: one of each run, and one of the command that builds."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from pipelines.common.errors import BusyWorkspace
from pipelines.common.workspace import Workspace


@contextmanager
def only_build(workspace: Workspace) -> Iterator[None]:
    """Keep other commands from building here before they touch Dagster's history, which two at once can lock for both.

    Builds that Dagster itself starts stop at the workbench. Raises BusyWorkspace where another command builds.
    """
    workspace.make_state()
    lock = FileLock(workspace.state / "build.lock", thread_local=False)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        raise BusyWorkspace from None
    try:
        yield
    finally:
        lock.release()


def lock_of(workspace: Workspace, run_id: str) -> Path:
    """The file whose lock shows that a process works on the run."""
    return workspace.dagster_home / "running" / f"{run_id}.lock"


def lock_run(workspace: Workspace, run_id: str) -> FileLock:
    """Show that this process works on the run: however the process ends, the lock ends with it."""
    path = lock_of(workspace, run_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(path, thread_local=False)
    lock.acquire()
    return lock


def is_locked(path: Path) -> bool:
    """Whether a process holds the lock of a file that exists."""
    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return True
    lock.release()
    return False
