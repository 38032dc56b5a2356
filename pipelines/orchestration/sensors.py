"""What makes a job run or an alert go out by itself: files that arrive, releases, failed runs, overdue deliveries."""

import hashlib
import json
import re
import stat
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb
from dagster._utils.error import SerializableErrorInfo

from pipelines.common.china_time import now, today_in_china
from pipelines.common.errors import UserError, lack_told
from pipelines.common.workspace import Workspace
from pipelines.orchestration.alerts import alert
from pipelines.orchestration.jobs import BUILD, notebooks_job
from pipelines.orchestration.lost_runs import LOST, alert_of_failure, end_lost_runs
from pipelines.orchestration.partitions import HELD_BACK
from pipelines.quality.calendar import OVERDUE, missing
from pipelines.registers.contract import Register
from pipelines.releases.store import open_release

ARRIVED = "township/arrived"
"""Tag of a run: the state of data/raw that it was asked for."""
_POLL_SECONDS = 30
_LONGEST_WAIT_MINUTES = 60
_REMIND_SECONDS = 600
_LOST_SECONDS = 60
_TELLING = {
    dg.DagsterEventType.STEP_FAILURE,
    dg.DagsterEventType.ENGINE_EVENT,
    dg.DagsterEventType.RUN_FAILURE,
}


def arrivals(workspace: Workspace) -> dg.SensorDefinition:
    """Asks for a build when files in data/raw came, changed or went, once they have lain still for one poll.

    They count as built when a run for them succeeded, or was refused for what they hold. After any other failure the
    sensor asks again, each time after twice as long.
    """

    @dg.sensor(
        name="arrivals",
        job_name=BUILD,
        minimum_interval_seconds=_POLL_SECONDS,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Builds when files in data/raw are new, changed or gone; waits while one is still being copied.",
    )
    def watch(context: dg.SensorEvaluationContext) -> dg.RunRequest | dg.SkipReason:
        seen = state_of(workspace.raw)
        last = json.loads(context.cursor or "{}")
        context.update_cursor(json.dumps({"seen": seen, "built": last.get("built")}))
        if seen == last.get("built"):
            return dg.SkipReason("Nothing has changed in data/raw.")
        if seen != last.get("seen"):
            return dg.SkipReason("Files have changed; waiting until they lie still.")
        runs = context.instance.get_run_records(dg.RunsFilter(tags={ARRIVED: seen}))
        if runs and _is_settled(context.instance, runs[0].dagster_run):
            context.update_cursor(json.dumps({"seen": seen, "built": seen}))
            return dg.SkipReason("A build took the files in.")
        if runs and (reason := _not_yet(runs)):
            return dg.SkipReason(reason)
        return dg.RunRequest(run_key=f"{seen}-{now().timestamp():.0f}", tags={ARRIVED: seen})

    return watch


def _is_settled(instance: dg.DagsterInstance, run: dg.DagsterRun) -> bool:
    """Whether another run for the same files would end as this one."""
    return run.is_success or (run.is_failure and bool(_refusals(instance, run.run_id)))


def _not_yet(runs: Sequence[dg.RunRecord]) -> str | None:
    """Why not to ask for another run, given those for the same files, the latest first."""
    if not runs[0].dagster_run.is_finished:
        return "A build of the files is under way."
    wait = timedelta(minutes=min(2 ** len(runs), _LONGEST_WAIT_MINUTES))
    # The clock may have been set back since.
    if abs(now() - runs[0].update_timestamp) < wait:
        return f"The build of the files failed; it is tried again {wait} later."
    return None


def state_of(folder: Path) -> str:
    """Digest of names, sizes and times of everything below the folder."""
    found = []
    for path in sorted(folder.rglob("*")):
        try:
            status = path.stat()
        except FileNotFoundError:  # gone since it was listed: the next look sees the change
            continue
        if stat.S_ISREG(status.st_mode):
            found.append((str(path.relative_to(folder)), status.st_size, status.st_mtime_ns))
    return hashlib.sha256(json.dumps(found).encode()).hexdigest()[:16]


@dg.asset_sensor(
    asset_key=dg.AssetKey("release"),
    name="releases",
    job=notebooks_job,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Runs the notebooks after every release, also one that was built in a terminal.",
)
def releases(_context: dg.SensorEvaluationContext, _event: dg.EventLogEntry) -> dg.RunRequest:
    return dg.RunRequest()


def lost_runs(workspace: Workspace) -> dg.SensorDefinition:
    """Ends runs whose process is gone, for which the queue would wait."""

    @dg.sensor(
        name="lost_runs",
        minimum_interval_seconds=_LOST_SECONDS,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Marks as failed, and reports, every run in progress whose process is gone.",
    )
    def look(context: dg.SensorEvaluationContext) -> dg.SkipReason:
        ended = end_lost_runs(context.instance, workspace)
        return dg.SkipReason(f"{len(ended)} runs had lost their process.")

    return look


