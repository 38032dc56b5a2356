"""Whatever happens to a build, readers have a whole release, and the next build heals.

TOWNSHIP_SOAK=200 makes the short form the long one (`make soak`).
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import psutil
import pytest

from pipelines.orchestration.run import run_build
from pipelines.publishing.release import all_releases, current_release, read_record
from pipelines.workspace import PROJECT
from tests.small import Household, build_of, township_folder, write_registry, write_villages

ROUNDS = int(os.environ.get("TOWNSHIP_SOAK", "4"))


@pytest.fixture
def published(tmp_path, catalogue) -> Path:
    """A workspace of two deliveries with one release."""
    for period in ("2017", "2018"):
        folder = township_folder(tmp_path, period)
        write_registry(
            folder / "名单.csv", Household(1, size=3, status="已脱贫", exit_year="2017"), Household(2)
        )
        write_villages(folder / "村.csv", 甲村=200)
    run_build(build_of(tmp_path, catalogue))
    return tmp_path


def start_build(root: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "pipelines", "build", "--full", "--raw", root / "raw", "--marts", root / "marts"],
        cwd=PROJECT, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def assert_whole(marts: Path) -> str:
    """The current release opens, and every table and file is of that one release. Its id."""
    release = current_release(marts)
    record = read_record(release)
    with duckdb.connect(str(release / "township.duckdb"), read_only=True) as db:
        assert db.execute("select release_id from quality.release").fetchall() == [(release.name,)]
        for table, rows in record["tables"].items():
            assert db.execute(f"select count(*) from {table}").fetchall() == [(rows,)]
            parquet = release / "parquet" / f"{table}.parquet"
            assert db.execute(f"select count(*) from read_parquet('{parquet}')").fetchall() == [(rows,)]
    return release.name


def test_killed_at_any_moment_the_release_stands_and_the_next_build_heals(published, catalogue):
    began = time.monotonic()
    with start_build(published) as timed:
        assert timed.wait(300) == 0, timed.stderr and timed.stderr.read()
    duration = time.monotonic() - began
    moments = random.Random(2018)
    for _ in range(ROUNDS):
        with start_build(published) as process:
            try:
                process.wait(moments.uniform(0.2, duration))
            except subprocess.TimeoutExpired:
                workers = psutil.Process(process.pid).children(recursive=True)
                process.send_signal(
                    signal.SIGKILL
                )  # the command alone: its workers must notice by themselves
                process.wait()
                assert_whole(published / "marts")
                _, alive = psutil.wait_procs(workers, timeout=10)
                assert not alive
    run_build(build_of(published, catalogue))
    assert_whole(published / "marts")
    assert not list((published / ".township" / "pieces").glob("unfinished-*"))
    assert not list((published / "marts" / "releases").glob(".*"))


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small disk needs root")
def test_a_full_disk_is_one_sentence_and_the_release_stands(tmp_path, catalogue):
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", disk], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("this machine lets nobody mount a small disk")
    try:
        write_registry(township_folder(disk) / "名单.csv", Household(1), Household(2))
        run_build(build_of(disk, catalogue))
        release = assert_whole(disk / "marts")
        free = shutil.disk_usage(disk).free
        (disk / "ballast").write_bytes(b"\0" * (free - 100_000))
        with start_build(disk) as process:
            said = process.communicate(timeout=300)[1]
        assert process.returncode == 2 and "Traceback" not in said, said
        assert assert_whole(disk / "marts") == release
        (disk / "ballast").unlink()
        run_build(build_of(disk, catalogue))
        assert assert_whole(disk / "marts") > release
    finally:
        subprocess.run(["umount", "-l", disk], check=True)


def test_what_is_deleted_is_made_again(published, catalogue):
    shutil.rmtree(published / ".township" / "pieces")
    (published / ".township" / "workbench.duckdb").unlink()
    for piece in current_release(published / "marts").glob("parquet/*"):
        piece.write_bytes(b"corrupt")
    run_build(build_of(published, catalogue))
    assert_whole(published / "marts")


def test_a_corrupt_piece_is_read_again(published, catalogue):
    for piece in (published / ".township" / "pieces").glob("*/persons.parquet"):
        piece.write_bytes(b"PAR1 corrupt PAR1")
    build = build_of(published, catalogue)
    run_build(build)
    assert_whole(published / "marts")
    assert all(cleaned.is_new for cleaned in build.deliveries)


READER = """
import sys, time
import duckdb
from pathlib import Path
from pipelines.publishing.release import current_release, DATABASE
marts, until = Path(sys.argv[1]), time.monotonic() + float(sys.argv[2])
reads, slowest = 0, 0.0
while time.monotonic() < until:
    began = time.monotonic()
    db = duckdb.connect(str(marts / DATABASE), read_only=True)
    found = db.execute("select release_id, (select count(*) from exits_by_year) from quality.release").fetchall()
    db.close()
    assert len(found) == 1 and found[0][1] > 0, found
    reads, slowest = reads + 1, max(slowest, time.monotonic() - began)
print(reads, slowest)
"""


def readers(marts: Path, count: int, seconds: float) -> Iterator[subprocess.Popen[str]]:
    for _ in range(count):
        yield subprocess.Popen(
            [sys.executable, "-c", READER, str(marts), str(seconds)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=PROJECT,
        )  # fmt: skip


def test_readers_never_see_half_a_release(published):
    """Releases change under readers that never pause: each opens a whole one, none waits for a lock."""
    from pipelines.publishing.release import make_current

    marts = published / "marts"
    first = current_release(marts)
    other = marts / "releases" / "20000101T000000-copied"
    shutil.copytree(first, other)
    reading = list(readers(marts, 4, 6))
    switches = 0
    while any(process.poll() is None for process in reading):
        make_current(marts, other if switches % 2 == 0 else first)
        switches += 1
        time.sleep(0.02)
    for process in reading:
        out, err = process.communicate()
        assert process.returncode == 0, err
        assert int(out.split()[0]) > 10
    assert switches > 50 and len(all_releases(marts)) >= 2
