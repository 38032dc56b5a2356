"""Dagster forgets the oldest of the runs that have ended, and no other."""

from pathlib import Path

import dagster as dg

from pipelines.common.workspace import Workspace
from pipelines.orchestration import history


def test_the_newest_ended_runs_and_all_others_stay(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(history, "KEPT_RUNS", 2)
    workspace = Workspace(tmp_path / "raw", tmp_path / "marts")
    with dg.DagsterInstance.ephemeral() as instance:
        statuses = [dg.DagsterRunStatus.STARTED, *[dg.DagsterRunStatus.SUCCESS] * 3]
        runs = [
            instance.add_run(dg.DagsterRun(job_name="build", run_id=f"run-{n}", status=status))
            for n, status in enumerate(statuses)
        ]
        file = workspace.dagster_home / "history" / "runs" / "run-1.db"
        file.parent.mkdir(parents=True)
        file.touch()
        history.forget_old_runs(instance, workspace)
        assert {run.run_id for run in instance.get_runs()} == {"run-0", "run-2", "run-3"}
        assert not file.exists() and len(runs) == 4
