"""A county on whose desks tests lay out deliveries, to see which of their statements count."""

from dataclasses import dataclass, field
from pathlib import Path
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

    def select(self) -> "Selection":
        """Clean every delivery, choose the statements, and build the marts of MARTS."""
        deliveries = take_in(self.folder / "raw").deliveries
        pieces = [
            clean_delivery(delivery, REGISTERS, self.folder / "pieces", KEY).pieces for delivery in deliveries
        ]
        workspace = Workspace(self.folder / "raw", self.folder / "marts")
        bench = Workbench(self.folder / "workbench.duckdb")
        try:
            gather(bench.connection, REGISTERS, pieces, KEY)
            bench.load_policies()
            owed = load_calendar(workspace, REGISTERS)
            record_calendar(bench.connection, workspace, owed)
            units = [*(one.unit for one in deliveries), *(unit for unit, *_ in owed)]
            areas = unit_areas(workspace.raw, units)
            record_delivery_areas(bench.connection, REGISTERS, areas)
            record_coverage(bench.connection, REGISTERS, areas)
            record_gaps(bench.connection, CATALOGUE.registers, CATALOGUE.marts)
            return Selection(bench)
        finally:
            bench.close()


class Selection:
    """What the workbench holds after selection. Every look at it asserts that no row is unaccounted for."""

    def __init__(self, bench: Workbench):
        self.statements = self._rows(bench, "select * from quality.statements order by number")
        self.sheets = self._rows(bench, "from quality.deliveries")
        self.findings = self._rows(bench, "from quality.findings")
        self.quarantine = self._rows(bench, "from quality.quarantine")
        self._marts = _build_marts(bench)
        self.incidence = self._rows(bench, "from poverty_incidence")
        self.coverage = self._rows(bench, "from clean.coverage")
        self.delivery_areas = self._rows(bench, "from quality.delivery_areas")
        self.registry = self._rows(bench, "from registry_summary")
        self._clean = {name: self._rows(bench, f"from clean.{name}") for name in REGISTERS}
        for sheet in self.sheets:
            parts = (sheet["accepted"], sheet["quarantined"], sheet["superseded"], sheet["non_data"])
            assert sheet["rows_read"] == sum(parts), sheet
        assert sum(sheet["accepted"] for sheet in self.sheets) == sum(map(len, self._clean.values()))

    @staticmethod
    def _rows(bench: Workbench, sql: str) -> list[dict[str, Any]]:
        answer = bench.connection.execute(sql)
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
        return self._clean[register]

    def column(self, register: str, column: str) -> list[Any]:
        return sorted(row[column] for row in self._clean[register])

    def marts(self) -> dict[str, list[tuple]]:
        """Area level and figures of each mart of FIGURES, in order."""
        return self._marts


FIGURES = {
    "registry_summary": "households, persons",
    "poverty_incidence": "registered_persons, poor_persons",
    "fund_execution": "allocated_yuan, projects",
    "dividend_payouts": "paid_yuan",
}
"""Mart → columns to look at."""


def _build_marts(bench: Workbench) -> dict[str, list[tuple]]:
    for name in FIGURES:
        bench.build(all_marts()[name])
    return {
        name: bench.connection.execute(f"select area_level, {figures} from {name} order by all").fetchall()
        for name, figures in FIGURES.items()
    }
