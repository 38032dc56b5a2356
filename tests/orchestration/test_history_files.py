"""Dagster's history is written with one engine for each of its files."""

from collections import Counter

import dagster as dg
from dagster._core.storage.event_log.sqlite import sqlite_event_log

from pipelines.orchestration import history_files
from pipelines.orchestration.project import instance_of
from tests.support.small import build_of


def test_each_file_of_the_history_has_one_engine(tmp_path, catalogue, monkeypatch):
    made: Counter[str] = Counter()

    def counted(address, **options):
        made[address] += 1
        return create_engine(address, **options)

    create_engine = history_files.create_engine
    monkeypatch.setattr(history_files, "create_engine", counted)
    with instance_of(build_of(tmp_path, catalogue).workspace) as instance:
        runs = [dg.DagsterRun(job_name="build") for _ in range(2)]
        for run in runs * 3:
            instance.report_engine_event("asked", run)
        assert [len(instance.all_logs(run.run_id)) for run in runs] == [3, 3]
    assert made and {*made.values()} == {1}
    assert sum(run.run_id in address for run in runs for address in made) == 2


def test_dagster_has_its_own_engines_afterwards(tmp_path, catalogue):
    own = sqlite_event_log.create_engine
    with instance_of(build_of(tmp_path, catalogue).workspace):
        assert sqlite_event_log.create_engine is not own
    assert sqlite_event_log.create_engine is own
