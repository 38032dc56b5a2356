"""What every step of a build shares: the workspace, the catalogue, the open workbench and the reporter of progress."""

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from filelock import FileLock

from pipelines.audit.delivered import Delivered, record_reports
from pipelines.catalogue.dictionary import DictionaryColumn, dictionary
from pipelines.catalogue.fingerprint import fingerprint, notes_digest
from pipelines.catalogue.tables import Catalogue
from pipelines.cleaning.delivery import Cleaned
from pipelines.cleaning.gathering import gather
from pipelines.cleaning.identities import load_key
from pipelines.cleaning.pool import clean_deliveries
from pipelines.common.errors import RefusedBuild
from pipelines.common.sql import transaction
from pipelines.common.workers import worker_pool
from pipelines.common.workspace import Workspace
from pipelines.deliveries.delivery import Delivery
from pipelines.deliveries.intake import take_in
from pipelines.engines.base import Engine
from pipelines.engines.duckdb import DUCKDB
from pipelines.engines.workbench import Workbench
from pipelines.orchestration.inputs import record_inputs, recorded_inputs
from pipelines.orchestration.standing import forget
from pipelines.quality.calendar import load_calendar, record_calendar
from pipelines.quality.coverage import record_coverage
from pipelines.quality.delivery_areas import record_delivery_areas
from pipelines.quality.gaps import record_gaps
from pipelines.quality.held_back import HeldBack, record_held_back
from pipelines.quality.reporting_units import unit_areas
from pipelines.quality.reviews import Review, load_reviews
from pipelines.releases.store import current_record, current_release, is_whole
from pipelines.validation import (
    Outcome,
    Waiver,
    check_waivers,
    forget_outcomes,
    load_waivers,
    record_outcomes,
    recorded_outcomes,
)

T = TypeVar("T")


