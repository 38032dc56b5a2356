"""How Dagster's history in SQLite is written without the cost of a new connection, and of a full disk write, for each event."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

from dagster._core.storage.event_log.sqlite import sqlite_event_log
from dagster._core.storage.runs.sqlite import sqlite_run_storage
from dagster._core.storage.schedules.sqlite import sqlite_schedule_storage
from sqlalchemy import create_engine, event
from sqlalchemy.engine import Engine
from sqlalchemy.pool import QueuePool

_STORAGES = (sqlite_event_log, sqlite_run_storage, sqlite_schedule_storage)


class _KeptConnections(QueuePool):
    """Connections that outlive what Dagster does after each event: it disposes of the engine."""

    def dispose(self) -> None:
        pass

    def close(self) -> None:
        super().dispose()

    def recreate(self) -> "_KeptConnections":
        return self


@contextmanager
def connections_kept() -> Iterator[None]:
    """Have Dagster use one engine, and its open connections, for each file of its history.

    Dagster makes an engine for each event, compiles every statement again, and opens and closes the file; who closes a
    file last has all of it written to disk. A power cut takes the last events with it, but leaves the file whole. Windows
    lets nobody remove a file that is open, and old runs are to be removed: there everything is as Dagster does it.
    """
    if os.name == "nt":
        yield
        return
    engines: dict[str, Engine] = {}

    def engine_of(address: str, **options: Any) -> Engine:
        if address not in engines:
            engines[address] = create_engine(address, **{**options, "poolclass": _KeptConnections})
            event.listen(engines[address], "connect", _write_now_and_then)
        return engines[address]

    with ExitStack() as patches:
        for storage in _STORAGES:
            patches.enter_context(patch.object(storage, "create_engine", engine_of))
        try:
            yield
        finally:
            for engine in engines.values():
                assert isinstance(engine.pool, _KeptConnections)
                engine.pool.close()


def _write_now_and_then(connection: Any, _: object) -> None:
    connection.execute("pragma synchronous = normal")
