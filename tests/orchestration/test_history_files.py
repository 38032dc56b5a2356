"""Dagster's history is written through one open connection to each of its files."""

import os
from collections import Counter
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.storage.event_log.sqlite import sqlite_event_log
from sqlalchemy import event
from sqlalchemy.engine import Engine

from pipelines.orchestration.project import instance_of
from tests.support.small import build_of

pytestmark = pytest.mark.skipif(os.name == "nt", reason="a file that is open could not be removed")


def test_each_file_of_the_history_is_opened_once(tmp_path, catalogue):
    opened: Counter[str] = Counter()

    def count(connection, _):
        opened[Path(connection.execute("pragma database_list").fetchone()[2]).name] += 1

    event.listen(Engine, "connect", count)
    try:
        with instance_of(build_of(tmp_path, catalogue).workspace) as instance:
            runs = [dg.DagsterRun(job_name="build") for _ in range(2)]
            for run in runs * 3:
                instance.report_engine_event("asked", run)
            assert [len(instance.all_logs(run.run_id)) for run in runs] == [3, 3]
    finally:
        event.remove(Engine, "connect", count)
    # Dagster inspects a new file through a second connection while it makes its tables.
    assert max(opened.values()) <= 2 and {f"{run.run_id}.db" for run in runs} < opened.keys()


def test_dagster_makes_its_own_engines_afterwards_and_reads_what_was_kept(tmp_path, catalogue):
    own = sqlite_event_log.create_engine
    run = dg.DagsterRun(job_name="build")
    with instance_of(build_of(tmp_path, catalogue).workspace) as instance:
        assert sqlite_event_log.create_engine is not own
        instance.report_engine_event("asked", run)
        home = instance.root_directory
    assert sqlite_event_log.create_engine is own
    assert not [*Path(home).rglob("*.db-wal")], "every connection was closed"
    with dg.DagsterInstance.from_config(home) as instance:
        assert len(instance.all_logs(run.run_id)) == 1
