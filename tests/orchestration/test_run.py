"""A build from the command line: what it publishes, and when it publishes nothing."""

import json

import pytest

import pipelines
from pipelines.common.errors import BusyWorkspace
from pipelines.common.workspace import Workspace
from pipelines.orchestration.run_locks import only_build
from pipelines.releases.store import current_release
from tests.support.persons import EXITED, POOR, contents
from tests.support.small import (
    Household,
    publish_figures,
    township_folder,
    write_registry,
    write_villages,
)


def test_files_become_figures(tmp_path, few):
    folder = township_folder(tmp_path)
    write_registry(folder / "名单.csv", EXITED, POOR)
    write_villages(folder / "村.csv", 甲村=200)
    build = publish_figures(tmp_path, few)
    with pipelines.connect(build.workspace.marts) as db:
        incidence = db.execute(
            "select registered_households, poor_persons, incidence_rate from poverty_incidence where area_level = 'county'"
        ).fetchall()
        exits = db.execute(
            "select exit_year, households, persons, remaining_households, remaining_persons "
            "from exits_by_year where village = '甲村'"
        ).fetchall()
    assert incidence == [(2, 2, 0.01)]
    assert exits == [(2017, 1, 3, 1, 2)]


def test_same_inputs_give_same_contents(tmp_path, few, township_of_few):
    """Wherever and however they are built, in one process or several: two workspaces share nothing but the key that codes
    persons."""
    roots = [tmp_path / name for name in ("one", "other")]
    periods = ["2016", "2017", "2018"]
    for root, sent in zip(roots, (periods, periods[::-1]), strict=True):
        for period in sent:
            folder = township_folder(root, period)
            write_registry(folder / "名单.csv", EXITED, POOR, Household(3, status="待定"))
            write_villages(folder / "村.csv", 甲村=int(period))
        (root / ".township").mkdir()
        key = root / ".township" / "identity.key"
        key.write_text("0f" * 32, encoding="ascii")
        key.chmod(0o600)
    publish_figures(roots[0], few)
    built = township_of_few("build", "--raw", roots[1] / "raw", "--marts", roots[1] / "marts")
    assert built.returncode == 0, built.stderr
    first, second = (contents(root / "marts") for root in roots)
    assert first == second
    assert first["main.exits_by_year"] and first["quality.finding_rows"] and first["quality.quarantine"]


def test_what_changes_nothing_publishes_nothing(tmp_path, few, township_of_few):
    folder = township_folder(tmp_path)
    write_registry(folder / "名单.csv", EXITED, POOR)
    publish_figures(tmp_path, few)
    marts = tmp_path / "marts"
    published = current_release(marts)

    again = township_of_few("build", "--full", "--raw", tmp_path / "raw", "--marts", marts)
    assert again.returncode == 0, again.stderr
    assert again.stderr.strip() == "", "nothing of Dagster's own is shown"
    assert f"没有变化，{published.name}" in again.stdout and "已发布" not in again.stdout
    assert current_release(marts) == published

    for change in (
        lambda: write_registry(folder / "名单.csv", EXITED),
        lambda: (tmp_path / "raw" / "waivers.yml").write_text("[]", encoding="utf-8"),
        lambda: (current_release(marts) / "township.duckdb").rename(tmp_path / "taken away"),
    ):
        before = current_release(marts)
        change()
        build = publish_figures(tmp_path, few)
        assert not build.is_unchanged and current_release(marts) != before


def test_a_build_beside_another_stops_before_it_touches_the_history_of_runs(tmp_path, few):
    """Two that write to Dagster's SQLite at once can each be told that it is locked, and neither publishes."""
    write_registry(township_folder(tmp_path) / "名单.csv", EXITED, POOR)
    workspace = Workspace.of(tmp_path / "raw", tmp_path / "marts")
    with only_build(workspace), pytest.raises(BusyWorkspace):
        publish_figures(tmp_path, few)
    assert not workspace.dagster_home.exists() and not workspace.workbench.exists()
    publish_figures(tmp_path, few)


def test_release_record_is_true(tmp_path, few):
    write_registry(township_folder(tmp_path) / "名单.csv", EXITED, POOR)
    publish_figures(tmp_path, few)
    record = json.loads((tmp_path / "marts" / "release.json").read_text(encoding="utf-8"))
    stored = contents(tmp_path / "marts")
    counted = {name.removeprefix("main."): len(rows) for name, rows in stored.items()}
    assert {name: rows for name, rows in record["tables"].items() if name != "quality.release"} == counted
    assert list(record["inputs"]) == ["某镇/2018/名单.csv"]
    assert record["checks"]["critical"] == 0
