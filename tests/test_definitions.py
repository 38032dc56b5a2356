"""Dagster loads the project as a whole, and the package runs as the command."""

from pathlib import Path

import pytest

from pipelines.orchestration.project import default_definitions


def test_definitions_load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOWNSHIP_MARTS", str(tmp_path / "marts"))
    job = default_definitions().resolve_job_def("build")
    assert {"release", "exits_by_year"} <= {key.path[-1] for key in job.asset_layer.executable_asset_keys}
