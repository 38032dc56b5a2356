"""A workspace that sensors watch."""

import dagster as dg
import pytest

from pipelines.orchestration.project import instance_of
from pipelines.orchestration.sensors import arrivals
from tests.support.small import Household, build_of, township_folder, write_registry


@pytest.fixture
def watched(tmp_path, catalogue):
    write_registry(township_folder(tmp_path) / "名单.csv", Household(1))
    build = build_of(tmp_path, catalogue)
    with instance_of(build.workspace) as instance:
        cursor = None

        def tick(ends: dg.DagsterRunStatus = dg.DagsterRunStatus.SUCCESS) -> bool:
            """One look at the folder; whether a build was asked for, which then ends so."""
            nonlocal cursor
            with dg.build_sensor_context(instance=instance, cursor=cursor) as context:
                found = arrivals(build.workspace).evaluate_tick(context)
            cursor = found.cursor
            for asked in found.run_requests or ():
                instance.add_run(dg.DagsterRun(job_name="build", status=ends, tags=asked.tags))
            return bool(found.run_requests)

        yield tmp_path, tick
