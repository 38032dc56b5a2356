"""What figures rest on, of a county whose deliveries a test has laid out."""

from typing import Any

from tests.support.county import Selection
from tests.support.desk import PERSONS, Desk, person

NAMES = ("薛宅村", "长岭村", "李坊村")
VILLAGES = [["乡镇", "行政村", "总人口数", "农村人口数"], *(["木棠镇", name, "900", "800"] for name in NAMES)]
REPORTING = ("units_reporting", "units_expected", "sheets_set_aside", "rows_set_aside", "cells_set_aside")


def coverage_of(
    found: Selection, area: str, register: str = "persons", year: int | None = 2018, since: int | None = None
) -> dict[str, Any]:
    key = (area, register, year, since)
    [row] = [
        row for row in found.coverage if (row["area"], row["register"], row["year"], row["since_year"]) == key
    ]
    return row


def figures(
    found: Selection, area: str, register: str = "persons", year: int | None = 2018
) -> tuple[int | None, ...]:
    row = coverage_of(found, area, register, year)
    return tuple(row[name] for name in REPORTING)


def roll(desk: Desk, village: str, *numbers: int, **facts: str) -> None:
    desk.csv(f"花名册{village}.csv", [PERSONS, *(person(n, 行政村=village, **facts) for n in numbers)])
