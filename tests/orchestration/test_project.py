"""Dagster's home heals: what is damaged of it is begun anew and reported."""

import os
import sqlite3
from contextlib import closing

import dagster as dg
import pytest

from pipelines.orchestration.project import instance_of, prepare_home
from tests.support.small import build_of


@pytest.mark.parametrize("file", ["history/runs.db", "history/runs/index.db", "schedules/schedules.db"])
def test_a_damaged_history_is_begun_anew(tmp_path, catalogue, file):
    workspace = build_of(tmp_path, catalogue).workspace
    with instance_of(workspace) as instance:
        instance.add_run(dg.DagsterRun(job_name="build"))
        instance.get_status_by_partition(
            dg.AssetKey("deliveries"), [], dg.DynamicPartitionsDefinition(name="d")
        )
        instance.all_instigator_state()
    damaged = workspace.dagster_home / file
    damaged.write_bytes(b"damaged" * 1000)
    with pytest.warns(UserWarning, match=f"{damaged.name} was damaged"), instance_of(workspace) as instance:
        instance.add_run(dg.DagsterRun(job_name="build"))
        assert instance.get_runs() and not instance.all_instigator_state()
    assert damaged.with_suffix(".damaged").read_bytes().startswith(b"damaged")


def test_a_history_that_two_programs_made_at_once_is_begun_anew(tmp_path, catalogue):
    """Each wrote the version that it had come to; Dagster refuses to open such a file ever again."""
    workspace = build_of(tmp_path, catalogue).workspace
    with instance_of(workspace) as instance:
        instance.all_instigator_state()
    with closing(sqlite3.connect(workspace.dagster_home / "schedules" / "schedules.db")) as db:
        db.execute("insert into alembic_version values ('5771160a95ad')")
        db.commit()
    with pytest.warns(UserWarning, match=r"schedules\.db was damaged"), instance_of(workspace) as instance:
        assert instance.all_instigator_state() == []


def test_damage_behind_the_head_of_a_history_is_found(tmp_path, catalogue):
    workspace = build_of(tmp_path, catalogue).workspace
    prepare_home(workspace)
    history = workspace.dagster_home / "history"
    history.mkdir()
    with closing(sqlite3.connect(history / "runs.db")) as db:
        db.execute("create table runs (body text)")
        db.executemany("insert into runs values (?)", [("x" * 3000,)] * 200)
        db.commit()
    content = bytearray((history / "runs.db").read_bytes())
    content[4096:40960] = b"\xff" * 36864
    (history / "runs.db").write_bytes(content)
    with pytest.warns(UserWarning, match="runs.db was damaged"):
        prepare_home(workspace)


@pytest.mark.parametrize("content", [b"damaged damaged", b"\xff\xfe\x00", b"a: [", b""])
def test_damaged_settings_are_written_again(tmp_path, catalogue, content):
    workspace = build_of(tmp_path, catalogue).workspace
    prepare_home(workspace)
    settings = workspace.dagster_home / "dagster.yaml"
    whole = settings.read_bytes()
    settings.write_bytes(content)
    prepare_home(workspace)
    assert settings.read_bytes() == whole


def test_settings_of_the_operator_stay(tmp_path, catalogue):
    workspace = build_of(tmp_path, catalogue).workspace
    workspace.dagster_home.mkdir(parents=True)
    (workspace.dagster_home / "dagster.yaml").write_text("telemetry: {enabled: false}\n", encoding="utf-8")
    prepare_home(workspace)
    assert (workspace.dagster_home / "dagster.yaml").read_text(
        encoding="utf-8"
    ) == "telemetry: {enabled: false}\n"


@pytest.mark.skipif(os.name == "nt", reason="modes of files are POSIX")
def test_only_the_owner_enters_the_folder_of_state(tmp_path, catalogue):
    workspace = build_of(tmp_path, catalogue).workspace
    workspace.state.mkdir(exist_ok=True)
    workspace.state.chmod(0o755)  # as earlier versions made it
    prepare_home(workspace)
    assert workspace.state.stat().st_mode & 0o777 == 0o700
