"""An answer stands for as long as nothing that it was made from, and nothing that it left, has changed."""

import json
import os
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from pipelines.common.china_time import today_in_china
from pipelines.common.errors import UserError
from pipelines.common.workspace import Workspace
from pipelines.deliveries.intake import take_in
from pipelines.engines.workbench import Workbench
from pipelines.orchestration import standing as module
from pipelines.orchestration.resources import Build
from pipelines.orchestration.standing import Answer, keep, sources_of, standing
from pipelines.releases.store import current_record, current_release, make_current, seal
from tests.support.small import township_folder

UNUSED = ["waivers.yml: no failing row needs the waiver of 统计站."]


def published(marts: Path, name: str) -> None:
    """A release of one table with one row, which is current from now on."""
    folder = marts / "releases" / name
    (folder / "parquet").mkdir(parents=True)
    with duckdb.connect(str(folder / "township.duckdb")) as db:
        db.execute("create table villages as select '甲村' as village")
        db.execute(f"copy villages to '{folder}/parquet/villages.parquet'")
    for page in ("excel", "site"):
        (folder / page).mkdir()
    record = {"release_id": name, "tables": {"villages": 1}, "sha256": seal(folder)}
    (folder / "release.json").write_text(json.dumps(record), encoding="utf-8")
    make_current(marts, folder)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """One in which a build has just ended, the second that published something."""
    workspace = Workspace.of(tmp_path / "raw", tmp_path / "marts")
    folder = township_folder(tmp_path)
    (folder / "名单.csv").write_text("户主,人数\n甲,3\n", encoding="utf-8")
    (folder / "a.csv").symlink_to(folder / "名单.csv")  # looked at before what it leads to is read
    (workspace.raw / "places.yml").write_text("[]", encoding="utf-8")
    for state in ("pieces/ab/persons.parquet", "dagster/history/runs.db", "identity.key"):
        path = workspace.state / state
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"state")
    Workbench(workspace.workbench).close()
    published(workspace.marts, "20260101T000000-aaaaaaaa")
    published(workspace.marts, "20260102T000000-bbbbbbbb")
    answer = Answer(take_in(workspace.raw), current_record(workspace.marts), UNUSED, is_unchanged=False)
    keep(workspace, sources_of(workspace), answer)
    return workspace


def now(workspace: Workspace) -> Answer | None:
    return standing(workspace, sources_of(workspace))


def test_where_nothing_changed_the_answer_is_that_of_the_build(workspace):
    answer = now(workspace)
    assert answer is not None and answer.is_unchanged and answer.unused == UNUSED
    assert answer.record["release_id"] == "20260102T000000-bbbbbbbb"
    assert [delivery.name for delivery in answer.intake.deliveries] == ["某镇/2018"]
    assert now(workspace) == answer, "to ask changes nothing"


def led_elsewhere(link: Path) -> None:
    link.unlink()
    link.symlink_to(link.with_name("没有.csv"))


