"""An office that nobody tends, on a clock that the test moves: every day's figures are as they should be, and every trouble
is told once.

Sensors and the daily schedule run in turn as Dagster runs them, each build in this process. In the short form every
event comes once; TOWNSHIP_SOAK makes a month of them, drawn at random (`make soak`).
"""

import errno
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

import dagster as dg
import pytest
import yaml

import pipelines
from pipelines.catalogue.tables import Catalogue
from pipelines.common.china_time import CHINA, today_in_china
from pipelines.orchestration.jobs import BUILD, build_job
from pipelines.orchestration.project import definitions_for, instance_of
from pipelines.orchestration.run import QUIET
from pipelines.orchestration.run_locks import lock_of
from pipelines.orchestration.sensors import arrivals, failures, lost_runs, reminders
from pipelines.publishing import publish as publishing
from pipelines.releases.store import all_releases, current_release
from tests.support.clock import Clock
from tests.support.small import Household, build_of, township_folder, without_pages, write_registry

DAYS = 30 if "TOWNSHIP_SOAK" in os.environ else 0
TOWNSHIPS = ("东镇", "西镇", "南镇", "北镇")
LIST = "名单.csv"


class Office:
    """The county's machine; what it was sent, what it should show, and what it should have told."""

    def __init__(self, root: Path, few: Catalogue, instance: dg.DagsterInstance, clock: Clock) -> None:
        self.raw, self.few, self.instance, self.clock = root / "raw", few, instance, clock
        self.root, self.workspace = root, build_of(root, few).workspace
        self.counted: dict[str, int] = {}
        """Township → the households that count."""
        self.waiting: dict[str, int] = {}
        """Township → the households of a list that counts as soon as the note beside it is mended."""
        self.corrected: dict[str, date] = {}
        """Township → the last day on which one household more counts, by a correction."""
        self.owing: dict[str, date] = {}
        """Township that has sent nothing → the day by which it should have."""
        self.told: list[tuple[str, date]] = []
        """What each alert says, and the first day on which it may be there."""
        self.last_day = date.min
        self.is_full, self.version = False, "first"
        self._cursors: dict[str, str | None] = {}

    def tells(self, said: str) -> None:
        self.told.append((said, today_in_china()))

    def sends(self, township: str, households: int, *more: Household) -> None:
        """Its list arrives, in the place of the one before."""
        folder = township_folder(self.root, township=township)
        first = 20 * TOWNSHIPS.index(township)
        listed = [Household(first + n, township=township) for n in range(1, 1 + households)]
        write_registry(folder / LIST, *listed, *more)
        os.utime(folder / LIST, (self.clock.moment.timestamp(),) * 2)
        (folder / "corrections.yml").unlink(missing_ok=True)
        self.corrected.pop(township, None)
        if (due := self.owing.pop(township, None)) and self.last_day <= due:
            self.told.remove(self._overdue(township, due))
        (self.waiting if township in self.waiting else self.counted)[township] = households

    def writes_a_note_that_says_nothing(self, township: str) -> None:
        (self.raw / township / "2018" / "delivery.yml").write_text("money_unit: 万\n", encoding="utf-8")
        self.waiting[township] = self.counted[township]
        self.tells(f"{township}/2018 本次报送暂不计入：delivery.yml 填写有误，第 1 行：money_unit")

    def sends_a_workbook_cut_off(self, township: str) -> None:
        (self.raw / township / "2018" / "台账.xlsx").write_bytes(b"PK\x03\x04 cut off")
        self.waiting[township] = self.counted[township]
        self.tells(f"{township}/2018 本次报送暂不计入：台账.xlsx")

    def mends(self, township: str) -> None:
        """What it is waiting for."""
        for fault in ("delivery.yml", "台账.xlsx"):
            (self.raw / township / "2018" / fault).unlink(missing_ok=True)
        self.counted[township] = self.waiting.pop(township)

    def sends_what_is_corrected_until_tomorrow(self, township: str, households: int) -> None:
        """One household more, whose status nobody could read."""
        doubtful = Household(20 * TOWNSHIPS.index(township) + 19, township=township, status="待定")
        self.sends(township, households, doubtful)
        until = today_in_china() + timedelta(days=1)
        entry = {
            "file": LIST,
            "row": 2 + households,
            "column": "脱贫属性",
            "found": "待定",
            "correct": "未脱贫",
        }
        entry |= {"reason": "电话核实", "by": "扶贫办", "until": until}
        note = self.raw / township / "2018" / "corrections.yml"
        note.write_text(yaml.safe_dump([entry], allow_unicode=True), encoding="utf-8")
        self.corrected[township] = until

    def _overdue(self, township: str, due: date) -> tuple[str, date]:
        return f"逾期未报：{township} 2018（应于 {due} 前）", due + timedelta(days=1)

    def owes(self, township: str) -> None:
        """It is to send its list today, and does not."""
        due = today_in_china()
        self.owing[township] = due
        entry = {"units": [township], "periods": ["2018"], "days": (due - date(2018, 12, 31)).days}
        (self.raw / "calendar.yml").write_text(yaml.safe_dump([entry], allow_unicode=True), encoding="utf-8")
        self.told.append(self._overdue(township, due))

    def loses_the_process_of_a_run(self) -> None:
        run = self.instance.add_run(dg.DagsterRun(job_name=BUILD, status=dg.DagsterRunStatus.STARTED))
        lock_of(self.workspace, run.run_id).parent.mkdir(exist_ok=True)
        lock_of(self.workspace, run.run_id).touch()
        self.tells(f"生成失败，上一次发布的数据不受影响。运行 {run.run_id[:8]}：运行它的进程已不在")

    def has_no_room_for_an_hour(self, township: str, households: int) -> None:
        self.sends(township, households)
        before, self.is_full = current_release(self.workspace.marts), True
        for _ in range(3):
            self.polls(minutes=15)
        assert current_release(self.workspace.marts) == before
        self.is_full = False
        self.clock.move(hours=1)
        self.tells("磁盘已满（[Errno 28] No space left on device）")

    def is_upgraded(self) -> None:
        """The next morning everything is read anew."""
        self.version += "+"

    def has_its_clock_set_back(self) -> None:
        self.clock.move(days=-3)

    def polls(self, **later: float) -> None:
        """All sensors once, and the builds that they ask for."""
        self.clock.move(**later)
        for sensor in (
            lost_runs(self.workspace),
            arrivals(self.workspace),
            reminders(self.workspace, self.few.registers),
        ):
            with dg.build_sensor_context(self.instance, cursor=self._cursors.get(sensor.name)) as context:
                found = sensor.evaluate_tick(context)
            self._cursors[sensor.name] = found.cursor
            for asked in found.run_requests or ():
                self.builds(asked.tags)

    def builds(self, tags: Mapping[str, str]) -> None:
        """A run as a process of its own makes it, and what the failure sensor does after it."""
        build = build_of(self.root, self.few)
        job = definitions_for(build).resolve_job_def(BUILD)
        run = job.execute_in_process(
            instance=self.instance, tags=tags, run_config=QUIET, raise_on_error=False
        )
        build.close()
        if build.run_lock:
            build.run_lock.release()
        if run.success:
            return
        context = dg.build_run_status_sensor_context(
            "failures", run.get_run_failure_event(), self.instance, run.dagster_run
        ).for_run_failure()
        again = failures(self.workspace, build_job())(context)
        if isinstance(again, dg.RunRequest):
            self.builds(again.tags)

    def works_until_the_next_morning(self) -> None:
        for _ in range(3):
            self.polls(seconds=30)
        self.is_as_it_should_be()
        six = self.clock.moment.astimezone(CHINA).replace(hour=6, minute=0, second=0)
        self.clock.move(seconds=(six + timedelta(days=1) - self.clock.moment).total_seconds())
        self.builds({})
        self.polls(minutes=10)
        self.is_as_it_should_be()

    def is_as_it_should_be(self) -> None:
        today = today_in_china()
        expected = {
            name: households + (name in self.corrected and today <= self.corrected[name])
            for name, households in self.counted.items()
        }
        with pipelines.connect(self.workspace.marts) as db:
            shown = db.execute(
                "select township, registered_households from poverty_incidence where area_level = 'township'"
            ).fetchall()
        assert dict(shown) == expected
        log = self.workspace.state / "alerts.log"
        told = log.read_text(encoding="utf-8") if log.exists() else ""
        self.last_day = max(self.last_day, today)
        due = Counter(said for said, day in self.told if day <= self.last_day)
        assert {said: told.count(said) for said in due} == due
        assert all(any(said in line for said in due) for line in told.splitlines())
        releases = all_releases(self.workspace.marts)
        assert releases[0] == current_release(self.workspace.marts)


