"""What makes a job run, or speaks up, by itself: files that arrive, releases, and runs that fail."""

import hashlib
import json
import time
from collections.abc import Iterator
from pathlib import Path

import dagster as dg

from pipelines.orchestration.alerts import alert
from pipelines.orchestration.jobs import build_job, notebooks_job
from pipelines.workspace import Workspace

_POLL_SECONDS = 30


def arrivals(workspace: Workspace) -> dg.SensorDefinition:
    """Asks for a build when files in data/raw came, changed or went, once they have lain still for one poll."""

    @dg.sensor(
        name="arrivals",
        job=build_job,
        minimum_interval_seconds=_POLL_SECONDS,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Builds when files in data/raw are new, changed or gone; waits while one is still being copied.",
    )
    def watch(context: dg.SensorEvaluationContext) -> Iterator[dg.RunRequest | dg.SkipReason]:
        seen = state_of(workspace.raw)
        last = json.loads(context.cursor or "{}")
        context.update_cursor(json.dumps({"seen": seen, "built": last.get("built")}))
        if seen == last.get("built"):
            yield dg.SkipReason("Nothing has changed in data/raw.")
        elif seen != last.get("seen"):
            yield dg.SkipReason("Files have changed; waiting until they lie still.")
        else:
            context.update_cursor(json.dumps({"seen": seen, "built": seen}))
            yield dg.RunRequest(run_key=f"{seen}-{int(time.time())}")

    return watch


def state_of(folder: Path) -> str:
    """Digest of names, sizes and times of everything below the folder."""
    found = sorted(
        (str(path.relative_to(folder)), path.stat().st_size, path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    )
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


def failures(workspace: Workspace) -> dg.SensorDefinition:
    """Says in plain Chinese, where `alerts` says it, that a run failed and what stands."""

    @dg.run_failure_sensor(
        name="failures",
        monitor_all_code_locations=True,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Writes a plain message to .township/alerts.log, and to the webhook where one is configured.",
    )
    def tell(context: dg.RunFailureSensorContext) -> None:
        reasons = [event.step_failure_data.error for event in context.get_step_failure_events()]
        first = next((reason.cause or reason for reason in reasons if reason), None)
        said = " ".join(first.message.split()) if first else context.failure_event.message or ""
        alert(workspace, f"生成失败,上一次发布的数据不受影响。运行 {context.dagster_run.run_id[:8]}:{said}")

    return tell
