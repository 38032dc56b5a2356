"""A release holds only what was checked in full, whichever way somebody asks Dagster for it."""

import os
import subprocess
import sys
from pathlib import Path

import dagster as dg
import pytest

import pipelines
from pipelines.catalogue.tables import Catalogue
from pipelines.common.errors import RefusedBuild, UserError
from pipelines.common.workspace import PROJECT, Workspace
from pipelines.orchestration.project import definitions_for, instance_of
from pipelines.orchestration.run import QUIET
from pipelines.releases.store import all_releases
from tests.support.few_marts import few_definitions
from tests.support.small import (
    Household,
    build_of,
    publish_figures,
    township_folder,
    write_registry,
    write_villages,
)

RELEASE = dg.AssetKey("release")


def job() -> dg.JobDefinition:
    """The job that Dagster loads from the environment, for a process of its own."""
    return few_definitions().resolve_job_def("build")


@pytest.fixture(scope="module")
def refused(tmp_path_factory, few) -> Path:
    """A workspace whose first delivery is published and whose second was refused: fewer inhabitants than poor."""
    root = tmp_path_factory.mktemp("refused")
    folder = township_folder(root)
    write_registry(folder / "名单.csv", Household(1), Household(2))
    write_villages(folder / "村.csv", 甲村=200)
    publish_figures(root, few)
    write_villages(folder / "村.csv", 甲村=1)
    with pytest.raises(RefusedBuild):
        publish_figures(root, few)
    return root


def materialise(root: Path, few: Catalogue, *selected: dg.AssetKey) -> None:
    """What the UI does for a selection: a run of its own, which knows only what is on disk."""
    build = build_of(root, few)
    with instance_of(build.workspace) as instance:
        job = definitions_for(build).resolve_job_def("build")
        job.execute_in_process(instance=instance, asset_selection=[*selected], run_config=QUIET)


def population(root: Path) -> list[tuple]:
    with pipelines.connect(root / "marts") as db:
        return db.execute(
            "select rural_population_persons from poverty_incidence where area_level = 'village'"
        ).fetchall()


def assert_stands(root: Path) -> None:
    assert len(all_releases(root / "marts")) == 1 and population(root) == [(200,)]


def test_the_release_alone_is_refused(refused, few):
    with pytest.raises(RefusedBuild, match="incidence_is_a_share"):
        materialise(refused, few, RELEASE)
    assert_stands(refused)


def test_re_execution_from_failure_is_refused(refused, monkeypatch):
    monkeypatch.setenv("TOWNSHIP_RAW", str(refused / "raw"))
    monkeypatch.setenv("TOWNSHIP_MARTS", str(refused / "marts"))
    with instance_of(Workspace.of()) as instance:
        *_, failed = instance.get_run_ids(dg.RunsFilter(statuses=[dg.DagsterRunStatus.FAILURE]))
        again = dg.execute_job(
            dg.reconstructable(job),
            instance=instance,
            run_config=QUIET,
            reexecution_options=dg.ReexecutionOptions.from_failure(failed, instance),
        )
        assert not again.success
    assert_stands(refused)


def test_the_command_line_of_dagster_is_refused(refused):
    environment = os.environ | {
        "TOWNSHIP_RAW": str(refused / "raw"),
        "TOWNSHIP_MARTS": str(refused / "marts"),
        "DAGSTER_HOME": str(refused / ".township" / "dagster"),
    }
    command = "from dagster._cli import main; main()"
    asked = [
        "asset",
        "materialize",
        "--select",
        "release",
        "-m",
        "tests.support.few_marts",
        "-a",
        "few_definitions",
    ]
    ended = subprocess.run(
        [sys.executable, "-c", command, *asked],
        env=environment,
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode and "incidence_is_a_share" in ended.stdout + ended.stderr
    assert_stands(refused)


def test_everything_without_its_checks_is_refused(refused, few):
    build = build_of(refused, few)
    unchecked = dg.define_asset_job("unchecked", dg.AssetSelection.all().without_checks())
    jobs = dg.Definitions.merge(definitions_for(build), dg.Definitions(jobs=[unchecked]))
    with instance_of(build.workspace) as instance, pytest.raises(UserError, match="not built and checked"):
        jobs.resolve_job_def("unchecked").execute_in_process(instance=instance, run_config=QUIET)
    assert_stands(refused)


def test_a_mart_alone_is_built_and_nothing_published_until_all_is_there(refused, few):
    write_villages(refused / "raw" / "某镇" / "2018" / "村.csv", 甲村=150)
    cleaned = (*few.registers, "areas", "coverage")
    materialise(refused, few, *(dg.AssetKey(["clean", name]) for name in cleaned))
    materialise(refused, few, dg.AssetKey(["marts", "fund_execution"]))
    assert_stands(refused)
    others = len(few.marts) - 1  # the mart that is built counts no more, reconciliation does
    with pytest.raises(UserError, match=f"and {others} others: not built and checked"):
        materialise(refused, few, RELEASE)
    assert_stands(refused)

    marts = [dg.AssetKey(["marts", name]) for name in few.marts if name != "fund_execution"]
    materialise(refused, few, *marts, dg.AssetKey(["quality", "reconciliation"]))
    materialise(refused, few, RELEASE)
    assert population(refused) == [(150,)]


def test_results_of_other_inputs_or_code_do_not_count(tmp_path, few, monkeypatch):
    write_registry(township_folder(tmp_path) / "名单.csv", Household(1))
    publish_figures(tmp_path, few)
    for name in ("waivers.yml", "calendar.yml"):
        beside = tmp_path / "raw" / name
        beside.write_text("[]", encoding="utf-8")
        with pytest.raises(UserError, match="not built and checked"):
            materialise(tmp_path, few, RELEASE)
        beside.unlink()
    monkeypatch.setattr("pipelines.catalogue.fingerprint.code_version", lambda: "another")
    with pytest.raises(UserError, match="not built and checked"):
        materialise(tmp_path, few, RELEASE)
    assert len(all_releases(tmp_path / "marts")) == 1
