"""A build from files to a release: what is published, what is refused, what is done again."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import dagster as dg
import pytest

import pipelines
from pipelines.common.errors import RefusedBuild, UserError
from pipelines.orchestration.assets import deliveries
from pipelines.orchestration.partitions import DELIVERIES
from pipelines.orchestration.project import definitions_for, instance_of
from pipelines.orchestration.run import run_build
from pipelines.releases.store import all_releases, current_release, read_record
from tests.support.small import (
    Household,
    build_of,
    township_folder,
    write_registry,
    write_villages,
)

EXITED = Household(1, size=3, status="已脱贫", exit_year="2017")
POOR = Household(2, size=2)


def contents(marts: Path) -> dict[str, list]:
    """Every table of the current release but the one that names it."""
    with pipelines.connect(marts) as db:
        tables = db.execute(
            "select table_schema || '.' || table_name from information_schema.tables "
            "where table_schema in ('main', 'quality') and table_name <> 'release' order by all"
        ).fetchall()
        return {table: db.execute(f"from {table} order by all").fetchall() for (table,) in tables}


def test_files_become_figures(tmp_path, catalogue):
    folder = township_folder(tmp_path)
    write_registry(folder / "名单.csv", EXITED, POOR)
    write_villages(folder / "村.csv", 甲村=200)
    build = build_of(tmp_path, catalogue)
    run_build(build)
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


def test_critical_expectation_refuses_and_last_release_stands(tmp_path, catalogue, township):
    folder = township_folder(tmp_path)
    write_registry(folder / "名单.csv", EXITED, POOR)
    write_villages(folder / "村.csv", 甲村=200)
    run_build(build_of(tmp_path, catalogue))
    published = current_release(tmp_path / "marts")

    write_villages(folder / "村.csv", 甲村=1)  # fewer inhabitants than poor persons
    with pytest.raises(RefusedBuild, match="incidence_is_a_share"):
        run_build(build_of(tmp_path, catalogue))
    assert current_release(tmp_path / "marts") == published

    refused = township("build", "--raw", tmp_path / "raw", "--marts", tmp_path / "marts")
    assert refused.returncode == 1
    assert "incidence_is_a_share" in refused.stderr and "Traceback" not in refused.stderr
    assert current_release(tmp_path / "marts") == published


def test_a_sender_is_answered_even_where_the_build_is_refused(tmp_path, catalogue):
    folder = township_folder(tmp_path)
    write_registry(folder / "名单.csv", Household(1), Household(2), Household(3, status="待定"))
    write_villages(folder / "村.csv", 甲村=1)
    with pytest.raises(RefusedBuild):
        run_build(build_of(tmp_path, catalogue))
    [answer] = (tmp_path / "marts" / "feedback").iterdir()
    assert answer.name == "某镇_2018_反馈.xlsx"
    written = answer.stat().st_mtime_ns
    with pytest.raises(RefusedBuild):
        run_build(build_of(tmp_path, catalogue))
    assert answer.stat().st_mtime_ns == written, "what is said already is not written again"

    write_registry(folder / "名单.csv", Household(1), Household(2), Household(3))
    write_villages(folder / "村.csv", 甲村=200)
    run_build(build_of(tmp_path, catalogue))
    assert not answer.exists()


def test_only_what_changed_is_cleaned_again(tmp_path, catalogue):
    for period in ("2017", "2018"):
        write_registry(township_folder(tmp_path, period) / "名单.csv", EXITED, POOR)
    first = build_of(tmp_path, catalogue)
    run_build(first)
    assert [cleaned.is_new for cleaned in first.deliveries] == [True, True]

    write_registry(township_folder(tmp_path, "2018") / "名单.csv", EXITED)
    second = build_of(tmp_path, catalogue)
    run_build(second)
    assert [(c.delivery.period.name, c.is_new) for c in second.deliveries] == [
        ("2017", False),
        ("2018", True),
    ]
    pieces = second.workspace.pieces
    kept = {
        name
        for release in all_releases(tmp_path / "marts")
        for name in read_record(release)["pieces"].values()
    }
    assert {folder.name for folder in pieces.iterdir()} == kept and len(kept) == 3

    full = replace(build_of(tmp_path, catalogue), is_full=True)
    run_build(full)
    assert all(cleaned.is_new for cleaned in full.deliveries)


def test_a_removed_delivery_leaves_release_and_board(tmp_path, catalogue):
    for period in ("2017", "2018"):
        write_registry(township_folder(tmp_path, period) / "名单.csv", EXITED, POOR)
    run_build(build_of(tmp_path, catalogue))
    (tmp_path / "raw" / "某镇" / "2017" / "名单.csv").unlink()
    build = build_of(tmp_path, catalogue)
    run_build(build)
    with instance_of(build.workspace) as instance:
        assert instance.get_dynamic_partitions("deliveries") == ["某镇/2018"]
    assert {row[:2] for row in contents(build.workspace.marts)["quality.deliveries"]} == {("某镇", "2018")}


def test_the_board_tells_what_a_release_holds(tmp_path, catalogue):
    def board() -> dict[str, str | None]:
        with instance_of(build_of(tmp_path, catalogue).workspace) as instance:
            names = instance.get_dynamic_partitions("deliveries")
            status = instance.get_status_by_partition(deliveries.key, names, DELIVERIES) or {}
        return {name: state and state.value for name, state in sorted(status.items())}

    write_registry(township_folder(tmp_path, "2017") / "名单.csv", EXITED, POOR)
    (township_folder(tmp_path, "2018") / "名单.xlsx").write_bytes(b"PK\x03\x04 cut short")
    (tmp_path / "raw" / "calendar.yml").write_text(
        "- {units: [某镇], periods: ['2019'], days: 0}", encoding="utf-8"
    )
    run_build(build_of(tmp_path, catalogue))
    assert board() == {"某镇/2017": "MATERIALIZED", "某镇/2018": "FAILED", "某镇/2019": None}

    newest = township_folder(tmp_path, "2019")
    write_registry(newest / "名单.csv", EXITED, POOR)
    write_villages(newest / "村.csv", 甲村=1)  # fewer inhabitants than poor persons
    for _ in range(2):  # the second time there is nothing new
        run_build(build_of(tmp_path, catalogue))
        assert board() == {"某镇/2017": "MATERIALIZED", "某镇/2018": "FAILED", "某镇/2019": "FAILED"}

    write_villages(newest / "村.csv", 甲村=200)
    run_build(build_of(tmp_path, catalogue))
    assert board() == {"某镇/2017": "MATERIALIZED", "某镇/2018": "FAILED", "某镇/2019": "MATERIALIZED"}


def test_same_inputs_give_same_contents(tmp_path, catalogue):
    """Wherever and however often they are built: two workspaces share nothing but the key that codes persons."""
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
        run_build(build_of(root, catalogue))
    first, second = (contents(root / "marts") for root in roots)
    assert first == second
    assert first["main.exits_by_year"] and first["quality.finding_rows"] and first["quality.quarantine"]


def test_what_changes_nothing_publishes_nothing(tmp_path, catalogue, township):
    folder = township_folder(tmp_path)
    write_registry(folder / "名单.csv", EXITED, POOR)
    run_build(build_of(tmp_path, catalogue))
    marts = tmp_path / "marts"
    published = current_release(marts)

    again = township("build", "--full", "--raw", tmp_path / "raw", "--marts", marts)
    assert again.returncode == 0, again.stderr
    assert f"unchanged  {published.name}" in again.stdout and "published  " not in again.stdout
    assert current_release(marts) == published

    for change in (
        lambda: write_registry(folder / "名单.csv", EXITED),
        lambda: (tmp_path / "raw" / "waivers.yml").write_text("[]", encoding="utf-8"),
        lambda: (current_release(marts) / "township.duckdb").write_bytes(b"damaged"),
    ):
        before = current_release(marts)
        change()
        build = build_of(tmp_path, catalogue)
        run_build(build)
        assert not build.is_unchanged and current_release(marts) != before


def test_what_becomes_overdue_is_published(tmp_path, catalogue, monkeypatch):
    write_registry(township_folder(tmp_path) / "名单.csv", EXITED, POOR)
    due = "- {units: [某镇], periods: ['2018', '2019'], days: 0}"
    (tmp_path / "raw" / "calendar.yml").write_text(due, encoding="utf-8")
    for day, is_unchanged in (("2019-12-30", False), ("2019-12-31", True), ("2020-01-01", False)):
        monkeypatch.setattr("pipelines.catalogue.fingerprint.today_in_china", lambda: date.fromisoformat(day))  # noqa: B023
        build = build_of(tmp_path, catalogue)
        run_build(build)
        assert build.is_unchanged == is_unchanged, day


def test_a_second_build_is_told_that_one_is_under_way(tmp_path, catalogue):
    write_registry(township_folder(tmp_path) / "名单.csv", EXITED)
    first = build_of(tmp_path, catalogue)
    run_build(first)
    holder = """
