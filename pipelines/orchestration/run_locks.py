"""The lock that every run holds: whether a process still works on it, which nothing else shows after a kill."""

from pathlib import Path

from filelock import FileLock, Timeout

from pipelines.common.workspace import Workspace


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
