"""What every step of a build shares: the workspace, the catalogue, the open workbench, and who is told of progress."""

from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property

from pipelines.catalogue import Catalogue
from pipelines.cleaning.delivery import Cleaned
from pipelines.engines.workbench import Workbench
from pipelines.validation import Outcome, Waiver, check_waivers, load_waivers
from pipelines.workers import worker_pool
from pipelines.workspace import Workspace


def _silent(stage: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


@dataclass
class Build:
    """State of one build in this process. `report(stage, done, total)` is told of progress."""

    workspace: Workspace
    catalogue: Catalogue
    report: Callable[[str, int, int], None] = _silent
    is_full: bool = False
    deliveries: list[Cleaned] = field(default_factory=list)
    outcomes: dict[str, list[Outcome]] = field(default_factory=dict)
    record: dict = field(default_factory=dict)
    _workbench: Workbench | None = None
    _helpers: ProcessPoolExecutor | None = None
    _tasks: list[Future] = field(default_factory=list)

    @property
    def workbench(self) -> Workbench:
        """Opened at first use and held until `close`, so that no second build can interfere."""
        if self._workbench is None:
            self._workbench = Workbench(self.workspace.workbench)
        return self._workbench

    @cached_property
    def waivers(self) -> tuple[Waiver, ...]:
        """Those in waivers.yml, read once. Raises Problem naming the entry that is not valid."""
        path = self.workspace.raw / "waivers.yml"
        waivers = load_waivers(path)
        check_waivers(path, waivers, self.catalogue.suites)
        return waivers

    def beside(self, function: Callable, *arguments: object) -> None:
        """Have a process of its own call the function while the build goes on."""
        if self._helpers is None:
            self._helpers = worker_pool(1)
        self._tasks.append(self._helpers.submit(function, *arguments))

    def await_helpers(self) -> None:
        """Return once all that runs beside the build is done. Raises what any of it raised."""
        while self._tasks:
            self._tasks.pop().result()

    def close(self) -> None:
        vars(self).pop("waivers", None)
        if self._helpers is not None:
            self._helpers.shutdown()
            self._helpers = None
        if self._workbench is not None:
            self._workbench.close()
            self._workbench = None
