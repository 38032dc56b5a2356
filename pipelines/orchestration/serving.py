"""Dagster's page and daemon, once for each home: `python -m pipelines.orchestration.serving`."""

import os
import socket
import sys
from pathlib import Path

from filelock import FileLock, Timeout

from pipelines.common.errors import UserError
from pipelines.common.utf8_mode import ensure_utf8_mode
from pipelines.common.workspace import Workspace
from pipelines.orchestration.lost_runs import end_lost_runs
from pipelines.orchestration.project import instance_of

_HOST, _PORT = "127.0.0.1", 3000


def only_one(home: Path) -> FileLock:
    """A lock that this process holds until it ends. Raises UserError where another serves the same home."""
    lock = FileLock(home / "serving.lock", thread_local=False)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise UserError(
            f"Dagster runs already for {home}; expected one at a time. Stop it first.",
            f"{home} 的 Dagster 已在运行，一次只能开一个；请先停下它。",
        ) from None
    return lock


def require_free(port: int) -> None:
    """Raises UserError where another program has the port: without its page the daemon would go on unseen."""
    with socket.socket() as probe:
        if os.name != "nt":  # there, it would let two have the port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((_HOST, port))
        except OSError as error:
            raise UserError(
                f"Port {port} of this machine is taken ({error.strerror}). Stop the program that has it, or name "
                "another in TOWNSHIP_PORT.",
                f"本机的 {port} 端口已被占用（{error.strerror}）；请停下占用它的程序，或在 TOWNSHIP_PORT 中另写一个。",
            ) from None


def serve(workspace: Workspace, port: int) -> None:
    """Serve the page and run the daemon until interrupted. Raises UserError where that cannot be."""
    require_free(port)
    with instance_of(workspace) as instance:
        lock = only_one(workspace.dagster_home)
        end_lost_runs(instance, workspace)
    os.environ["DAGSTER_HOME"] = str(workspace.dagster_home)
    from dagster._cli.dev import dev_command

    with lock:
        dev_command.main(["--host", _HOST, "--port", str(port)], prog_name="dagster dev")


if __name__ == "__main__":
    ensure_utf8_mode()
    try:
        serve(Workspace.of(), int(os.environ.get("TOWNSHIP_PORT", _PORT)))
    except (UserError, ValueError) as problem:
        sentences = problem.sentences if isinstance(problem, UserError) else [str(problem)]
        print("\n".join(sentences), file=sys.stderr)
        sys.exit(2)