def failures(workspace: Workspace, job: Any) -> dg.SensorDefinition:
    """Alerts in plain Chinese that a run failed and why, and that the last release remains.

    Where a run of the build `job` has held a delivery back, requests another run without it instead.
    """

    @dg.run_failure_sensor(
        name="failures",
        monitor_all_code_locations=True,
        request_job=job,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Writes a plain message to .township/alerts.log, and to the webhook or mailbox that is configured.",
    )
    def report_failure(context: dg.RunFailureSensorContext) -> dg.RunRequest | None:
        run = context.dagster_run
        if run.job_name == HELD_BACK or LOST in run.tags:  # who marked it as failed has reported it
            return None
        if _is_to_run_again(context):
            tags = {ARRIVED: run.tags[ARRIVED]} if ARRIVED in run.tags else {}
            return dg.RunRequest(run_key=f"without-{run.run_id}", job_name=BUILD, tags=tags)
        reason = _refusals(context.instance, run.run_id) or _first_error(context.instance, run.run_id)
        if not _is_repeated(context.instance, run, reason):
            alert_of_failure(workspace, run, reason)
        return None

    return report_failure


def _is_to_run_again(context: dg.RunFailureSensorContext) -> bool:
    """Whether a mart's check has held a delivery back, without which the next run goes on."""
    failures = [event.step_failure_data.user_failure_data for event in context.get_step_failure_events()]
    return any(failure and HELD_BACK in failure.metadata for failure in failures)


def _refusals(instance: dg.DagsterInstance, run_id: str) -> str:
    """Tables whose check refused the release, with the description of the check."""
    events = instance.all_logs(run_id, of_type=dg.DagsterEventType.ASSET_CHECK_EVALUATION)
    found = [entry.dagster_event.asset_check_evaluation_data for entry in events if entry.dagster_event]
    return "；".join(
        f"{check.asset_key.path[-1]} 未通过检查：{check.description}"
        for check in found
        if not check.passed and check.severity == dg.AssetCheckSeverity.ERROR
    )


def _first_error(instance: dg.DagsterInstance, run_id: str) -> str:
    """What the first error of a run comes from: of a step, of loading the code, or of the process.

    Where there is none, what was noted last before the run was marked as failed.
    """
    noted = [
        entry.dagster_event for entry in instance.all_logs(run_id, of_type=_TELLING) if entry.dagster_event
    ]
    found = [error for error in map(_error_of, noted) if error]
    if not found:
        ended = [event for event in noted if not event.is_run_failure] or noted
        return ended[-1].message or "" if ended else ""
    first = found[0]
    while first.cause:
        first = first.cause
    said = " ".join(first.message.split())
    if said.startswith(f"{UserError.__module__}."):
        return said.partition(": ")[2]
    lack = lack_told({first.cls_name or ""}, said.removeprefix(f"{first.cls_name}: "))
    return lack.sentences[0] if lack else said


def _error_of(event: dg.DagsterEvent) -> SerializableErrorInfo | None:
    return getattr(event.event_specific_data, "error", None)


def _is_repeated(instance: dg.DagsterInstance, run: dg.DagsterRun, reason: str) -> bool:
    """Whether the run for the same files before this one failed for the same reason."""
    if ARRIVED not in run.tags:
        return False
    runs = instance.get_run_records(dg.RunsFilter(tags={ARRIVED: run.tags[ARRIVED]}))
    ids = [record.dagster_run.run_id for record in runs]
    before = ids[ids.index(run.run_id) + 1 :] if run.run_id in ids else []
    return bool(before) and _unnumbered(_first_error(instance, before[0])) == _unnumbered(reason)


def _unnumbered(reason: str) -> str:
    """Without numbers and digests, as of the release that each run begins: what they fail with is the same."""
    return re.sub(r"[\da-fA-F-]{6,}|\d+", "", reason)


def reminders(workspace: Workspace, registers: Mapping[str, Register]) -> dg.SensorDefinition:
    """Says, once for each that is new, which deliveries the calendar waits for in vain."""

    @dg.sensor(
        name="reminders",
        minimum_interval_seconds=_REMIND_SECONDS,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Tells of deliveries that calendar.yml demands, whose day is over and which are not there.",
    )
    def remind(context: dg.SensorEvaluationContext) -> dg.SkipReason:
        try:
            with open_release(workspace.marts) as release:
                owed = {
                    f"{unit} {period}{f' {registers[register].title}' if register else ''}（应于 {due_on} 前）": due_on
                    for unit, period, register, due_on in missing(release)
                }
        except (UserError, duckdb.CatalogException):
            return dg.SkipReason("There is no release with a calendar yet.")
        # What was told stays told while it is missing: the clock may be set back before its day, and come to it again.
        told = [one for one in json.loads(context.cursor or "[]") if one in owed]
        fresh = [one for one, due_on in owed.items() if due_on < today_in_china() and one not in told]
        if fresh:
            alert(workspace, f"{OVERDUE}：{'、'.join(fresh)}")
        context.update_cursor(json.dumps([*told, *fresh], ensure_ascii=False))
        return dg.SkipReason(f"{len(told) + len(fresh)} deliveries are overdue.")

    return remind
