"""Processes of our own that work beside the build, one per core."""

import atexit
import os
import signal
from concurrent.futures import ProcessPoolExecutor
from importlib import import_module
from multiprocessing import get_all_start_methods, get_context, parent_process
from multiprocessing.context import BaseContext
from threading import Thread

CORES = os.cpu_count() or 1


def worker_pool(*modules: str) -> ProcessPoolExecutor:
    """A pool that at once starts a process per core, each importing the modules that its work will need.

    The processes end with the build, even where it is killed.
    """
    pool = ProcessPoolExecutor(CORES, _context(modules), initializer=_begin, initargs=(modules,))
    for _ in range(CORES):
        pool.submit(os.getpid)
    return pool


def _context(modules: tuple[str, ...]) -> BaseContext:
    """Workers are forked from one process that has imported the modules once, where the system can; else each imports."""
    if "forkserver" not in get_all_start_methods():
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload([*modules])
    return context


def _begin(modules: tuple[str, ...]) -> None:
    """A worker whose build was killed ends too, instead of waiting for work that never comes."""
    parent = parent_process()
    assert parent is not None

    def watch() -> None:
        parent.join()
        os._exit(1)

    Thread(target=watch, daemon=True).start()
    if hasattr(signal, "pthread_sigmask"):
        # A command blocks it to say that it was stopped; the pool ends workers by it when one of them has died.
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
    # With a thread alive, taking the interpreter down piece by piece makes DuckDB's bindings report leaks.
    atexit.register(os._exit, 0)
    if hasattr(os, "nice"):
        os.nice(5)  # the build itself has the most to do one after another
    for module in modules:
        import_module(module)
