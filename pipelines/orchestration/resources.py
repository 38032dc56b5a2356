"""What every step of a build shares: the workspace, the catalogue, the open workbench, and who is told of progress."""

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from pipelines.catalogue.dictionary import DictionaryColumn, dictionary
from pipelines.catalogue.tables import Catalogue
from pipelines.cleaning.delivery import Cleaned
from pipelines.cleaning.identities import load_key
from pipelines.cleaning.pool import clean_deliveries
from pipelines.common.workers import worker_pool
from pipelines.common.workspace import Workspace
from pipelines.deliveries.delivery import Delivery, find_deliveries
from pipelines.engines.workbench import Workbench
from pipelines.quality.findings import Verdict, load_verdicts
from pipelines.validation import Outcome, Waiver, check_waivers, load_waivers

T = TypeVar("T")


def _silent(stage: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


@dataclass
class Build:
    """State of one build in this process. `report(stage, done, total)` is told of progress.

    `unreleased` are those of the deliveries that could be read and that no release holds yet as they were sent.
    """

    workspace: Workspace
    catalogue: Catalogue
    report: Callable[[str, int, int], None] = _silent
    is_full: bool = False
    deliveries: list[Cleaned] = field(default_factory=list)
    unreleased: list[Cleaned] = field(default_factory=list)
    outcomes: dict[str, list[Outcome]] = field(default_factory=dict)
    record: dict = field(default_factory=dict)
    _workbench: Workbench | None = None
    _workers: ProcessPoolExecutor | None = None
    _begun: tuple[list[Delivery], Iterator[Cleaned]] | None = None
    _dictionary: Future[list[DictionaryColumn]] | None = None
    _tasks: list[Future] = field(default_factory=list)

    @property
    def workbench(self) -> Workbench:
        """Opened at first use and held until `close`, so that no second build can interfere."""
        if self._workbench is None:
            self._workbench = Workbench(self.workspace.workbench)
        return self._workbench

    @cached_property
    def waivers(self) -> tuple[Waiver, ...]:
        """Those in waivers.yml, read once. Raises UserError naming the entry that is not valid."""
        path = self.workspace.raw / "waivers.yml"
        waivers = load_waivers(path)
        check_waivers(path, waivers, self.catalogue.suites)
        return waivers

    @cached_property
    def verdicts(self) -> tuple[Verdict, ...]:
        """Those in verdicts.yml, read once. Raises UserError naming the entry that is not valid."""
        return load_verdicts(self.workspace.raw / "verdicts.yml")

    def start_workers(self) -> ProcessPoolExecutor:
        """Processes beside this one, started at the first call and held until `close`."""
        if self._workers is None:
            self._workers = worker_pool("pipelines.cleaning.delivery")
        return self._workers

    def begin_cleaning(self) -> None:
        """Have the workers clean every delivery, while this process has other things to get ready.

        Raises UserError where another build is under way, or there is nothing to read or no room to write.
        """
        self.workspace.require_room()
        _ = self.workbench  # held from here on: a second build stops here
        found = find_deliveries(self.workspace.raw)
        key = load_key(self.workspace.identity_key)
        if self.is_full:
            shutil.rmtree(self.workspace.pieces, ignore_errors=True)
        registers, pieces = self.catalogue.registers, self.workspace.pieces
        self._begun = found, clean_deliveries(found, registers, pieces, key, self.start_workers())

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
            self._dictionary = self.beside(dictionary, self.catalogue)
        return self._dictionary

    @property
    def are_rows_checked(self) -> bool:
        """Whether the expectations on every register have been answered."""
        return all(f"clean.{register}" in self.outcomes for register in self.catalogue.registers)

    def beside(self, function: Callable[..., T], *arguments: object) -> Future[T]:
        """Have another process call the function while the build goes on; `await_helpers` waits for it."""
        task = self.start_workers().submit(function, *arguments)
        self._tasks.append(task)
        return task

    def await_helpers(self) -> None:
        """Return once all that runs beside the build is done. Raises what any of it raised."""
        while self._tasks:
            self._tasks.pop().result()

    def close(self) -> None:
        for read_once in ("waivers", "verdicts"):
            vars(self).pop(read_once, None)
        if self._workers is not None:
            self._workers.shutdown()
            self._workers = self._dictionary = self._begun = None
        if self._workbench is not None:
            self._workbench.close()
            self._workbench = None
