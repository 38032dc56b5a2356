"""Sensors: files that arrive, what is overdue, builds that failed."""

from datetime import datetime

import dagster as dg
from dagster._core.events import EngineEventData
from dagster._utils.error import SerializableErrorInfo

from pipelines.common.china_time import CHINA
from pipelines.orchestration import sensors
from pipelines.orchestration.jobs import build_job
from pipelines.orchestration.project import definitions_for, instance_of
from pipelines.orchestration.sensors import failures, reminders
from tests.support.clock import Clock
from tests.support.small import (
    Household,
    build_of,
    publish_figures,
    township_folder,
    write_registry,
    write_villages,
)


def test_files_that_lie_still_are_built_once(watched):
    _, tick = watched
    assert [tick() for _ in range(4)] == [False, True, False, False]


def test_a_file_still_being_copied_is_waited_for(watched):
    root, tick = watched
    tick(), tick()
    copy = root / "raw" / "某镇" / "2018" / "慢.csv"
    asked = []
    for size in (10, 20, 30):
        copy.write_text("x" * size, encoding="utf-8")
        asked.append(tick())
    assert asked == [False, False, False]
    assert [tick(), tick()] == [True, False]


def test_a_removed_file_is_a_change(watched):
    root, tick = watched
    tick(), tick()
    (root / "raw" / "某镇" / "2018" / "名单.csv").unlink()
    assert [tick(), tick(), tick()] == [False, True, False]


def test_files_count_as_built_only_when_a_build_took_them_in(watched, monkeypatch):
    _, tick = watched
    failed = dg.DagsterRunStatus.FAILURE
    assert [tick(), tick(failed), tick()] == [False, True, False], "at once, another would fail as well"
    monkeypatch.setattr(sensors, "_LONGEST_WAIT_MINUTES", 0)
    assert [tick(failed), tick(), tick(), tick()] == [True, True, False, False]


def test_a_build_under_way_is_waited_for(watched, monkeypatch):
    _, tick = watched
    monkeypatch.setattr(sensors, "_LONGEST_WAIT_MINUTES", 0)
    assert [tick(), tick(dg.DagsterRunStatus.STARTED), tick(), tick()] == [False, True, False, False]


def _failure(instance, error: str | None, noted: str = "") -> dg.RunFailureSensorContext:
    """A run for some files that failed before its first step: `error` is what the code said as it was loaded."""
    run = instance.add_run(dg.DagsterRun(job_name="build", tags={sensors.ARRIVED: "files"}))
    cause = error and SerializableErrorInfo(f"pipelines.common.errors.UserError: {error}\n", [], "UserError")
    outer = SerializableErrorInfo("could not be loaded\n", [], "DagsterError", cause=cause) if cause else None
    instance.report_engine_event(noted or "Could not load job definition.", run, EngineEventData(error=outer))
    return _failed(instance, run)


def _failed(instance, run: dg.DagsterRun) -> dg.RunFailureSensorContext:
    instance.report_run_failed(run)
    [failed] = instance.all_logs(run.run_id, of_type=dg.DagsterEventType.RUN_FAILURE)
    return dg.build_run_status_sensor_context(
        "failures", failed.dagster_event, instance, instance.get_run_by_id(run.run_id)
    ).for_run_failure()


def test_an_alert_names_what_the_code_said_as_it_was_loaded_once(tmp_path, few):
    workspace = build_of(tmp_path, few).workspace
    tell = failures(workspace, build_job())
    with instance_of(workspace) as instance:
        for said in ("persons.yml: line 3: x.", "persons.yml: line 3: x.", "persons.yml: line 4: y."):
            tell(_failure(instance, said))
    told = (workspace.state / "alerts.log").read_text(encoding="utf-8").splitlines()
    assert [line.partition("：persons")[2] for line in told] == [".yml: line 3: x.", ".yml: line 4: y."]


