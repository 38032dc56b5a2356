"""Workers are processes of their own, with the modules that they need imported before the first task."""

import os
import sys

import psutil

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