import sys, time
from pathlib import Path
from pipelines.engines.workbench import Workbench
bench = Workbench(Path(sys.argv[1]))
print("held", flush=True)
time.sleep(60)
"""
    import subprocess
    import sys

    process = subprocess.Popen(
        [sys.executable, "-c", holder, str(first.workspace.workbench)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout and process.stdout.readline() == "held\n"
        with pytest.raises(UserError, match="Another build is under way"):
            run_build(build_of(tmp_path, catalogue))
    finally:
        process.kill()
        process.communicate()


def test_release_record_tells_the_truth(tmp_path, catalogue):
    write_registry(township_folder(tmp_path) / "名单.csv", EXITED, POOR)
    build = build_of(tmp_path, catalogue)
    run_build(build)
    record = json.loads((tmp_path / "marts" / "release.json").read_text(encoding="utf-8"))
    stored = contents(tmp_path / "marts")
    counted = {name.removeprefix("main."): len(rows) for name, rows in stored.items()}
    assert {name: rows for name, rows in record["tables"].items() if name != "quality.release"} == counted
    assert list(record["inputs"]) == ["某镇/2018/名单.csv"]
    assert record["checks"]["critical"] == 0


def test_every_asset_is_described(tmp_path, catalogue):
    graph = definitions_for(build_of(tmp_path, catalogue)).resolve_asset_graph()
    for key in graph.get_all_asset_keys():
        node = graph.get(key)
        assert node.description and node.owners and node.kinds and node.group_name != "default", key
    tables = {dg.AssetKey(["marts", name]) for name in catalogue.marts}
    tables |= {dg.AssetKey(["clean", name]) for name in catalogue.registers}
    assert {check.asset_key for check in graph.asset_check_keys} == tables, "every table is checked"
    for key in tables:
        assert graph.get(key).metadata["dagster/column_schema"].columns, key
