"""Releases are kept, listed and chosen in the terminal."""

from pathlib import Path

from pipelines.releases.store import all_releases, make_current, prune


def test_a_pinned_release_is_never_removed(tmp_path: Path, township):
    """The newest five go on being kept beside it; unpinned, it goes in its turn."""
    releases = [tmp_path / "releases" / f"2018010{day}T000000-{day}" for day in range(1, 9)]
    for release in releases:
        release.mkdir(parents=True)
    make_current(tmp_path, releases[-1])
    pinned = township("pin", "20180101", "--note", "2018年度报告", "--marts", tmp_path)
    assert pinned.returncode == 0, pinned.stderr
    prune(tmp_path)
    assert all_releases(tmp_path) == [*reversed(releases[3:]), releases[0]]
    reported = township("releases", "--marts", tmp_path).stdout.splitlines()
    assert reported[0] == f"{releases[7].name}  current 当前"
    assert reported[1:5] == [release.name for release in reversed(releases[3:7])]
    assert reported[5] == f"{releases[0].name}  pinned 留着 2018年度报告"

    assert township("unpin", "20180101", "--marts", tmp_path).returncode == 0
    prune(tmp_path)
    assert all_releases(tmp_path) == [*reversed(releases[3:])]
