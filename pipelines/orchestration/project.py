"""All Dagster objects of a workspace put together, and the Dagster instance that records its runs."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

import dagster as dg

from pipelines.catalogue.tables import Catalogue
from pipelines.common.errors import UserError
from pipelines.common.notices import warn
from pipelines.common.workspace import Workspace
from pipelines.common.yaml_files import read_yaml
from pipelines.orchestration.assets import all_assets
from pipelines.orchestration.checks import row_checks
from pipelines.orchestration.delivery_checks import delivery_checks
from pipelines.orchestration.history_files import connections_kept
from pipelines.orchestration.jobs import RETRIES, build_job, notebooks_job
from pipelines.orchestration.marts import marts_asset
from pipelines.orchestration.notebooks import notebook_assets
from pipelines.orchestration.resources import Build
from pipelines.orchestration.run_locks import lock_run
from pipelines.orchestration.schedules import daily, quarter_end
from pipelines.orchestration.sensors import arrivals, failures, lost_runs, releases, reminders

_INSTANCE_SETTINGS = """\
# Written by pipelines/orchestration/project.py.
telemetry:
  enabled: false
nux:
  enabled: false
# Steps print nothing; capturing that takes two processes and half a second of each run.
compute_logs:
  module: dagster._core.storage.noop_compute_log_manager
  class: NoOpComputeLogManager
# One build at a time: a second run waits in the queue.
concurrency:
  runs:
    max_concurrent_runs: 1
"""


def definitions_for(build: Build, retries: dg.RetryPolicy | None = None) -> dg.Definitions:
    """Assets, checks, job, schedules and sensors over one build's workspace and catalogue."""
    job = build_job(retries)
    of_rows = {t: suite for t, suite in build.catalogue.suites.items() if t.startswith("clean.")}
    return dg.Definitions(
        assets=[
            *all_assets(build.catalogue),
            marts_asset(build.catalogue),
            *notebook_assets(build.catalogue),
        ],
        asset_checks=[row_checks(of_rows), delivery_checks()],
        jobs=[job, notebooks_job],
        schedules=[daily, quarter_end],
        sensors=[
            arrivals(build.workspace),
            releases,
            lost_runs(build.workspace),
            failures(build.workspace, job),
            reminders(build.workspace, build.catalogue.registers),
        ],
        resources={"build": dg.ResourceDefinition(_held(build))},
        executor=dg.in_process_executor,
    )


def _held(build: Build) -> Callable[[dg.InitResourceContext], AbstractContextManager[Build]]:
    @contextmanager
    def hold(context: dg.InitResourceContext) -> Iterator[Build]:
        if context.run:
            build.run_lock = lock_run(build.workspace, context.run.run_id)
        try:
            yield build
        finally:
            build.close()

    return hold


def default_definitions() -> dg.Definitions:
    """What `dagster dev` loads: the project's catalogue over the workspace that the environment names."""
    return definitions_for(Build(Workspace.of(), Catalogue.load()), RETRIES)


@contextmanager
def instance_of(workspace: Workspace) -> Iterator[dg.DagsterInstance]:
    """The Dagster instance of a workspace, without telemetry."""
    prepare_home(workspace)
    with (
        connections_kept(),
        dg.DagsterInstance.from_config(str(workspace.dagster_home)) as instance,
    ):
        yield instance


def prepare_home(workspace: Workspace) -> None:
    """Make Dagster's home, one for `make dev` and `township build`, in a folder of state that only its owner enters.

    Raises UserError where nothing can be written there.
    """
    workspace.make_state()
    workspace.dagster_home.mkdir(exist_ok=True)
    settings = workspace.dagster_home / "dagster.yaml"
    if not _is_settings(settings):
        settings.write_text(_INSTANCE_SETTINGS, encoding="utf-8")
    for history in sorted(workspace.dagster_home.rglob("*.db")):
        if _is_damaged(history):
            _put_aside(history)


def _is_settings(path: Path) -> bool:
    try:
        return isinstance(read_yaml(path), dict)
    except (OSError, UserError):
        return False


def _is_damaged(history: Path) -> bool:
    """Whether SQLite refuses the file as not a database or as broken, or Dagster as made by two programs at once.

    One that is locked or full is not damaged. Of the many files of single runs, which are hardly ever read again, only
    the head is looked at.
    """
    is_of_one_run = history.parent.name == "runs" and history.name != "index.db"
    try:
        with closing(sqlite3.connect(history)) as db:
            tables = db.execute("select name from sqlite_master where type = 'table'").fetchall()
            if is_of_one_run:
                return False
            if db.execute("pragma quick_check(1)").fetchone() != ("ok",):
                return True
            return ("alembic_version",) in tables and _versions(db) > 1
    except sqlite3.OperationalError:
        return False
    except sqlite3.DatabaseError:
        return True


def _versions(history: sqlite3.Connection) -> int:
    """How many versions of Dagster's tables the file claims to have; Dagster opens none with more than one."""
    return history.execute("select count(*) from alembic_version").fetchone()[0]


def _put_aside(history: Path) -> None:
    for log in ("-wal", "-shm"):
        history.with_name(history.name + log).unlink(missing_ok=True)
    aside = history.with_suffix(".damaged")
    history.replace(aside)
    warn(
        f"{history} 已损坏，Dagster 重新开始记；原来的留作 {aside.name}。",
        f"{history} was damaged: Dagster begins it anew. It is kept as {aside.name}.",
    )
