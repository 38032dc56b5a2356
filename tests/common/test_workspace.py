"""A workspace is named by arguments, by the environment, or is the project's; one without write access is reported."""

from pathlib import Path

import pytest

from pipelines.common.errors import UserError
from pipelines.common.workspace import PROJECT, Workspace


def test_an_argument_goes_before_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TOWNSHIP_RAW", raising=False)
    monkeypatch.setenv("TOWNSHIP_MARTS", str(tmp_path / "of_environment"))
    assert Workspace.of() == Workspace(PROJECT / "data" / "raw", tmp_path / "of_environment")
    assert Workspace.of(marts=tmp_path / "named").marts == tmp_path / "named"


def test_state_lies_beside_the_marts_and_never_within_them(tmp_path: Path) -> None:
    workspace = Workspace.of(tmp_path / "raw", tmp_path / "marts")
    for path in (workspace.pieces, workspace.builds, workspace.dagster_home, workspace.identity_key):
        assert path.is_relative_to(tmp_path) and not path.is_relative_to(workspace.marts)


def test_a_folder_without_write_access_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    Workspace.of(tmp_path / "raw", tmp_path / "marts").require_room()
    with pytest.raises(UserError, match=r"cannot be written to: .* The last release stays current"):
        Workspace.of(tmp_path / "raw", tmp_path / "file" / "marts").require_room()
