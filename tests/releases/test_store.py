"""What a release holds, for those who open it by other ways than ours."""

import hashlib
import json
import os
import shutil
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

import pipelines
from pipelines.common.errors import UserError
from pipelines.releases import store
from pipelines.releases.store import all_releases, current_release, is_whole


def test_two_connections_at_once(sample_release: Path):
    with pipelines.connect(sample_release) as first, pipelines.connect(sample_release) as second:
        assert (
            first.execute("from quality.release").fetchall()
            == second.execute("from quality.release").fetchall()
        )


@pytest.mark.parametrize("ours_first", [True, False])
def test_a_release_that_is_open_already_opens_by_the_line_of_the_readme(
    sample_release: Path, ours_first: bool
):
    """In one process, which a notebook's kernel is: the two connections have other settings."""

    def plain() -> duckdb.DuckDBPyConnection:
        return duckdb.connect(str(sample_release / "township.duckdb"), read_only=True)

    def ours() -> duckdb.DuckDBPyConnection:
        return pipelines.connect(sample_release)

    first, second = (ours, plain) if ours_first else (plain, ours)
    with first() as one, second() as other:
        query = "select count(*) from exits_by_year"
        assert one.sql(query).fetchall() == other.sql(query).fetchall() != [(0,)]


def test_a_release_is_whole_where_links_became_what_they_lead_to(empty_release: Path, tmp_path: Path):
    """As in a zip, or on a disk that knows no links."""
    copy = shutil.copytree(empty_release, tmp_path / "copy", symlinks=False)
    assert not [path for path in copy.rglob("*") if path.is_symlink()]
    with pipelines.connect(empty_release) as whole, pipelines.connect(copy) as copied:
        identity = "select release_id from quality.release"
        assert copied.execute(identity).fetchall() == whole.execute(identity).fetchall()
    assert is_whole(all_releases(copy)[0])


def test_a_connection_reaches_and_changes_nothing_but_the_release(sample_release: Path, tmp_path: Path):
    with pipelines.connect(sample_release) as release:
        for sql in (
            "create table mine as select 1",
            "drop table exits_by_year",
            f"copy exits_by_year to '{tmp_path}/out.csv'",
            f"attach '{tmp_path}/other.duckdb'",
            "from read_csv('/etc/hostname')",
            "set enable_external_access = true",
            "set lock_configuration = false",
        ):
            with pytest.raises(duckdb.Error):
                release.execute(sql)
        assert release.execute("select current_catalog(), current_schema()").fetchall() == [
            ("township", "main")
        ]
    assert not list(tmp_path.iterdir())


def _release(marts: Path, name: str) -> Path:
    """A folder that looks like a release, as far as becoming current goes."""
    folder = marts / "releases" / name
    (folder / "site").mkdir(parents=True)
    (folder / "release.json").write_text("{}", encoding="utf-8")
    return folder


@pytest.mark.parametrize("place", ["site", "township.duckdb", "current"])
def test_what_lies_where_an_alias_belongs_is_kept_aside(tmp_path: Path, place: str):
    release = _release(tmp_path, "20260101T000000-aa")
    (tmp_path / place).mkdir()
    (tmp_path / place / "note.txt").write_text("mine", encoding="utf-8")
    with pytest.warns(UserWarning, match=f"{place} was no link to the current release"):
        store.make_current(tmp_path, release)
    assert store.current_release(tmp_path) == release.resolve()
    assert (tmp_path / "site").resolve() == release / "site"
    assert [path.read_text("utf-8") for path in tmp_path.glob(f"{place}.*/note.txt")] == ["mine"]


def test_whatever_lies_among_the_releases_is_none(tmp_path: Path):
    releases = [_release(tmp_path, f"2026010{day}T000000-aa") for day in range(1, 8)]
    (tmp_path / "releases" / "20269999T999999-no_date").mkdir()
    (tmp_path / "releases" / "20270101T000000-file").write_text("no folder", encoding="utf-8")
    (tmp_path / "releases" / ".DS_Store").write_text("x", encoding="utf-8")
    releases[0].joinpath("pinned.txt").mkdir()
    releases[6].joinpath("release.json").write_text("[]", encoding="utf-8")
    store.make_current(tmp_path, releases[6])
    store.prune(tmp_path)
    assert store.all_releases(tmp_path) == [*releases[:1:-1], releases[0]]
    assert store.kept_pieces(tmp_path) == set() and store.current_record(tmp_path) == {}
    assert store.next_id(tmp_path, datetime(2026, 1, 1), "bb") == "20260107T000001-bb"


def test_a_figure_changed_in_place_is_told(empty_release: Path, tmp_path: Path, township):
    """The file opens and looks whole: only its hash shows it."""
    marts = tmp_path / "marts"
    shutil.copytree(empty_release, marts, symlinks=True)
    database = current_release(marts) / "township.duckdb"
    assert township("query", "from quality.release", "--marts", marts).returncode == 0
    database.chmod(0o644)
    with duckdb.connect(str(database)) as changing:
        changing.execute("update quality.release set code_version = 'forged'")
    told = township("query", "from quality.release", "--marts", marts)
    assert told.returncode == 2 and told.stdout == ""
    assert "was changed after it was published" in told.stderr and len(told.stderr.splitlines()) == 2
    assert not is_whole(current_release(marts))


def test_what_is_published_is_read_only_and_named_by_its_hash(empty_release: Path):
    release = current_release(empty_release)
    hashes = json.loads((release / "release.json").read_text(encoding="utf-8"))["sha256"]
    files = [release / "township.duckdb", *(release / "parquet").iterdir()]
    assert len(files) > 10
    assert hashes == {
        file.relative_to(release).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest() for file in files
    }
    if os.name != "nt":
        assert not [file.name for file in files if file.stat().st_mode & 0o222]
    assert is_whole(release)


def test_nothing_names_no_release(tmp_path: Path):
    _release(tmp_path, "20260101T000000-aaaaaaaa")
    with pytest.raises(UserError, match="is not a release that is kept"):
        store.find_release(tmp_path, "")


def test_the_note_of_a_pin_is_one_line(tmp_path: Path):
    release = _release(tmp_path, "20260101T000000-aaaaaaaa")
    store.pin(release, "年报\n第 3 页\x1b[31m")
    assert store.pin_of(release) == "年报 第 3 页[31m"
