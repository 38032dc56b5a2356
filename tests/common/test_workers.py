"""Workers are processes of their own, with the modules that they need imported before the first task."""

import os
import signal
import subprocess
import sys

import psutil
import pytest

from pipelines.common.workers import worker_pool


def modules_here() -> tuple[int, set[str]]:
    return os.getpid(), set(sys.modules)


def test_a_worker_is_another_process_that_has_imported_what_it_needs() -> None:
    with worker_pool("colorsys") as pool:
        process, modules = pool.submit(modules_here).result()
    assert process != os.getpid()
    assert "colorsys" in modules


def test_every_worker_of_a_pool_ends_with_it() -> None:
    with worker_pool("colorsys") as pool:
        workers = {pool.submit(modules_here).result()[0] for _ in range(8)}
    assert not any(psutil.pid_exists(worker) for worker in workers)


ONE_OF_TWO_DIES = """
import os
import signal
from concurrent.futures.process import BrokenProcessPool
import psutil
from pipelines.common import workers

signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
workers.CORES = 2
if __name__ == "__main__":
    with workers.worker_pool("colorsys") as pool:
        pids = set()
        while len(pids) < 2:
            pids.add(pool.submit(os.getpid).result())
        os.kill(min(pids), signal.SIGKILL)
        try:
            while True:  # the other worker may answer before the pool notices
                pool.submit(os.getpid).result()
        except BrokenProcessPool:
            print("broken")
"""


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="nothing blocks signals here")
def test_a_pool_of_which_a_worker_dies_ends_though_the_command_blocks_signals(tmp_path) -> None:
    """The worker that is left may wait for a lock that the dead one holds."""
    script = tmp_path / "script.py"
    script.write_text(ONE_OF_TWO_DIES)
    ended = subprocess.run([sys.executable, script], capture_output=True, text=True, timeout=120, check=False)
    assert (ended.stdout, ended.returncode) == ("broken\n", 0)