@pytest.fixture
def office(tmp_path: Path, few: Catalogue, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    clock = Clock.set_to(datetime(2026, 3, 2, 10, 0, tzinfo=CHINA), monkeypatch)
    workspace = build_of(tmp_path, few).workspace
    workspace.raw.mkdir(parents=True)
    with instance_of(workspace) as instance, without_pages():
        yielded = Office(tmp_path, few, instance, clock)
        written = publishing.write_parquet

        def write_parquet(*arguments) -> None:
            if yielded.is_full:
                raise OSError(errno.ENOSPC, "No space left on device")
            written(*arguments)

        monkeypatch.setattr(publishing, "write_parquet", write_parquet)
        for module in ("catalogue.fingerprint", "publishing.publish"):
            monkeypatch.setattr(f"pipelines.{module}.code_version", lambda: yielded.version)
        yield yielded


def test_each_event_once(office: Office) -> None:
    office.sends("东镇", 5)
    office.sends("西镇", 4)
    office.sends("南镇", 2)
    office.owes("北镇")
    office.works_until_the_next_morning()
    office.writes_a_note_that_says_nothing("东镇")
    office.sends_a_workbook_cut_off("南镇")
    office.sends("西镇", 6)
    office.loses_the_process_of_a_run()
    office.works_until_the_next_morning()
    office.has_its_clock_set_back()
    office.is_upgraded()
    office.mends("东镇")
    office.sends_what_is_corrected_until_tomorrow("西镇", 3)
    office.has_no_room_for_an_hour("北镇", 7)
    office.works_until_the_next_morning()
    office.mends("南镇")
    office.works_until_the_next_morning()


@pytest.mark.skipif(not DAYS, reason="takes an hour; make soak tries it")
def test_a_month(office: Office) -> None:
    rng = Random(2026)
    *senders, late = TOWNSHIPS
    for township in senders:
        office.sends(township, rng.randint(1, 12))
    office.owes(late)
    office.works_until_the_next_morning()
    for day in range(DAYS):
        for township in rng.sample(senders, rng.randint(0, 2)):
            if township in office.waiting:
                office.mends(township)
            match rng.randrange(4):
                case 0 if township not in office.corrected:
                    office.writes_a_note_that_says_nothing(township)
                case 1 if township not in office.corrected:
                    office.sends_a_workbook_cut_off(township)
                case 2:
                    office.sends_what_is_corrected_until_tomorrow(township, rng.randint(1, 12))
                case _:
                    office.sends(township, rng.randint(1, 12))
        match day % 6:
            case 1:
                office.loses_the_process_of_a_run()
            case 2:
                office.is_upgraded()
            case 3:
                office.has_its_clock_set_back()
                office.builds({})  # a correction that had ended is in force again
            case 4:
                office.has_no_room_for_an_hour(late, rng.randint(1, 12))
        office.works_until_the_next_morning()
