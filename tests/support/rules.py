"""The project's suites, and rules made for one test."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb

from pipelines.registers.loading import load_vocabulary
from pipelines.validation import (
    UNEXPECTED_ROWS,
    Expectation,
    Outcome,
    Suite,
    baseline_expectations,
    load_suites,
    validate,
)
from tests.support.catalogues import all_marts, all_registers

PROJECT = Path(__file__).parents[2]
REGISTERS = all_registers()
MARTS = all_marts()
SUITES = load_suites(PROJECT / "expectations")


def baseline_of(table: str) -> tuple[Expectation, ...]:
    if not table.startswith("clean."):
        return baseline_expectations(MARTS[table])
    register = REGISTERS[table.removeprefix("clean.")]
    codes = {c.argument for c in register.columns if c.kind == "code" and c.argument}
    return baseline_expectations(register, {name: load_vocabulary(name).values() for name in codes})


def suite_of(table: str) -> Suite:
    """All rules of the table."""
    by_hand = SUITES.get(table, Suite(table, ()))
    return replace(by_hand, expectations=(*baseline_of(table), *by_hand.expectations))


def rule_of(type: str, *keys: str, id: str = "rule", **kwargs: Any) -> Expectation:
    return Expectation(
        id, type, kwargs, "critical", "valid", "错", "wrong", "owner", "source", keys, identity=keys
    )


def rule_about_rows(query: str, *keys: str, id: str = "rule") -> Expectation:
    return rule_of(UNEXPECTED_ROWS, *keys, id=id, unexpected_rows_query=query)


def outcome_of(connection: duckdb.DuckDBPyConnection, table: str, rule: Expectation) -> Outcome:
    [outcome] = validate(connection, Suite(table, (rule,)))
    return outcome
