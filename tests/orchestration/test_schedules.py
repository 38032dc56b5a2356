"""Builds of every day and quarter."""

from pipelines.orchestration.schedules import daily, quarter_end


def test_schedules_run_in_chinese_time():
    assert {schedule.name: schedule.cron_schedule for schedule in (daily, quarter_end)} == {
        "daily": "0 6 * * *",
        "quarter_end": ["0 20 31 3,12 *", "0 20 30 6,9 *"],
    }
    assert {schedule.execution_timezone for schedule in (daily, quarter_end)} == {"Asia/Shanghai"}
