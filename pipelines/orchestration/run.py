"""Run a job in this process; its run is recorded where Dagster's UI finds it."""

import logging
import sys
from contextlib import redirect_stderr
from io import TextIOBase
from pathlib import Path
from typing import TextIO

import dagster as dg

from pipelines.orchestration.gate import refusal
from pipelines.orchestration.lost_runs import end_lost_runs
from pipelines.orchestration.partitions import HELD_BACK
from pipelines.orchestration.project import definitions_for, instance_of
from pipelines.orchestration.resources import Build
from pipelines.orchestration.run_locks import only_build

QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


def run_build(build: Build) -> None:
    """Build and publish; `build.deliveries`, `build.outcomes` and `build.record` hold what was done.

    Raises RefusedBuild naming the critical expectations that failed, BusyWorkspace where another command builds here,
    UserError where the input cannot be used.
    """
    job = definitions_for(build).resolve_job_def("build")
    # Where nothing changed Dagster warns of each check that was skipped, though what it gates is skipped with it; that no
    # release goes out unchecked is seen to by `require_publishable`.
    logging.getLogger("dagster._core").setLevel(logging.ERROR)
    with only_build(build.workspace), instance_of(build.workspace) as instance:
        end_lost_runs(instance, build.workspace)
        while not _runs_to_its_end(job, instance, build):
            pass  # a mart showed that a delivery is to be held back: again without


def _runs_to_its_end(job: dg.JobDefinition, instance: dg.DagsterInstance, build: Build) -> bool:
    """Run the job; whether it need not run again without a delivery that a mart's check has just held back."""
    try:
        with redirect_stderr(_WithoutEventLog(sys.stderr)):
            job.execute_in_process(instance=instance, run_config=QUIET)
    except dg.Failure as failure:
        if HELD_BACK in failure.metadata:
            return False
        raise
    except dg.DagsterError:
        if refused := refusal(build):
            build.wait_for_background_tasks()
            raise refused from None
        raise
    finally:
        build.close()
        if build.run_lock:
            build.run_lock.release()
    return True


class _WithoutEventLog(TextIOBase):
    """Standard error without what Dagster prints of every event that it cannot record: what it raises then is reported."""

    def __init__(self, stream: TextIO):
        self._stream = stream

    def write(self, text: str) -> int:
        return (
            len(text) if text.startswith("Exception while writing logger call") else self._stream.write(text)
        )

    def flush(self) -> None:
        self._stream.flush()

    def isatty(self) -> bool:
        return self._stream.isatty()

    def fileno(self) -> int:
        return self._stream.fileno()


def run_notebooks(build: Build) -> tuple[list[Path], list[str]]:
    """Run every notebook on the current release; return the pages made, and a sentence for each that failed."""
    job = definitions_for(build).resolve_job_def("notebooks")
    with instance_of(build.workspace) as instance:
        end_lost_runs(instance, build.workspace)
        result = job.execute_in_process(instance=instance, run_config=QUIET, raise_on_error=False)
    pages = [
        Path(str(event.materialization.metadata["page"].value))
        for event in result.get_asset_materialization_events()
    ]
    return pages, [_said(event) for event in result.all_events if event.is_step_failure]


def _said(event: dg.DagsterEvent) -> str:
    """The sentence that a failed step was given, else the message of its error."""
    failure = event.step_failure_data
    if failure.user_failure_data and failure.user_failure_data.description:
        return failure.user_failure_data.description
    return f"A notebook could not be run: {failure.error.message.strip() if failure.error else event.message}"
