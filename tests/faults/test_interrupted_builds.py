"""Whatever happens to a build, readers have a whole release, and the next build heals.

TOWNSHIP_SOAK=200 makes the short form the long one (`make soak`).
"""

import json
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from typing import Any

import duckdb
import psutil
import pytest

from pipelines.common.workspace import PROJECT
from pipelines.orchestration import history
from pipelines.orchestration.assets import deliveries
from pipelines.orchestration.project import instance_of
from pipelines.releases import store
from pipelines.releases.diff import compare
from pipelines.releases.store import (
    KEPT_RELEASES,
    all_releases,
    current_release,
    make_current,
    read_record,
)
from tests.support.clock import Clock
from tests.support.small import Household, publish_figures, township_folder, write_registry, write_villages

IS_SOAK = "TOWNSHIP_SOAK" in os.environ
SOAK_READERS, SOAK_RELEASES = 16, 50
ROUNDS = int(os.environ.get("TOWNSHIP_SOAK", "0"))
KILLS_OF_DAGSTER = max(1, ROUNDS // 20)

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small disk needs root")


@pytest.fixture(scope="module")
def first_release(tmp_path_factory, few) -> Path:
    """A workspace of two deliveries with one release, which no test changes."""
    root = tmp_path_factory.mktemp("published")
    for period in ("2017", "2018"):
        folder = township_folder(root, period)
        write_registry(
            folder / "名单.csv", Household(1, size=3, status="已脱贫", exit_year="2017"), Household(2)
        )
        write_villages(folder / "村.csv", 甲村=200)
    publish_figures(root, few)
    return root


@pytest.fixture
def published(first_release, tmp_path) -> Path:
    """A copy of that workspace."""
    return shutil.copytree(first_release, tmp_path, symlinks=True, dirs_exist_ok=True)


def change(root: Path) -> None:
    """Give the next build something to publish: a note beside the deliveries, which may be what decides a figure."""
    (root / "raw" / "notes.yml").write_text(f"written: {time.time_ns()}\n", encoding="utf-8")


def start_build(root: Path, **options: Any) -> subprocess.Popen[str]:
    """A build that has something to publish, in a process of its own."""
    with suppress(OSError):  # the disk is full, or read-only
        change(root)
    return subprocess.Popen(
        [sys.executable, "-m", "tests.support.few_marts", "build", "--full", "--raw", root / "raw", "--marts", root / "marts"],
        cwd=PROJECT, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        **options,
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


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    """The exit status of the build, and its message to the person who waits."""
    message = process.communicate(timeout=600)[1]
    return process.returncode, message


def is_listening(process: int) -> bool:
    """Whether the command has begun to wait for signals: before it, Python starts and imports what the test adds."""
    [blocked] = re.findall(r"SigBlk:\s*(\w+)", Path(f"/proc/{process}/status").read_text())
    return bool(int(blocked, 16) >> (signal.SIGTERM - 1) & 1)


@pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="nothing tells whether the command listens"
)
@pytest.mark.parametrize(("told", "seconds"), [(signal.SIGINT, 1.5), (signal.SIGTERM, 5)])
def test_a_build_that_is_told_to_stop_says_so_in_one_sentence(tmp_path, told, seconds):
    """Ctrl-C reaches every process of the terminal: neither the workers nor Dagster print what they were doing."""
    write_registry(township_folder(tmp_path) / "名单.csv", Household(1))
    build = start_build(tmp_path)
    until(lambda: is_listening(build.pid), 60)
    time.sleep(seconds)
    os.killpg(build.pid, told)
    assert ended(build) == (130, "已停止，上一版仍然有效。 Stopped; the last release stays current.\n")


def assert_reported(status: int, message: str) -> None:
    """The command refused with sentences, not with a traceback or a fault of its own."""
    assert status == 2 and message.strip(), message
    assert "Traceback" not in message and "The program failed" not in message, message


def assert_nothing_left(root: Path) -> None:
    """No unfinished piece, release or spill lies about, and no more releases than are kept."""
    assert not list((root / ".township" / "pieces").glob("unfinished-*"))
    assert not list((root / "marts" / "releases").glob(".*"))
    assert not list((root / ".township").glob("**/spill/*"))
    assert len(all_releases(root / "marts")) <= KEPT_RELEASES


def kill(process: subprocess.Popen[str], root: Path) -> None:
    """Kill the command alone: its workers must notice by themselves."""
    workers = psutil.Process(process.pid).children(recursive=True)
    process.kill()
    process.wait()
    assert_whole(root / "marts")
    _, alive = psutil.wait_procs(workers, timeout=10)
    assert not alive


STAGES = {
    "reading": ".township/pieces/unfinished-*",
    "marts": ".township/builds/*/*.parquet",
    "publishing": "marts/releases/.*/township.duckdb",
}
"""What a build makes first in each of its stages."""


def made_by(root: Path, pattern: str) -> set[Path]:
    """What a build under way has made there; it may remove a folder just as that is looked at."""
    with suppress(FileNotFoundError):
        return set(root.glob(pattern))
    return set()


def test_killed_in_any_stage_the_release_is_whole_and_the_next_build_heals(published, few):
    for stage, made in STAGES.items():
        before = made_by(published, made)
        with start_build(published) as process:
            while not made_by(published, made) - before:
                assert process.poll() is None, f"ended before {stage}"
                time.sleep(0.005)
            kill(process, published)
    publish_figures(published, few)
    assert_whole(published / "marts")
    assert_nothing_left(published)


@pytest.mark.skipif(not IS_SOAK, reason="takes an hour; make soak tries it")
def test_killed_at_any_moment_the_release_is_whole_and_the_next_build_heals(published, few):
    moments = random.Random(2018)
    for done in range(ROUNDS):
        if done % 10 == 0:  # how long a build takes just now, so that every moment of one is met
            began = time.monotonic()
            with start_build(published) as timed:
                assert timed.wait(600) == 0, timed.stderr and timed.stderr.read()
            duration = time.monotonic() - began
        with start_build(published) as process:
            try:
                process.wait(moments.uniform(0.2, duration))
            except subprocess.TimeoutExpired:
                kill(process, published)
    publish_figures(published, few)
    assert_whole(published / "marts")
    assert_nothing_left(published)


@pytest.fixture
def small_disk(first_release, tmp_path) -> Iterator[Path]:
    """A disk of 64 MB with a copy of that workspace."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", disk], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("this machine lets nobody mount a small disk")
    shutil.copytree(first_release, disk, symlinks=True, dirs_exist_ok=True)
    yield disk
    subprocess.run(["umount", "-l", disk], check=True)


@needs_root
def test_a_disk_that_takes_nothing_is_one_sentence_and_the_release_is_whole(small_disk, few):
    """It is full, then it is read-only."""
    release = assert_whole(small_disk / "marts")
    free = shutil.disk_usage(small_disk).free
    (small_disk / "ballast").write_bytes(b"\0" * (free - 100_000))
    assert_reported(*ended(start_build(small_disk)))
    assert assert_whole(small_disk / "marts") == release
    (small_disk / "ballast").unlink()
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    assert_reported(*ended(start_build(small_disk)))
    assert assert_whole(small_disk / "marts") == release
    subprocess.run(["mount", "-o", "remount,rw", small_disk], check=True)
    change(small_disk)
    publish_figures(small_disk, few)
    assert assert_whole(small_disk / "marts") > release


def test_what_is_deleted_is_reported_and_made_again(published, few, township):
    release = current_release(published / "marts")
    release.joinpath("township.duckdb").unlink()
    for command in (["query", "select 1"], ["deliveries"]):
        answered = township(*command, "--marts", published / "marts")
        assert_reported(answered.returncode, answered.stderr)
        assert "does not open" in answered.stderr
    shutil.rmtree(published / ".township" / "pieces")
    (published / ".township" / "build.duckdb").unlink()
    for table in release.glob("parquet/*"):
        table.write_bytes(b"corrupt")
    publish_figures(published, few)
    assert_whole(published / "marts")


def test_a_corrupt_piece_is_read_again(published, few):
    for piece in (published / ".township" / "pieces").glob("*/persons.parquet"):
        piece.write_bytes(b"PAR1 corrupt PAR1")
    build = publish_figures(published, few)
    assert_whole(published / "marts")
    assert all(cleaned.is_new for cleaned in build.deliveries)


def state_files(root: Path) -> list[Path]:
    """What a build has left for the next one and Dagster, and either can make again."""
    files = sorted(path for path in (root / ".township").rglob("*") if path.is_file())
    return [
        path for path in files if path.name not in ("identity.key", "alerts.log") and path.suffix != ".lock"
    ]


def test_damage_of_what_can_be_made_again_heals(published, few):
    """All files of it at once; in the soak each alone, too."""
    damaged = state_files(published)
    assert {"build.duckdb", "runs.db", "index.db", "dagster.yaml"} <= {path.name for path in damaged}
    for group in [damaged, *([[path] for path in damaged] if IS_SOAK else [])]:
        for path in group:
            if path.exists():
                path.write_bytes(b"damaged" * 1000)
        change(published)
        before = current_release(published / "marts").name
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # they report the damage
            publish_figures(published, few)
        assert assert_whole(published / "marts") > before, group
        assert_nothing_left(published)


def runs_of(root: Path) -> list[tuple[str, str, str]]:
    """Id, job and status of Dagster's runs, the latest first, as they are in its file."""
    history = root / ".township" / "dagster" / "history" / "runs.db"
    with suppress(sqlite3.Error), closing(sqlite3.connect(f"{history.as_uri()}?mode=ro", uri=True)) as db:
        return db.execute("select run_id, pipeline_name, status from runs order by id desc").fetchall()
    return []


def until(holds: Callable[[], bool], seconds: float = 600) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "not so in time"
        time.sleep(1)


@pytest.mark.skipif(
    not IS_SOAK, reason="takes minutes: Dagster waits for files to lie still; make soak tries it"
)
def test_dagster_that_is_killed_with_all_its_processes_goes_on_by_itself(published):
    """The runs that were under way are ended and told once, and what was delivered is built without anybody's help."""
    moments = random.Random(2018)
    environment = os.environ | {
        "TOWNSHIP_RAW": str(published / "raw"),
        "TOWNSHIP_MARTS": str(published / "marts"),
        "TOWNSHIP_PORT": "3999",
    }
    lost: set[str] = set()
    known = {run for run, *_ in runs_of(published)}

    def start() -> subprocess.Popen[bytes]:
        change(published)
        os.utime(published / "raw" / "notes.yml", (time.time() - 300,) * 2)
        command = [sys.executable, "-m", "pipelines.orchestration.serving"]
        return subprocess.Popen(
            command, cwd=PROJECT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def kill(process: subprocess.Popen[bytes]) -> None:
        tree = [*psutil.Process(process.pid).children(recursive=True), psutil.Process(process.pid)]
        for one in tree:
            with suppress(psutil.NoSuchProcess):
                one.kill()
        process.wait()
        psutil.wait_procs(tree, timeout=30)

    def started() -> list[str]:
        return [
            run for run, _, status in runs_of(published) if status == "STARTED" and run not in known | lost
        ]

    for _ in range(KILLS_OF_DAGSTER):
        dagster = start()
        until(lambda: bool(started()))
        time.sleep(moments.uniform(0, 20))
        lost.update(started())
        kill(dagster)
        assert_whole(published / "marts")
    before = assert_whole(published / "marts")
    dagster = start()
    try:
        until(lambda: current_release(published / "marts").name > before)
        until(lambda: all(status in ("SUCCESS", "FAILURE") for _, _, status in runs_of(published)))
    finally:
        kill(dagster)
    statuses = {run: status for run, _, status in runs_of(published)}
    assert {statuses[run] for run in lost} <= {"FAILURE", "SUCCESS"}
    alerts = (published / ".township" / "alerts.log").read_text(encoding="utf-8")
    failed = [run for run in lost if statuses[run] == "FAILURE"]
    assert [alerts.count(run[:8]) for run in failed] == [1] * len(failed)


READER = """
import json, os, sys, time
import duckdb
from pathlib import Path
from pipelines.releases.store import DATABASE, current_release
marts, changing, stop = map(Path, sys.argv[1:])
queue = Path("/proc/thread-self/schedstat")  # on Linux, its second figure is how long this thread waited for a core

def waited():
    return int(queue.read_text().split()[1]) if queue.exists() else 0

def clocks():
    while True:
        before = waited()
        now, computed = time.perf_counter_ns(), time.thread_time_ns()
        if waited() == before:  # else the thread had to wait between two clocks
            return now, computed + before

reads, longest = 0, {}
while not stop.exists():
    release, phase = current_release(marts), "changing" if changing.exists() else "at rest"
    for database in (release / DATABASE, marts / DATABASE):
        began, ran = clocks()
        with duckdb.connect(str(database), read_only=True, config={"threads": 1}) as db:
            db.execute("set enable_progress_bar = false")
            [[found, exits]] = db.execute(
                "select release_id, (select count(*) from exits_by_year) from quality.release").fetchall()
            ended, has_run = clocks()  # closing waits for helping threads to end, which wait for a core
        took = ended - began, ended - began - (has_run - ran)
        longest[phase] = list(map(max, took, longest.get(phase, (0, 0))))
        assert exits > 0
        if database.parent == release:
            assert found == release.name == json.loads((release / "release.json").read_text())["release_id"]
    reads += 1
    if reads in (1, 11):
        stop.with_name(f"reads-{reads}-{os.getpid()}").touch()
print(json.dumps([reads, longest]))
"""


def test_readers_never_see_half_a_release(published, few, capsys):
    """Releases change under readers that never pause: each read is of one whole release, and none fails.

    In the long form every change is a build, and no query, opening included, may be blocked for 100 ms: of the time
    that it took, what its one thread neither computed nor waited for a core of its own. The same readers are first
    watched at rest.
    """
    marts, changing, stop = (published / name for name in ("marts", "changing", "stop"))
    change(published)
    publish_figures(published, few)
    releases = cycle(all_releases(marts))
    reading = [
        subprocess.Popen(
            [sys.executable, "-c", READER, str(marts), str(changing), str(stop)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=PROJECT,
        )
        for _ in range(SOAK_READERS if IS_SOAK else 4)
    ]  # fmt: skip

    def have_read(times: int) -> bool:
        assert all(process.poll() is None for process in reading), "a reader gave up"
        return len([*published.glob(f"reads-{times}-*")]) == len(reading)

    until(lambda: have_read(1))
    if IS_SOAK:
        time.sleep(60)
    changing.touch()
    for _ in range(SOAK_RELEASES if IS_SOAK else 200):
        assert all(process.poll() is None for process in reading), "a reader gave up"
        if IS_SOAK:
            change(published)
            publish_figures(published, few)
        else:
            make_current(marts, next(releases))
            time.sleep(0.02)
    until(lambda: have_read(11))
    stop.touch()
    reported = []
    for process in reading:
        out, err = process.communicate(timeout=60)
        assert process.returncode == 0, err
        reported.append(json.loads(out))
    assert min(reads for reads, _ in reported) > 10
    if IS_SOAK:
        with capsys.disabled():
            print(f"\n{sum(reads for reads, _ in reported)} reads by {len(reported)} readers")
            for phase in ("at rest", "changing"):
                took, blocked = (max(longest[phase][n] / 1e6 for _, longest in reported) for n in (0, 1))
                print(
                    f"releases {phase}: the slowest query {took:.0f} ms, blocked for at most {blocked:.0f} ms"
                )
        assert max(longest["changing"][1] for _, longest in reported) < 100e6


def test_too_little_memory_leaves_the_release_and_the_next_build_heals(published, few):
    import resource

    release = assert_whole(published / "marts")
    for limit in (megabytes << 20 for megabytes in (300, 600, 1000)):
        status, _ = ended(  # the message depends on the compiled code that fails first
            start_build(
                published,
                preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)),  # noqa: B023
            )
        )
        assert status != 0, f"{limit} bytes were enough"
        assert assert_whole(published / "marts") == release
    publish_figures(published, few)
    assert_whole(published / "marts")
    assert_nothing_left(published)


def test_files_that_grow_or_vanish_while_they_are_read(published, few):
    growing, coming = (published / "raw" / "某镇" / year / "名单.csv" for year in ("2018", "2017"))
    content = {sheet: sheet.read_bytes() for sheet in (growing, coming)}
    release = assert_whole(published / "marts")
    process = start_build(published)
    while process.poll() is None:
        growing.write_bytes(growing.read_bytes() + b"\r\n")
        coming.unlink(missing_ok=True)
        time.sleep(0.01)
        coming.write_bytes(content[coming])
        time.sleep(0.01)
    status, message = ended(process)
    if status not in (0, 3):  # read whole, or held back and the others published
        assert_reported(status, message)
    assert assert_whole(published / "marts") >= release
    growing.write_bytes(content[growing])
    publish_figures(published, few)
    assert_whole(published / "marts")
    assert_nothing_left(published)


def test_of_two_builds_at_once_one_publishes_and_the_other_ends(published, few):
    release = assert_whole(published / "marts")
    both = [ended(process) for process in [start_build(published), start_build(published)]]
    assert 0 in [status for status, _ in both], both
    for status, message in both:
        if status:
            assert_reported(status, message)
            assert "Another build is under way" in message
    assert assert_whole(published / "marts") > release
    assert_nothing_left(published)


def test_a_clock_that_was_set_back_does_not_turn_releases_round(published, few, monkeypatch):
    release, kept = assert_whole(published / "marts"), 2
    Clock.set_to(datetime(2001, 1, 1, tzinfo=UTC), monkeypatch)
    monkeypatch.setattr(store, "KEPT_RELEASES", kept)
    (published / "marts" / "releases" / "备份").mkdir()  # of somebody who keeps a copy there
    for households in (kept, kept + 1):
        write_registry(
            published / "raw" / "某镇" / "2018" / "名单.csv", *map(Household, range(1, households + 1))
        )
        publish_figures(published, few)
        assert assert_whole(published / "marts") > release
        release = assert_whole(published / "marts")
    assert len(all_releases(published / "marts")) == kept
    found = compare(published / "marts")
    assert (found.new, found.old) == (release, all_releases(published / "marts")[1].name)
    registered = [
        c for c in found.changes if c.mart == "poverty_incidence" and c.column == "registered_households"
    ]
    assert {(c.old, c.new) for c in registered} == {(str(kept), str(kept + 1))}


def test_what_dagster_remembers_does_not_grow(published, few, monkeypatch):
    monkeypatch.setattr(history, "KEPT_RUNS", 2)
    for _ in range(3):
        build = publish_figures(published, few)
    with instance_of(build.workspace) as instance:
        assert len(instance.get_run_ids()) == 3, "those that are kept, and this one"
        board = instance.get_materialized_partitions(deliveries.key)
    kept = list((build.workspace.dagster_home / "history" / "runs").glob("*-*.db"))
    assert len(kept) == 3
    assert board == {"某镇/2017", "某镇/2018"}
