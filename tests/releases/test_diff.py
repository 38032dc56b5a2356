"""What changed between two releases, and why; and the way back."""

import json
import shutil
from pathlib import Path

import duckdb
import pytest

import pipelines
from pipelines.common.errors import UserError
from pipelines.releases import store
from pipelines.releases.diff import Comparison, compare
from tests.support.small import Household, publish_figures, township_folder, write_registry


@pytest.fixture(scope="module")
def built(tmp_path_factory, few):
    tmp_path = tmp_path_factory.mktemp("two")
    folder = township_folder(tmp_path)
    write_registry(
        folder / "名单.csv", Household(1, size=3, status="已脱贫", exit_year="2017"), Household(2, size=2)
    )
    publish_figures(tmp_path, few)
    write_registry(folder / "名单.csv", Household(1, size=3, status="已脱贫", exit_year="2017"))
    write_registry(folder / "补报.csv", Household(3, size=4))
    publish_figures(tmp_path, few)
    return tmp_path


@pytest.fixture
def two_releases(built, tmp_path):
    """A marts folder of their own for tests that change which release is current."""
    return shutil.copytree(built, tmp_path, symlinks=True, dirs_exist_ok=True) / "marts"


def test_changes_are_listed_with_their_cause(two_releases):
    found = compare(two_releases)
    assert found.inputs == {"某镇/2018/名单.csv": "correction", "某镇/2018/补报.csv": "late entry"}
    changed = {(c.mart, c.key, c.column): (c.old, c.new) for c in found.changes}
    assert changed["exits_by_year", "township 某县 某镇 2017", "remaining_persons"] == ("2", "4")
    assert not any(column == "households" for mart, _, column in changed if mart == "exits_by_year")
    assert {c.cause for c in found.changes} == {"several"}
    assert {c.behind for c in found.changes} == {
        ("某镇/2018/名单.csv（5 → 3 行）", "某镇/2018/补报.csv（0 → 4 行）")
    }


def test_equal_releases_differ_in_nothing(two_releases):
    newest = store.all_releases(two_releases)[0]
    again = shutil.copytree(newest, newest.with_name(f"{newest.name}-again"))
    found = Comparison.of(newest, again)
    assert found == Comparison(newest.name, again.name, {}, [], [])


def test_another_key_codes_everybody_anew_and_changes_no_figure(two_releases, few, township_of_few):
    persons = "select person_id from read_parquet(?) order by all"
    folder = two_releases.parent / ".township" / "pieces"
    build = ("build", "--raw", two_releases.parent / "raw", "--marts", two_releases)

    def codes() -> set[str]:
        """Codes in the pieces that the current release rests on; those of the one before it are kept, too."""
        pieces = store.read_record(store.current_release(two_releases))["pieces"].values()
        files = [path for name in pieces for path in (folder / Path(name).name).glob("persons.parquet")]
        with duckdb.connect() as db:
            return {code for (code,) in db.execute(persons, [[*map(str, files)]]).fetchall()}

    before = codes()
    renewed = township_of_few("rekey", "--marts", two_releases)
    assert renewed.returncode == 0 and "identity.old" in renewed.stdout
    assert "recoded" in township_of_few(*build).stdout
    after = codes()
    assert len(after) == len(before) > 0 and not after & before
    found = compare(two_releases)
    assert found.inputs == {"identity.key": "re-identification"} and found.changes == []
    assert (
        "身份重新编码 re-identification: identity.key"
        in township_of_few("diff", "--marts", two_releases).stdout
    )
    assert "recoded" not in township_of_few(*build).stdout


def test_a_damaged_release_is_compared_with_nothing(two_releases, township):
    new, old, *_ = store.all_releases(two_releases)
    found = Comparison.of(old, new)
    assert found.is_possible and found == compare(two_releases) and len(found.inputs) == 2
    (old / "township.duckdb").chmod(0o644)
    (old / "township.duckdb").write_bytes(b"cut short")
    assert Comparison.of(old, new) == Comparison(old.name, new.name, is_possible=False)
    (old / "release.json").write_bytes(b"")
    assert not Comparison.of(old, new).is_possible
    asked = township("diff", "--marts", two_releases)
    assert asked.returncode == 2 and "one of them is damaged" in asked.stderr


def test_command_compares_and_returns(two_releases, township):
    compared = township("diff", "--marts", two_releases, "--format", "json")
    found = json.loads(compared.stdout)
    assert compared.returncode == 0 and found["inputs"] and found["changes"]

    back = township("rollback", found["old"], "--marts", two_releases)
    assert back.returncode == 0
    with pipelines.connect(two_releases) as db, pipelines.connect(two_releases, found["new"]) as newer:
        assert db.execute("select release_id from quality.release").fetchall() == [(found["old"],)]
        assert newer.execute("select release_id from quality.release").fetchall() == [(found["new"],)]
    assert township("releases", "--marts", two_releases).stdout.splitlines() == [
        found["new"],
        f"{found['old']}  current 当前",
    ]


def test_unknown_release_is_one_sentence(two_releases, township):
    answer = township("query", "select 1", "--marts", two_releases, "--release", "1999")
    assert answer.returncode == 2 and "is not a release that is kept" in answer.stderr


def test_releases_beyond_the_kept_ones_go_but_never_the_current(two_releases, monkeypatch):
    oldest = store.all_releases(two_releases)[-1]
    store.make_current(two_releases, oldest)
    (two_releases / "releases" / ".crashed").mkdir()
    monkeypatch.setattr(store, "KEPT_RELEASES", 1)
    store.prune(two_releases)
    assert len(store.all_releases(two_releases)) == 2 and oldest.exists()
    assert not (two_releases / "releases" / ".crashed").exists()
    with pytest.raises(UserError, match="no release before"):
        compare(two_releases)