def test_a_full_disk_is_told_in_words_and_once_whatever_it_was_writing(tmp_path, few):
    workspace = build_of(tmp_path, few).workspace
    tell = failures(workspace, build_job())
    with instance_of(workspace) as instance:
        for release in ("20261201T032431-e4f680c3", "20261201T032633-99bd0cfe"):
            run = instance.add_run(dg.DagsterRun(job_name="build", tags={sensors.ARRIVED: "files"}))
            said = f"OSError: [Errno 28] No space left on device: 'releases/.{release}/township.duckdb'\n"
            error = EngineEventData(error=SerializableErrorInfo(said, [], "OSError"))
            instance.report_engine_event("failed", run, error)
            tell(_failed(instance, run))
    [told] = (workspace.state / "alerts.log").read_text(encoding="utf-8").splitlines()
    assert "：磁盘已满（[Errno 28] No space left on device: " in told
    assert told.endswith("；需要再放一个版本的空间。上一版仍然有效。")


def test_an_alert_names_how_a_process_ended(tmp_path, few):
    workspace = build_of(tmp_path, few).workspace
    with instance_of(workspace) as instance:
        failures(workspace, build_job())(_failure(instance, None, "terminated by signal 9"))
    assert "terminated by signal 9" in (workspace.state / "alerts.log").read_text(encoding="utf-8")


def test_an_overdue_delivery_is_reported_once(tmp_path, few, monkeypatch):
    """Also by a clock that is set back before the day, and comes to it again."""
    clock = Clock.set_to(datetime(2019, 1, 1, tzinfo=CHINA), monkeypatch)
    write_registry(township_folder(tmp_path) / "名单.csv", Household(1))
    calendar = tmp_path / "raw" / "calendar.yml"
    calendar.write_text(
        "- {units: [邻镇], periods: ['2018'], registers: [persons], days: 0}", encoding="utf-8"
    )
    build = publish_figures(tmp_path, few)
    log = build.workspace.state / "alerts.log"
    cursor = None
    with instance_of(build.workspace) as instance:
        for days in (0, 1, -1, 1):
            clock.move(days=days)
            with dg.build_sensor_context(instance=instance, cursor=cursor) as context:
                cursor = reminders(build.workspace, few.registers).evaluate_tick(context).cursor
    reported = log.read_text(encoding="utf-8").splitlines()
    assert len(reported) == 1 and reported[0].endswith(
        "逾期未报：邻镇 2018 建档立卡贫困人口花名册（应于 2018-12-31 前）"
    )


def test_a_refused_build_is_reported_by_its_rule(tmp_path, few):
    folder = township_folder(tmp_path)
    write_registry(folder / "名单.csv", Household(1, size=3))
    write_villages(folder / "村.csv", 甲村=1)  # fewer inhabitants than poor persons
    build = build_of(tmp_path, few)
    job = definitions_for(build).resolve_job_def("build")
    with instance_of(build.workspace) as instance:
        failed = job.execute_in_process(instance=instance, raise_on_error=False)
        context = dg.build_run_status_sensor_context(
            "failures", failed.get_run_failure_event(), instance, failed.dagster_run
        ).for_run_failure()
        failures(build.workspace, build_job())(context)
    build.close()
    reported = (build.workspace.state / "alerts.log").read_text(encoding="utf-8")
    assert "生成失败，上一次发布的数据不受影响" in reported and "poverty_incidence 未通过检查：" in reported


def test_a_build_that_held_a_delivery_back_is_run_again_without_it(tmp_path, few):
    write_registry(township_folder(tmp_path) / "名单.csv", Household(1))
    faulty = township_folder(tmp_path, "2019")
    write_registry(faulty / "名单.csv", Household(1, size=3))
    write_villages(faulty / "村.csv", 甲村=1)  # fewer inhabitants than poor persons
    build = build_of(tmp_path, few)
    job = definitions_for(build).resolve_job_def("build")
    with instance_of(build.workspace) as instance:
        failed = job.execute_in_process(instance=instance, raise_on_error=False)
        context = dg.build_run_status_sensor_context(
            "failures", failed.get_run_failure_event(), instance, failed.dagster_run
        ).for_run_failure()
        assert isinstance(failures(build.workspace, build_job())(context), dg.RunRequest)
        again = job.execute_in_process(instance=instance)
    build.close()
    assert again.success and list(build.held_back) == ["某镇/2019"]
    [reported] = (build.workspace.state / "alerts.log").read_text(encoding="utf-8").splitlines()
    assert "暂缓发布：某镇/2019" in reported
