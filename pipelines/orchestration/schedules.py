"""When the job runs by itself."""

import dagster as dg

from pipelines.orchestration.jobs import BUILD

daily = dg.ScheduleDefinition(
    name="daily",
    job_name=BUILD,
    cron_schedule="0 6 * * *",
    execution_timezone="Asia/Shanghai",
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="Every morning at six, before the offices open.",
)

quarter_end = dg.ScheduleDefinition(
    name="quarter_end",
    job_name=BUILD,
    cron_schedule=["0 20 31 3,12 *", "0 20 30 6,9 *"],
    execution_timezone="Asia/Shanghai",
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="On the evening of the last day of a quarter, when the quarter's reports are due.",
)
