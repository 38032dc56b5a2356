"""Runs whose process is gone: ended, told once, and in nobody's way."""

import subprocess
import sys
import time
from datetime import timedelta

import dagster as dg
import pytest

from pipelines.common.workspace import PROJECT
from pipelines.orchestration import lost_runs
from pipelines.orchestration.jobs import build_job
from pipelines.orchestration.lost_runs import end_lost_runs
from pipelines.orchestration.project import instance_of
from pipelines.orchestration.run import run_build
from pipelines.orchestration.run_locks import lock_of, lock_run
from pipelines.orchestration.sensors import failures
from tests.support.small import Household, build_of, township_folder, write_registry

LOST, DONE = dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.SUCCESS
GOING_ON = dg.DagsterRunStatus.STARTED


@pytest.fixture
def place(tmp_path, few):
    """A workspace and its Dagster instance."""
    build = build_of(tmp_path, few)
    with instance_of(build.workspace) as instance:
        yield build.workspace, instance


def started(instance, job_name="build"):
    return instance.add_run(dg.DagsterRun(job_name=job_name, status=GOING_ON)).run_id


def told(workspace):
    log = workspace.state / "alerts.log"
    return log.read_text(encoding="utf-8").splitlines() if log.exists() else []


def test_a_killed_build_is_ended_and_told_by_the_next_which_publishes(tmp_path, few):
    write_registry(township_folder(tmp_path) / "名单.csv", Household(1))
    build = build_of(tmp_path, few)
    running = build.workspace.dagster_home / "running"
    killed = subprocess.Popen(
        [sys.executable, "-m", "pipelines", "build", "--raw", tmp_path / "raw", "--marts", tmp_path / "marts"],
        cwd=PROJECT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    until = time.monotonic() + 120
    while not list(running.glob("*.lock")) and killed.poll() is None and time.monotonic() < until:
        time.sleep(0.01)
    killed.kill()
    killed.wait()
    run_build(build)
    with instance_of(build.workspace) as instance:
        assert [run.status for run in instance.get_runs()] == [DONE, LOST]
    [alert] = told(build.workspace)
    assert "生成失败，上一次发布的数据不受影响" in alert and "进程已不在" in alert


def test_a_run_goes_on_while_its_process_holds_its_lock(place):
    workspace, instance = place
    run_id = started(instance)
    held = lock_run(workspace, run_id)
    assert end_lost_runs(instance, workspace) == []
    held.release()
    assert end_lost_runs(instance, workspace) == [run_id]
    assert end_lost_runs(instance, workspace) == []
    assert instance.get_run_by_id(run_id).status == LOST and len(told(workspace)) == 1


def test_a_run_without_a_lock_may_be_starting(place, monkeypatch):
    workspace, instance = place
    run_id = started(instance)
    assert end_lost_runs(instance, workspace) == []
    monkeypatch.setattr(lost_runs, "_STARTING", timedelta())
    assert end_lost_runs(instance, workspace) == [run_id]


def test_the_alert_of_a_lost_run_is_not_repeated_by_the_sensor(place):
    workspace, instance = place
    run_id = started(instance)
    lock_of(workspace, run_id).parent.mkdir()
    lock_of(workspace, run_id).touch()
    end_lost_runs(instance, workspace)
    [failure] = instance.all_logs(run_id, of_type=dg.DagsterEventType.RUN_FAILURE)
    context = dg.build_run_status_sensor_context(
        "failures", failure.dagster_event, instance, instance.get_run_by_id(run_id)
    ).for_run_failure()
    failures(workspace, build_job())(context)
    assert len(told(workspace)) == 1
