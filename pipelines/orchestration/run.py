"""Run a job in this process; its run is recorded where Dagster's UI finds it."""

from pathlib import Path

import dagster as dg
from dagster._core.execution.plan.objects import StepFailureData

from pipelines.orchestration.checks import sentence
from pipelines.orchestration.project import definitions_for, instance_of
from pipelines.orchestration.resources import Build
from pipelines.problems import RefusedBuild

_QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


def run_build(build: Build) -> None:
    """Build and publish; what was done is told by `build.deliveries`, `build.outcomes` and `build.record`.

    Raises RefusedBuild naming the critical expectations that failed, Problem where the input cannot be used.
    """
    job = definitions_for(build).resolve_job_def("build")
    with instance_of(build.workspace) as instance:
        try:
            job.execute_in_process(instance=instance, run_config=_QUIET)
        except dg.DagsterError:
            if refusals := _refusals(build):
                build.await_helpers()
                raise RefusedBuild(
                    "Not published; the last release stands. Critical expectations failed:\n"
                    + "\n".join(refusals)
                ) from None
            raise
        finally:
            build.close()


def run_notebooks(build: Build) -> tuple[list[Path], list[str]]:
    """Run every notebook on the current release; return the pages made, and a sentence for each that failed."""
    job = definitions_for(build).resolve_job_def("notebooks")
    with instance_of(build.workspace) as instance:
        result = job.execute_in_process(instance=instance, run_config=_QUIET, raise_on_error=False)
    pages = [
        Path(str(event.materialization.metadata["page"].value))
        for event in result.get_asset_materialization_events()
    ]
    failed = [event.step_failure_data for event in result.all_events if event.is_step_failure]
    return pages, [_said(failure) for failure in failed]


def _said(failure: StepFailureData) -> str:
    told = failure.user_failure_data.description if failure.user_failure_data else None
    return (
        told
        or f"A notebook could not be run: {failure.error.message if failure.error else 'no reason is known'}"
    )


def _refusals(build: Build) -> list[str]:
    return [
        f"  {table}: {sentence(outcome)} [{outcome.expectation.id}]"
        for table, outcomes in build.outcomes.items()
        for outcome in outcomes
        if not outcome.passed and outcome.expectation.severity == "critical"
    ]
