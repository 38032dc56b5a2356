"""What no row states is unknown in every mart: a count of it is NULL, and not 0."""

from collections.abc import Iterator
from datetime import date
from itertools import product
from typing import Any

from pipelines.engines.duckdb import DUCKDB
from pipelines.marts.mart import COVERAGE
from pipelines.registers.areas import AREA_LEVELS
from pipelines.registers.columns import Column
from pipelines.registers.contract import Register
from pipelines.registers.loading import load_vocabulary
from tests.support.catalogues import all_marts, all_registers
from tests.support.marts import marts_from

DAY = date(2022, 12, 31)
COUNTED = {"BIGINT", "HUGEINT", "INTEGER", "DOUBLE", "DECIMAL"}
STATED = {
    "communities",  # of a village, by its name
    "long_term_issues", "escalated_issues", "unknown_issues",  # all issues are completed
    "finished_works", "finished_share",  # the work is planned
    "resettled_households", "resettled_persons",  # the household is to move
    "problem_households", "rectified_households",  # the house is safe
    "loans_above_limit",  # the loan is of a yuan
    "unvalued_assets",  # the asset has its value
    "returned_households", "returned_persons", "remaining_households", "remaining_persons",  # the household has left
    "poor_households", "poor_persons", "covered_poor_persons",
    "covered_registered_persons",  # where the population is known, which it is nowhere
}  # fmt: skip
"""Columns of which a row of the test does state that there are none."""


def test_nothing_is_counted_that_no_row_states() -> None:
    """Each register in counties of its own, by one row that states no more than it must."""
    rows: dict[str, list[dict[str, Any]]] = {}
    told = {}
    for number, (register, facts) in enumerate(_least_facts()):
        place = {
            "unit": f"镇{number}",
            "county": f"县{number}",
            "township": f"镇{number}",
            "village": f"村{number}",
        }
        row = (
            {"file": "f", "row": 2, "as_of_on": DAY, "as_of_year": DAY.year, "row_persons": 1} | place | facts
        )
        known = register.published_columns
        rows.setdefault(register.name, []).append(
            {name: value for name, value in row.items() if name in known}
        )
        told[place["county"]] = (register.name, *sorted(facts))
    found = set()
    with marts_from(engine=DUCKDB, **rows) as con:
        for mart in all_marts().values():
            if mart.has_areas:
                numbers = {column.name for column in mart.columns if column.type.partition("(")[0] in COUNTED}
                for name in numbers - STATED - {*COVERAGE}:
                    query = f"select distinct county from {mart.name} where {name} = 0"
                    found |= {(mart.name, name, told[county]) for (county,) in con.execute(query).fetchall()}
    assert found == set()


def _least_facts() -> Iterator[tuple[Register, dict[str, Any]]]:
    for register in all_registers().values():
        required = [column.name for column in register.columns if column.required]
        for chosen in dict.fromkeys(product(*register.require_any)):
            names = {*required, *chosen} - {*AREA_LEVELS}
            yield register, {name: _value(register.by_name[name]) for name in names}


def _value(column: Column) -> Any:
    match column.kind:
        case "money" | "count" | "measure" | "ratio":
            return 1
        case "year":
            return DAY.year
        case "month" | "date":
            return DAY
        case "flag":
            return True
        case "code":
            return next(iter(load_vocabulary(column.argument or "").values()))
        case _:
            return "某"