def _silent(stage: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


@dataclass
class Build:
    """State of one build in this process. `report(stage, done, total)` receives progress.

    `record` is that of the release which holds what was built; it is the one before where the build `is_unchanged`.

    `run_lock` shows that this process works on its run. The run's last event comes after the build is closed, so the
    lock is held until the next run, or for as long as the build exists.

    What the build is made from and what its checks found lies in the workbench and is read from there when it is
    opened, so that a part of a build may run in another process than the part before it.
    """

    workspace: Workspace
    catalogue: Catalogue
    report: Callable[[str, int, int], None] = _silent
    is_full: bool = False
    engine: Engine = DUCKDB
    record: dict = field(default_factory=dict)
    is_unchanged: bool = False
    run_lock: FileLock | None = None
    _workbench: Workbench | None = None
    _fingerprint: str | None = None
    _deliveries: list[Cleaned] | None = None
    _held_back: dict[str, HeldBack] = field(default_factory=dict)
    _sent_as: str | None = None
    _outcomes: dict[str, list[Outcome]] | None = None
    _workers: Executor | None = None
    _begun: tuple[list[Delivery], Iterator[Cleaned]] | None = None
    _dictionary: Future[list[DictionaryColumn]] | None = None
    _tasks: list[Future] = field(default_factory=list)

    @property
    def workbench(self) -> Workbench:
        """Return the workbench, opened at first use and held until `close`, so that no second build can interfere."""
        if self._workbench is None:
            forget(self.workspace)
            self._workbench = Workbench(self.workspace.workbench, self.engine)
            self._deliveries, held_back, self._sent_as = recorded_inputs(self._workbench.connection)
            self._held_back = {held.name: held for held in held_back}
            self._open_folder()
        return self._workbench

    @property
    def deliveries(self) -> list[Cleaned]:
        """What was sent, as it was cleaned, also after the workbench was closed."""
        if self._deliveries is None:
            _ = self.workbench
        assert self._deliveries is not None
        return self._deliveries

    @property
    def held_back(self) -> dict[str, HeldBack]:
        """Deliveries that do not count as they were sent, by name, also after the workbench was closed."""
        _ = self.deliveries
        return self._held_back

    @property
    def pieces(self) -> dict[str, Path]:
        """Delivery → the piece folder that its rows come from; none of one that is held back and never was published."""
        sent = {cleaned.delivery.name: cleaned.pieces for cleaned in self.deliveries}
        last = {name: held.published for name, held in self.held_back.items()}
        return {name: pieces for name, pieces in (sent | last).items() if pieces}

    @property
    def outcomes(self) -> dict[str, list[Outcome]]:
        """What the expectations found in the tables of this very build, also after the workbench was closed."""
        if self._outcomes is None:
            _ = self.workbench
        assert self._outcomes is not None
        return self._outcomes

    @property
    def fingerprint(self) -> str:
        """Names all that the build's figures follow from: its deliveries as cleaned, code, contracts, policy, waivers."""
        if self._fingerprint is None:
            used = [folder.name for folder in self.pieces.values()]
            self._fingerprint = self._fingerprint_of(
                [*used, *(held.digest for held in self.held_back.values())]
            )
        return self._fingerprint

    def _fingerprint_of(self, pieces: Iterable[str]) -> str:
        notes = self._notes
        owed = load_calendar(self.workspace, self.catalogue.registers)
        return fingerprint(pieces, notes, self.waivers, owed, self.catalogue)

    @cached_property
    def _notes(self) -> str:
        """Digest of the files beside the deliveries as the build found them, though they may change while it runs."""
        return notes_digest(self.workspace)

    @cached_property
    def is_published(self) -> bool:
        """Whether the current release is whole and was made from just this: another would be its equal."""
        marts = self.workspace.marts
        return current_record(marts).get("fingerprint") == self.fingerprint and is_whole(
            current_release(marts)
        )

    @property
    def folder(self) -> Path:
        """Where the marts of this very build are kept."""
        return self.workspace.builds / self.fingerprint

    @property
    def built(self) -> set[str]:
        """Marts that this very build has, as SQL names them."""
        return {path.stem for path in self.folder.glob("*.parquet")}

    def gather(self, deliveries: Sequence[Cleaned], unusable: Mapping[str, HeldBack]) -> None:
        """Make the workbench one of these deliveries, of which nothing is built or checked unless it is published.

        `unusable` are those that could not even be cleaned, by name. What else was held back of the very same deliveries
        before is held back again.
        """
        digests = [held.digest for held in unusable.values()]
        sent_as = self._fingerprint_of([*(cleaned.pieces.name for cleaned in deliveries), *digests])
        same = self.held_back if sent_as == self._sent_as else unusable
        self._deliveries, self._sent_as = [*deliveries], sent_as
        self.hold_back(same)

    def hold_back(self, held_back: Mapping[str, HeldBack]) -> None:
        """Gather the deliveries again, of these only what was published of them last."""
        self._held_back = dict(held_back)
        db = self.workbench.connection
        with transaction(db):
            key = load_key(self.workspace.identity_key)
            gather(db, self.catalogue.registers, self.pieces.values(), key)
            self.workbench.load_policies()
            record_held_back(db, held_back.values())
            owed = load_calendar(self.workspace, self.catalogue.registers)
            record_calendar(db, self.workspace, owed)
            areas = self._unit_areas(unit for unit, *_ in owed)
            record_delivery_areas(db, self.catalogue.registers, areas)
            record_coverage(db, self.catalogue.registers, areas)
            record_gaps(db, self.catalogue.registers, self.catalogue.marts)
            record_inputs(db, self.deliveries, [*held_back.values()], self._sent_as)
        self._fingerprint = None
        vars(self).pop("is_published", None)
        if not self.is_published:
            forget_outcomes(db)
            shutil.rmtree(self.workspace.builds, ignore_errors=True)
        self._open_folder()

    def _unit_areas(self, owing: Iterable[str]) -> dict[str, dict[str, str | None]]:
        """The area of every unit that sent something, is held back or owes something."""
        held = (held.unit for held in self.held_back.values())
        sent = (cleaned.delivery.unit for cleaned in self.deliveries)
        return unit_areas(self.workspace.raw, dict.fromkeys([*sent, *held, *owing]))

    def _open_folder(self) -> None:
        assert self._workbench is not None
        self._workbench.show_build(self.folder)
        self._outcomes = recorded_outcomes(
            self._workbench.connection, self.fingerprint, self.catalogue.suites, self.waivers
        )

    def audit_reports(self) -> None:
        """Compare the figures of the written reports that were sent with the marts of this build."""
        found = self.workbench.connection.execute(
            "select unit || '/' || period, file from quality.statements where status = 'report' order by all"
        ).fetchall()
        sent = {cleaned.delivery.name: cleaned.delivery for cleaned in self.deliveries}
        reports = [
            Delivered(delivery.unit, delivery.period.name, file, path, delivery.area["township"])
            for name, file in found
            if name not in self.held_back
            for delivery in [sent[name]]
            for path in delivery.files
            if delivery.file_names[path.name] == file
        ]
        record_reports(self.workbench, reports, self.catalogue.marts.values())

    def record_check(self, table: str, outcomes: Sequence[Outcome]) -> None:
        """Keep what the expectations on a table found."""
        record_outcomes(self.workbench.connection, self.fingerprint, table, outcomes)
        self.outcomes[table] = [*outcomes]

    @cached_property
    def waivers(self) -> tuple[Waiver, ...]:
        """Those in waivers.yml, read once. Raises UserError naming the entry that is not valid."""
        path = self.workspace.raw / "waivers.yml"
        waivers = load_waivers(path)
        check_waivers(path, waivers, self.catalogue.suites)
        return waivers

    @cached_property
    def reviews(self) -> tuple[Review, ...]:
        """Those in reviews.yml, read once. Raises UserError naming the entry that is not valid."""
        return load_reviews(self.workspace.raw)

    def start_workers(self) -> Executor:
        """Processes beside this one, started at the first call and held until `close`."""
        if self._workers is None:
            self._workers = worker_pool("pipelines.cleaning.pool")
        return self._workers

    def begin_cleaning(self) -> None:
        """Have the workers clean every delivery, while this process has other things to get ready.

        Raises UserError where another build is under way, there is nothing to read or no room to write, or a note beside
        the deliveries is not valid.
        """
        found = self._usable_deliveries()  # first: where there is nothing to read, nothing is written
        _ = self.waivers, self.reviews, load_calendar(self.workspace, self.catalogue.registers)
        self.workspace.require_room()
        _ = self.workbench  # held from here on: a second build stops here
        key = load_key(self.workspace.identity_key)
        registers, pieces = self.catalogue.registers, self.workspace.pieces
        arriving = clean_deliveries(found, registers, pieces, key, self.start_workers(), self.is_full)
        self._begun = found, arriving

    def _usable_deliveries(self) -> list[Delivery]:
        """Every delivery that can be used. Raises RefusedBuild with the reason where none can."""
        self.intake = take_in(self.workspace.raw)
        if not self.intake.deliveries:
            zh, en = (" ".join(sentences) for sentences in zip(*self.intake.sentences, strict=True))
            raise RefusedBuild(en, zh)
        return [*self.intake.deliveries]

    def cleaned(self) -> tuple[list[Delivery], Iterator[Cleaned]]:
        """Every delivery, and what became of each as it is done: of what was begun, or else is begun now."""
        if self._begun is None:
            self.begin_cleaning()
        assert self._begun is not None
        begun, self._begun = self._begun, None
        return begun

    def trace_dictionary(self) -> Future[list[DictionaryColumn]]:
        """What every column of every table means and where it comes from, from a worker that the first call begins."""
        if self._dictionary is None:
            self._dictionary = self.submit(dictionary, self.catalogue, self.workspace.origins)
        return self._dictionary

    def submit(self, function: Callable[..., T], *arguments: object) -> Future[T]:
        """Have another process call the function while the build goes on; `wait_for_background_tasks` waits for it."""
        task = self.start_workers().submit(function, *arguments)
        self._tasks.append(task)
        return task

    def wait_for_background_tasks(self) -> None:
        """Return once all that runs beside the build is done. Raises what any of it raised."""
        while self._tasks:
            self._tasks.pop().result()

    def close(self) -> None:
        for read_once in ("_notes", "waivers", "reviews", "is_published"):
            vars(self).pop(read_once, None)
        if self._workers is not None:
            self._workers.shutdown()
            self._workers = self._dictionary = self._begun = None
        if self._workbench is not None:
            self._workbench.close()
            self._workbench = self._fingerprint = None
