"""Releases and workspaces that tests share."""

import atexit
import gc
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

from pipelines.audit.delivered import record_reports
from pipelines.catalogue.tables import Catalogue
from pipelines.cleaning.gathering import gather
from pipelines.common.workspace import PROJECT, Workspace
from pipelines.engines.workbench import Workbench
from pipelines.publishing.publish import BuildResults, publish
from pipelines.quality.calendar import record_calendar
from pipelines.quality.coverage import record_coverage
from pipelines.quality.delivery_areas import record_delivery_areas
from pipelines.releases.store import current_release
from pipelines.values.people import People
from tests.support.catalogues import few_marts, traced, whole_catalogue
from tests.support.county import County

# How long an example takes is a matter of benchmarks: on a busy machine the first import of a library takes seconds.
# The same examples every time: a test that fails only by chance says nothing about the change that it fails on.
settings.register_profile("township", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None, max_examples=2000)
settings.load_profile("township")


_LONGEST = (
    "expectations/test_dirty.py",
    "browser/test_site_in_browser.py",
    "orchestration/test_holding.py",
    "faults/test_interrupted_builds.py",
    "site/test_pages.py",
    "journeys/test_journeys.py",
    "browser/test_accessibility.py",
    "statements/test_clerks.py",
    "statements/test_select.py",
    "site/test_build.py",
    "orchestration/test_run.py",
    "faults/test_catalogue.py",
    "statements/test_kinds.py",
    "cli/test_building.py",
    "orchestration/test_assets.py",
    "workbooks/test_area_workbooks.py",
    "test_offline.py",
    "site/test_figures.py",
    "test_privacy.py",
)
"""Files that take more than half a minute each, the longest first."""


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Nothing that is collected goes before the end: neither now nor while tests run is it searched for garbage."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest: one that began last would leave all processes but its own idle."""
    begin = {PROJECT / "tests" / name: number for number, name in enumerate(_LONGEST)}
    items.sort(key=lambda item: begin.get(item.path, len(begin)))


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: tests of commands, browsers and signals spend a fifth of their time waiting."""
    return (os.cpu_count() or 1) + 1


def pytest_sessionfinish(exitstatus: int) -> None:
    """Leave at once when all is reported: taking DuckDB's bindings down piece by piece prints reports of leaks."""

    def leave() -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(int(exitstatus))

    atexit.register(leave)


def run_township(*arguments: object, module: str = "pipelines") -> subprocess.CompletedProcess[str]:
    """The command as a user types it, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", module, *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=PROJECT,
        check=False,
    )


@pytest.fixture(scope="session")
def township():
    """The command `township`: township("build", "--raw", folder) → a completed process."""
    return run_township


@pytest.fixture(scope="session")
def township_of_few():
    """The command `township` over the headline marts alone."""
    return partial(run_township, module="tests.support.few_marts")


@pytest.fixture(scope="session")
def sample_build(
    tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """The sample deliveries built once for all tests, in whatever process they run: the marts folder, which no test
    changes, and the process that built them."""
    own = tmp_path_factory.getbasetemp()
    folder = (own if worker_id == "master" else own.parent) / "sample"
    marts, said = folder / "marts", folder / "said.json"
    with FileLock(f"{folder}.lock"):
        if not said.exists():
            built = run_township("build", "--raw", PROJECT / "data" / "raw", "--marts", marts)
            assert built.returncode == 0, built.stderr
            shutil.copytree(current_release(marts) / "site", folder / "site", symlinks=True)
            said.write_text(json.dumps([built.args, built.returncode, built.stdout, built.stderr]), "utf-8")
    return marts, subprocess.CompletedProcess(*json.loads(said.read_text("utf-8")))


@pytest.fixture(scope="session")
def sample_release(sample_build: tuple[Path, subprocess.CompletedProcess[str]]) -> Path:
    """Marts folder of the sample release."""
    return sample_build[0]


@pytest.fixture(scope="session")
def site(sample_release: Path) -> Path:
    """Folder of the sample release's site as the build left it, before a notebook is run on the release."""
    return sample_release.parent / "site"


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return whole_catalogue()


@pytest.fixture(scope="session")
def few() -> Catalogue:
    return few_marts()


@pytest.fixture(scope="session")
def empty_release(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Path:
    """Marts folder of a release whose every table is empty."""
    folder = tmp_path_factory.mktemp("empty")
    workspace = Workspace.of(folder / "raw", folder / "marts")
    workbench = Workbench(workspace.workbench)
    gather(workbench.connection, catalogue.registers, [])
    workbench.load_policies()
    record_calendar(workbench.connection, workspace, [])
    record_delivery_areas(workbench.connection, catalogue.registers, {})
    record_coverage(workbench.connection, catalogue.registers, {})
    for mart in catalogue.marts.values():
        workbench.build(mart)
    record_reports(workbench, [], catalogue.marts.values())
    workbench.build(catalogue.reconciliation)
    with ThreadPoolExecutor(1) as pool:
        publish(
            workbench,
            catalogue,
            workspace.marts,
            BuildResults(
                outcomes={},
                reviews=[],
                dictionary=traced(catalogue),
                identity="",
                fingerprint="",
                pieces={},
                held_back=[],
                people=People({}, str),
            ),
            pool.submit,
        )
    workbench.close()
    return workspace.marts


@pytest.fixture
def county(tmp_path: Path) -> County:
    """A county on whose desks a test lays out deliveries."""
    return County(tmp_path)
