"""When the job runs by itself."""

import dagster as dg

from pipelines.orchestration.jobs import build_job

daily = dg.ScheduleDefinition(
    name="daily",
    job=build_job,
    cron_schedule="0 6 * * *",
    execution_timezone="Asia/Shanghai",
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="Every morning at six, before the offices open.",
)
