"""Dirty deliveries: each rule that files can break is broken in the files of one unit, and of no other.

The rows come from the cases beside the suites: those that break a rule in a table are written back as the sheets that
a unit would have sent. Each such unit has a county, households and persons of its own, so that it is known which of
them a rule is about.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from pipelines.catalogue.tables import Catalogue
from pipelines.registers.columns import Column
from pipelines.registers.contract import Register
from pipelines.validation import Severity
from tests.expectations import Case, Proof, Rows, apply_change
from tests.synthetic.people import with_check_digit

_DIGITS = "甲乙丙丁戊己庚辛壬癸"


@dataclass(frozen=True)
class Plant:
    """One rule, written <table>.<rule>, and the rows by register of the unit that breaks it.

    `entails` are the rules that fire beside it. `county` is where the unit lies: one of its own, unless the rule
    depends on the policy of a place.
    """

    number: int
    rule: str
    rows: Mapping[str, Rows]
    severity: Severity
    entails: frozenset[str]
    county: str

    @property
    def fires(self) -> set[str]:
        return {self.rule, *self.entails}

    @cached_property
    def last_year(self) -> int:
        return max(row["as_of_on"].year for rows in self.rows.values() for row in rows)

    def owns(self, keys: Mapping[str, Any]) -> bool:
        """Whether a failing row that shows these keys is of this unit."""
        return any(str(keys.get(key)).startswith(self.county) for key in ("county", "unit", "one_unit"))

    def write(self, raw: Path, registers: Mapping[str, Register]) -> None:
        """Lay out what the unit sent: a file for each register and period."""
        files: dict[Path, Rows] = {}
        for table, rows in self.rows.items():
            for row in rows:
                folder = raw / f"{self.county}{row['unit']}" / _period(row["as_of_on"])
                files.setdefault(folder / f"{table}.csv", []).append(row)
        for path, rows in files.items():
            stated = {name for row in rows for name in row}
            register = registers[path.stem.removeprefix("clean.")]
            columns = [column for column in register.columns if column.name in stated]
            path.parent.mkdir(parents=True, exist_ok=True)
            (path.parent.parent / "unit.yml").write_text(
                f"county: {self.county}\ntownship: {rows[0]['township']}\n", encoding="utf-8"
            )
            with path.open("w", encoding="utf-8", newline="") as file:
                lines = csv.writer(file)
                lines.writerow(f"{c.title}(元)" if c.kind == "money" else c.title for c in columns)
                lines.writerows([self._text(column, row) for column in columns] for row in rows)

    def _text(self, column: Column, row: Mapping[str, Any]) -> str:
        """The value as a file holds it; what is keyed or masked in the table is made up again."""
        value = row.get(column.name)
        if value is None:
            return ""
        match column.kind:
            case "area":
                return self.county if column.name == "county" else value
            case "flag":
                return "是" if value else "否"
            case "month":
                return f"{value:%Y-%m}"
            case "ratio":
                return f"{value * 100:.4f}%"
            case "person_name":
                return "王测试"
            case "person_id_number":
                return self._id_number(value, row, column.name.removesuffix("person_id"))
            case "household_id" | "phone" | "bank_account":
                return f"138{self.number:04}{int(value.lstrip('h'), 16) % 10**4:04}"
        return f"{self.number}{value}" if column.pii else str(value)

    def _id_number(self, person: str, row: Mapping[str, Any], prefix: str) -> str:
        """An ID number of that person, of the sex and the day of birth that the registry or the row states."""
        listed = {row["person_id"]: row for row in self.rows.get("clean.persons", ())}
        known = listed.get(person)
        sex, born_on = (
            (known["id_sex"], known["id_birth_on"])
            if known
            else (row.get(f"{prefix}id_sex", "男"), row.get(f"{prefix}id_birth_on", date(1970, 1, 1)))
        )
        serial = int(person) % 499 * 2 + (sex == "男")
        return with_check_digit(f"46{self.number:04}{born_on:%Y%m%d}{serial:03}")


def clean_unit(proofs: Mapping[str, Proof]) -> Plant:
    """A unit that sent every register, and nothing that breaks a rule."""
    rows = {name: proof.rows for name, proof in proofs.items() if name.startswith("clean.")}
    return Plant(999, "", rows, "info", frozenset(), "癸癸癸县")


def plants(catalogue: Catalogue, proofs: Mapping[str, Proof]) -> list[Plant]:
    """One for each case that files can break, in the order of the cases."""
    reachable = [
        (table, rule, case)
        for table, proof in proofs.items()
        for rule, case in proof.cases.items()
        if not case.unreachable
    ]
    return [_plant(number, *each, catalogue, proofs) for number, each in enumerate(reachable)]


def _plant(
    number: int, table: str, rule: str, case: Case, catalogue: Catalogue, proofs: Mapping[str, Proof]
) -> Plant:
    suite = catalogue.suites[table]
    [known] = (known for known in suite.expectations if known.id == rule)
    change = case.fires[0] if case.planted is None else case.planted
    changed = apply_change(proofs, table, change)
    alone = replace(suite, expectations=(known,))
    read = {other for other in proofs if alone.reads(other)}
    sent = _with_all_below({table, *changed, *read}, catalogue, proofs)
    rows = {name: changed.get(name, proofs[name].rows) for name in sorted(sent)}
    county = "".join(_DIGITS[int(digit)] for digit in f"{number:03}") + "县"
    entails = frozenset(other if "." in other else f"{table}.{other}" for other in case.entails)
    return Plant(number, f"{table}.{rule}", rows, known.severity, entails, case.county or county)


def _with_all_below(tables: set[str], catalogue: Catalogue, proofs: Mapping[str, Proof]) -> set[str]:
    """The registers among the tables, those that the marts among them read, and those that belong beside them."""
    below = {
        other
        for table in tables
        for other in (
            *(catalogue.marts[table].reads if table in catalogue.marts else ()),
            *proofs[table].beside,
        )
        if other in proofs
    }
    if below <= tables:
        return {table for table in tables if table.startswith("clean.")}
    return _with_all_below(tables | below, catalogue, proofs)


def _period(as_of_on: date) -> str:
    """The name of the folder whose deliveries are of that day."""
    return str(as_of_on.year) if as_of_on == date(as_of_on.year, 12, 31) else str(as_of_on)
