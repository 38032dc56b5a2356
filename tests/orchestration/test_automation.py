"""What happens by itself: files that arrive, times that come, runs that fail."""

import dagster as dg
import pytest

from pipelines.orchestration.alerts import alert
from pipelines.orchestration.project import instance_of
from pipelines.orchestration.schedules import daily, quarter_end
from pipelines.orchestration.sensors import arrivals
from tests.small import Household, build_of, township_folder, write_registry


@pytest.fixture
def watched(tmp_path, catalogue):
    write_registry(township_folder(tmp_path) / "名单.csv", Household(1))
    build = build_of(tmp_path, catalogue)
    with instance_of(build.workspace) as instance:
        cursor = None

        def tick() -> bool:
            """One look at the folder; whether a build was asked for."""
            nonlocal cursor
            with dg.build_sensor_context(instance=instance, cursor=cursor) as context:
                found = arrivals(build.workspace).evaluate_tick(context)
            cursor = found.cursor
            return bool(found.run_requests)

        yield tmp_path, tick


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


def test_schedules_run_in_chinese_time():
    assert {schedule.name: schedule.cron_schedule for schedule in (daily, quarter_end)} == {
        "daily": "0 6 * * *",
        "quarter_end": ["0 20 31 3,12 *", "0 20 30 6,9 *"],
    }
    assert {schedule.execution_timezone for schedule in (daily, quarter_end)} == {"Asia/Shanghai"}


def test_an_alert_is_logged_even_when_its_webhook_is_silent(tmp_path, catalogue, monkeypatch):
    workspace = build_of(tmp_path, catalogue).workspace
    monkeypatch.setenv("TOWNSHIP_WEBHOOK", "http://127.0.0.1:9/nobody")
    alert(workspace, "生成失败")
    first, second = (workspace.state / "alerts.log").read_text(encoding="utf-8").splitlines()
    assert first.endswith("生成失败") and "未能送达" in second
