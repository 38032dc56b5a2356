"""Processes of our own that work beside the build, one per core."""

import atexit
import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context, parent_process
from threading import Thread


def worker_pool(workers: int) -> ProcessPoolExecutor:
    """A pool whose processes end with the build, even where it is killed."""
    return ProcessPoolExecutor(workers, get_context("spawn"), initializer=_end_with_parent)


def _end_with_parent() -> None:
    """A worker whose build was killed ends too, instead of waiting for work that never comes."""
    parent = parent_process()
    assert parent is not None

    def watch() -> None:
        parent.join()
        os._exit(1)

    Thread(target=watch, daemon=True).start()
    # With a thread alive, taking the interpreter down piece by piece makes DuckDB's bindings report leaks.
    atexit.register(os._exit, 0)
