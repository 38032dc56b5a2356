"""Folders of deliveries with their notes, and the record of what was planted in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from tests.synthetic.forms import Planted, Row, Sheet, Table, write_csv, write_xls, write_xlsx


@dataclass(frozen=True)
class Fault:
    """A planted row as the sender sees it: `row` is the row in Excel or the line of a text file."""

    unit: str
    period: str
    file: str
    sheet: str
    row: int
    column: str
    reason: str


@dataclass
class Sample:
    """The folder of raw deliveries and all faults planted in it."""

    folder: Path
    faults: list[Fault] = field(default_factory=list)

    def unit(self, unit: str, **notes: str) -> None:
        """Say in unit.yml what area the unit is: prefecture, county, township, village, source."""
        _write_yaml(self.folder / unit / "unit.yml", notes)

    def places(self, *places: Mapping[str, str]) -> None:
        """Say in places.yml which townships there are beside those of the units: county, township."""
        _write_yaml(self.folder / "places.yml", [*places])

    def delivery(self, unit: str, period: str, **notes: object) -> "Delivery":
        """Open a delivery; notes go to delivery.yml: source, note, defaults, money_unit."""
        folder = self.folder / unit / period
        folder.mkdir(parents=True, exist_ok=True)
        if notes:
            _write_yaml(folder / "delivery.yml", notes)
        return Delivery(self, unit, period, folder)


@dataclass(frozen=True)
class Delivery:
    """What one unit sends for one period."""

    sample: Sample
    unit: str
    period: str
    folder: Path

    def save(self, file: str, *tables: Table, encoding: str = "utf-8-sig") -> None:
        """Write tables in the form that the file's name ends in; a text file holds one."""
        path = self.folder / file
        sheets = [Sheet(table.name, self._rows(file, table), table.merged()) for table in tables]
        if path.suffix == ".xlsx":
            write_xlsx(path, sheets)
        elif path.suffix == ".xls":
            write_xls(path, sheets)
        else:
            write_csv(path, sheets[0].rows, encoding)

    def _rows(self, file: str, table: Table) -> list[Row]:
        rows: list[Row] = []
        sheet = "" if file.endswith(".csv") else table.name
        for number, line in enumerate(table.lines(), start=1):
            if isinstance(line, Planted):
                fault = Fault(self.unit, self.period, file, sheet, number, line.column, line.reason)
                self.sample.faults.append(fault)
            rows.append(line.cells if isinstance(line, Planted) else line)
        return rows


def _write_yaml(path: Path, content: Mapping[str, object] | Sequence[Mapping[str, object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=200)
    path.write_text(text, encoding="utf-8", newline="\n")
