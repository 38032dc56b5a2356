"""Runs whose process is gone: found by the lock that every run holds, marked as failed, and reported.

Dagster itself sees only the death of a process whose code server lives on. After a kill of `make dev` or of a build in
a terminal, and after a power cut, the run would stay in progress for good, and the queue would wait for it.
"""

from datetime import timedelta

import dagster as dg

from pipelines.common.china_time import now
from pipelines.common.workspace import Workspace
from pipelines.orchestration.alerts import alert
from pipelines.orchestration.jobs import BUILD
from pipelines.orchestration.partitions import HELD_BACK
from pipelines.orchestration.run_locks import is_locked, lock_of

LOST = "township/lost"
"""Tag of a run whose process was gone: it has been reported."""
_STARTING = timedelta(minutes=2)
"""How long a run may go without a lock: its process imports everything first."""
_IN_PROGRESS = [dg.DagsterRunStatus.STARTING, dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.CANCELING]


def end_lost_runs(instance: dg.DagsterInstance, workspace: Workspace) -> list[str]:
    """Mark as failed every run in progress whose process is gone, alert of each, and return their ids."""
    records = instance.get_run_records(dg.RunsFilter(statuses=_IN_PROGRESS))
    lost = [record.dagster_run for record in records if _is_lost(workspace, record)]
    for run in lost:
        instance.add_run_tags(run.run_id, {LOST: "yes"})
        instance.report_run_failed(run, "The process of this run is gone.")
        if run.job_name != HELD_BACK:
            alert_of_failure(
                workspace, run, "运行它的进程已不在（被结束、内存不足或停电）；以后的运行不受影响"
            )
    return [run.run_id for run in lost]


def alert_of_failure(workspace: Workspace, run: dg.DagsterRun, reason: str) -> None:
    """Alert that a run failed and why, and that the last release remains."""
    what = "生成失败" if run.job_name == BUILD else "笔记本页没有全部生成"
    alert(workspace, f"{what}，上一次发布的数据不受影响。运行 {run.run_id[:8]}：{reason}")


def _is_lost(workspace: Workspace, record: dg.RunRecord) -> bool:
    path = lock_of(workspace, record.dagster_run.run_id)
    if not path.exists():
        # The clock may have been set back since.
        return abs(now() - record.update_timestamp) > _STARTING
    return not is_locked(path)
