"""Run the job `build` in this process; its run is recorded where Dagster's UI finds it."""

import dagster as dg

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


def _refusals(build: Build) -> list[str]:
    return [
        f"  {table}: {sentence(outcome)} [{outcome.expectation.id}]"
        for table, outcomes in build.outcomes.items()
        for outcome in outcomes
        if not outcome.passed and outcome.expectation.severity == "critical"
    ]