def same_size_and_time(path: Path) -> None:
    """Write another digit, and set the time back to what it was."""
    before = path.stat()
    path.write_text(path.read_text(encoding="utf-8").replace("3", "4"), encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def altered(path: Path) -> None:
    """Change one byte of a file that is read-only."""
    path.chmod(0o644)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def outlined(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("{}", encoding="utf-8")


CHANGES: dict[str, Callable[[Workspace, Path], object]] = {
    "touched": lambda _, sent: os.utime(sent / "名单.csv"),
    "a cell": lambda _, sent: (sent / "名单.csv").write_text("户主,人数\n甲,33\n", encoding="utf-8"),
    "a cell, unseen": lambda _, sent: same_size_and_time(sent / "名单.csv"),
    "file gone": lambda _, sent: (sent / "a.csv").unlink(),
    "file renamed": lambda _, sent: (sent / "名单.csv").rename(sent / "名单2.csv"),
    "new file": lambda _, sent: (sent / "村.csv").write_text("村\n", encoding="utf-8"),
    "rights": lambda _, sent: (sent / "名单.csv").chmod(0o400),
    "link": lambda _, sent: led_elsewhere(sent / "a.csv"),
    "correction": lambda _, sent: (sent / "corrections.yml").write_text("[]", encoding="utf-8"),
    "empty unit": lambda workspace, _: (workspace.raw / "新镇").mkdir(),
    "waiver": lambda workspace, _: (workspace.raw / "waivers.yml").write_text("[]", encoding="utf-8"),
    "places": lambda workspace, _: (workspace.raw / "places.yml").write_text("[ ]", encoding="utf-8"),
    "boundaries": lambda workspace, _: outlined(workspace.boundaries / "某县.geojson"),
    "key": lambda workspace, _: workspace.identity_key.write_bytes(b"other"),
    "key read by others": lambda workspace, _: workspace.identity_key.chmod(0o604),
    "piece gone": lambda workspace, _: shutil.rmtree(workspace.pieces / "ab"),
    "piece damaged": lambda workspace, _: altered(workspace.pieces / "ab" / "persons.parquet"),
    "workbench gone": lambda workspace, _: workspace.workbench.unlink(),
    "Dagster's history": lambda workspace, _: altered(workspace.dagster_home / "history" / "runs.db"),
    "unfinished pieces": lambda workspace, _: (workspace.pieces / "unfinished-x").mkdir(),
    "database": lambda workspace, _: altered(current_release(workspace.marts) / "township.duckdb"),
    "parquet": lambda workspace, _: altered(
        current_release(workspace.marts) / "parquet" / "villages.parquet"
    ),
    "record": lambda workspace, _: (current_release(workspace.marts) / "release.json").unlink(),
    "pages": lambda workspace, _: (current_release(workspace.marts) / "site").rmdir(),
    "rollback": lambda workspace, _: make_current(
        workspace.marts, workspace.marts / "releases" / "20260101T000000-aaaaaaaa"
    ),
    "earlier release": lambda workspace, _: shutil.rmtree(
        workspace.marts / "releases" / "20260101T000000-aaaaaaaa"
    ),
    "damaged answer": lambda workspace, _: altered(workspace.state / "standing.json"),
    "no answer": lambda workspace, _: (workspace.state / "standing.json").unlink(),
    "answer of another form": lambda workspace, _: (workspace.state / "standing.json").write_text("[]"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_after_any_change_a_build_is_run(workspace, change):
    CHANGES[change](workspace, workspace.raw / "某镇" / "2018")
    assert now(workspace) is None


def test_another_program_another_day_and_another_folder_have_a_build_run(workspace, monkeypatch):
    another = today_in_china() + timedelta(days=9)
    for name, changed in (
        ("code_version", lambda: "upgraded"),
        ("today_in_china", lambda: another),
    ):
        with monkeypatch.context() as patched:
            patched.setattr(module, name, changed)
            assert now(workspace) is None, name
        assert now(workspace) is not None
    other = workspace.raw.rename(workspace.raw.with_name("other"))
    assert now(Workspace.of(other, workspace.marts)) is None


def test_a_build_that_begins_forgets_what_was_said(workspace, few):
    build = Build(workspace, few)
    _ = build.workbench
    assert now(workspace) is None
    build.close()


def test_a_change_while_the_build_ran_has_the_next_one_run(workspace):
    """It was noticed before anything was read; what was sent since may have been read or not."""
    sources = sources_of(workspace)
    os.utime(workspace.raw / "places.yml")
    keep(workspace, sources, Answer(take_in(workspace.raw), {}, [], is_unchanged=False))
    assert now(workspace) is None


def test_a_disk_without_room_is_told_all_the_same(workspace, monkeypatch):
    def full(_: Workspace) -> None:
        raise UserError("full")

    monkeypatch.setattr(Workspace, "require_room", full)
    with pytest.raises(UserError, match="full"):
        now(workspace)
    shutil.rmtree(workspace.state)
    keep(workspace, "", Answer(take_in(workspace.raw), {}, [], is_unchanged=False))
    assert not workspace.state.exists()
