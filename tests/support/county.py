"""A county on whose desks tests lay out deliveries, to see which of their statements count."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from pipelines.catalogue.tables import Catalogue
from pipelines.cleaning.delivery import clean_delivery
from pipelines.cleaning.gathering import gather
from pipelines.common.workspace import Workspace
from pipelines.deliveries.intake import take_in
from pipelines.engines.workbench import Workbench
from pipelines.quality.calendar import load_calendar, record_calendar
from pipelines.quality.coverage import record_coverage
from pipelines.quality.delivery_areas import record_delivery_areas
from pipelines.quality.gaps import record_gaps
from pipelines.quality.reporting_units import unit_areas
from tests.support.catalogues import all_marts
from tests.support.desk import KEY, REGISTERS, Desk

CATALOGUE = Catalogue.load()


@dataclass
class County:
    """Deliveries of several units and periods in one raw folder."""

    folder: Path
    desks: list[Desk] = field(default_factory=list)

    def desk(self, unit: str = "木棠镇", period: str = "2018", area: str | None = None) -> Desk:
        """A desk of the unit; `area` is what its unit.yml states, by default that of a township of its name."""
        desk = Desk(self.folder, unit, period)
        desk.write("../unit.yml", area or f"county: 儋州市\ntownship: {unit}\n")
        return desk

    def select(self, times: int = 1) -> "Selection":
        """Clean every delivery and choose the statements, as often as a build does that holds deliveries back."""
        deliveries = take_in(self.folder / "raw").deliveries
        pieces = [
            clean_delivery(delivery, REGISTERS, self.folder / "pieces", KEY).pieces for delivery in deliveries
        ]
        bench = Workbench(Path(":memory:"))
        for _ in range(times):
            gather(bench.connection, REGISTERS, pieces, KEY)
        return Selection(bench, self.folder, [one.unit for one in deliveries])


class Selection:
    """What the workbench holds after selection, of which no row may be unaccounted for.

    Coverage and the marts of FIGURES take as long as all before them, and are made for whoever looks at them.
    """

    def __init__(self, bench: Workbench, folder: Path, units: list[str]):
        self._bench, self._folder, self._units = bench, folder, units
        self.statements = self._rows("select * from quality.statements order by number")
        self.sheets = self._rows("from quality.deliveries")
        self.quarantine = self._rows("from quality.quarantine")
        for sheet in self.sheets:
            parts = (sheet["accepted"], sheet["quarantined"], sheet["superseded"], sheet["non_data"])
            assert sheet["rows_read"] == sum(parts), sheet
        counts = " union all ".join(f"select count(*) as rows from clean.{name}" for name in REGISTERS)
        [counted] = self._rows(f"select sum(rows)::bigint as rows from ({counts})")
        assert sum(sheet["accepted"] for sheet in self.sheets) == counted["rows"]

    @cached_property
    def _built(self) -> Workbench:
        """The workbench with coverage and the marts of FIGURES."""
        workspace = Workspace(self._folder / "raw", self._folder / "marts")
        db = self._bench.connection
        self._bench.load_policies()
        owed = load_calendar(workspace, REGISTERS)
        record_calendar(db, workspace, owed)
        areas = unit_areas(workspace.raw, [*self._units, *(unit for unit, *_ in owed)])
        record_delivery_areas(db, REGISTERS, areas)
        record_coverage(db, REGISTERS, areas)
        record_gaps(db, CATALOGUE.registers, CATALOGUE.marts)
        self._bench.show_build(Path(mkdtemp(dir=self._folder)))
        for name in FIGURES:
            self._bench.build(all_marts()[name])
        return self._bench

    def _rows(self, sql: str) -> list[dict[str, Any]]:
        answer = self._bench.connection.execute(sql)
        names = [column[0] for column in answer.description]
        return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]

    @property
    def statuses(self) -> dict[str, str]:
        """File (and sheet, of a workbook with several) → what became of it."""
        sheets = [one["file"] for one in self.statements]
        return {
            f"{one['file']}·{one['sheet']}"
            if sheets.count(one["file"]) > 1 and one["sheet"]
            else one["file"]: one["status"]
            for one in self.statements
        }

    def rows(self, register: str) -> list[dict[str, Any]]:
        return self._rows(f"from clean.{register}")

    def column(self, register: str, column: str) -> list[Any]:
        return sorted(row[column] for row in self.rows(register))

    @cached_property
    def coverage(self) -> list[dict[str, Any]]:
        return self._rows_of_built("clean.coverage")

    @cached_property
    def findings(self) -> list[dict[str, Any]]:
        """Those of cleaning, and the gaps between what was sent."""
        return self._rows_of_built("quality.findings")

    @cached_property
    def delivery_areas(self) -> list[dict[str, Any]]:
        return self._rows_of_built("quality.delivery_areas")

    @cached_property
    def incidence(self) -> list[dict[str, Any]]:
        return self._rows_of_built("poverty_incidence")

    @cached_property
    def registry(self) -> list[dict[str, Any]]:
        return self._rows_of_built("registry_summary")

    def _rows_of_built(self, table: str) -> list[dict[str, Any]]:
        _ = self._built
        return self._rows(f"from {table}")

    def marts(self) -> dict[str, list[tuple]]:
        """Area level and figures of each mart of FIGURES, in order."""
        db = self._built.connection
        return {
            name: db.execute(f"select area_level, {figures} from {name} order by all").fetchall()
            for name, figures in FIGURES.items()
        }


FIGURES = {
    "registry_summary": "households, persons",
    "poverty_incidence": "registered_persons, poor_persons",
    "fund_execution": "allocated_yuan, projects",
    "dividend_payouts": "paid_yuan",
}
"""Mart → columns to look at."""
