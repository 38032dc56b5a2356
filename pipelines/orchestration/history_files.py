"""How Dagster's history in SQLite is written without the cost of a new engine, and of a full disk write, for each event."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from dagster._core.storage.event_log.sqlite import sqlite_event_log
from sqlalchemy import create_engine, event
from sqlalchemy.engine import Engine


@contextmanager
def one_engine_per_file() -> Iterator[None]:
    """Have Dagster use one SQLAlchemy engine for each file of its events.

    It makes an engine for each event, and with it compiles every statement again, which is a good part of a small build.
    """
    engines: dict[str, Engine] = {}

    def engine_of(address: str, **options: Any) -> Engine:
        if address not in engines:
            engines[address] = create_engine(address, **options)
        return engines[address]

    own = sqlite_event_log.create_engine
    setattr(sqlite_event_log, "create_engine", engine_of)  # noqa: B010 (its type has overloads)
    try:
        yield
    finally:
        setattr(sqlite_event_log, "create_engine", own)  # noqa: B010


@contextmanager
def files_kept_open() -> Iterator[None]:
    """Have SQLite wait for the disk now and then, not several times for each event.

    Dagster opens a file of its history for every event, and who closes a file last has all of it written to disk; so
    one connection to each is kept. A power cut takes the last events with it, but leaves the file whole. Windows lets
    nobody remove a file that is open, and old runs are to be removed: there everything is as Dagster does it.
    """
    if os.name == "nt":
        yield
        return
    kept: dict[str, sqlite3.Connection] = {}

    def keep(connection: Any, _: object) -> None:
        if isinstance(connection, sqlite3.Connection):
            connection.execute("pragma synchronous = normal")
            [(*_, file)] = connection.execute("pragma database_list")
            if file not in kept:
                kept[file] = sqlite3.connect(file, check_same_thread=False)
            # Only who has read the file since it keeps a log counts as one who has it open.
            kept[file].execute("select count(*) from sqlite_master").fetchone()

    event.listen(Engine, "connect", keep)
    try:
        yield
    finally:
        event.remove(Engine, "connect", keep)
        for connection in kept.values():
            connection.close()
