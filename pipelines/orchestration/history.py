"""How much Dagster remembers."""

import dagster as dg

from pipelines.common.workspace import Workspace
from pipelines.orchestration.run_locks import lock_of

KEPT_RUNS = 100
"""Runs whose events stay in Dagster's home; each takes half a megabyte."""

_ENDED = [dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED]


def forget_old_runs(instance: dg.DagsterInstance, workspace: Workspace) -> None:
    """Remove all but the last KEPT_RUNS that have ended, with their events."""
    for run_id in instance.get_run_ids(dg.RunsFilter(statuses=_ENDED))[KEPT_RUNS:]:
        instance.delete_run(run_id)
        # Dagster empties the run's own file and leaves it lying.
        (workspace.dagster_home / "history" / "runs" / f"{run_id}.db").unlink(missing_ok=True)
        lock_of(workspace, run_id).unlink(missing_ok=True)
