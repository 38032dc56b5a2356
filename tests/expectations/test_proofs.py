"""Every rule in `expectations/` fires where it should, is silent where it nearly would, and its thresholds matter."""

import re
from collections.abc import Iterator
from dataclasses import replace
from graphlib import TopologicalSorter
from typing import Any

import duckdb
import pytest

from pipelines.catalogue.tables import EXPECTATIONS
from pipelines.validation import UNEXPECTED_ROWS, Expectation, load_suites, validate
from tests.expectations import Proof, changed, empty_database, fill, load_proofs
from tests.expectations.bare import bare_sql

SUITES = load_suites(EXPECTATIONS)
PROOFS = load_proofs()


@pytest.fixture(scope="module")
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    """Every register and mart with the good rows, and the policies as they are."""
    with empty_database() as connection:
        for table, proof in PROOFS.items():
            fill(connection, table, proof.rows)
        yield connection


def test_every_rule_has_a_row_that_fires_it_and_one_that_nearly_does() -> None:
    """The meta-test: without it a rule could be added that nobody has ever seen fail."""
    unproven = [
        f"{table}: {rule.id}"
        for table, suite in SUITES.items()
        for rule in suite.expectations
        if not (case := PROOFS[table].cases.get(rule.id)) or not case.fires or not case.silent
    ]
    assert unproven == []
    gone = {
        table: {rule for rule, case in proof.cases.items() if case.fires}
        - {rule.id for rule in SUITES[table].expectations}
        for table, proof in PROOFS.items()
    }
    assert {table: ids for table, ids in gone.items() if ids} == {}


def test_suites_do_not_wait_for_each_other() -> None:
    """A check runs after the tables that its queries read, and these only pass on what their own checks allow."""
    reads = {
        table: {other for other in SUITES if other != table and suite.reads(other)}
        for table, suite in SUITES.items()
    }
    assert "clean.villages" in reads["clean.persons"]
    assert len([*TopologicalSorter(reads).static_order()]) == len(SUITES)


@pytest.mark.parametrize("table", SUITES)
def test_good_rows_break_no_rule(database: duckdb.DuckDBPyConnection, table: str) -> None:
    outcomes = validate(database, SUITES[table])
    noticed = {rule for rule, case in PROOFS[table].cases.items() if {} in case.fires}
    assert [
        (o.expectation.id, o.failing_keys)
        for o in outcomes
        if not o.passed and o.expectation.id not in noticed
    ] == []


@pytest.mark.parametrize("table", SUITES)
def test_rules_fire_and_are_silent_where_they_should(database: duckdb.DuckDBPyConnection, table: str) -> None:
    """Great Expectations answers the first case of each kind; all cases are answered by the rule as bare SQL."""
    wrong = []
    for rule in SUITES[table].expectations:
        case = PROOFS[table].cases[rule.id]
        for should_fire, changes in ((True, case.fires), (False, case.silent)):
            for number, change in enumerate(changes):
                with changed(database, PROOFS, table, change):
                    count = _count(database, bare_sql(rule, SUITES[table]))
                    if (count > 0) != should_fire:
                        wrong.append((rule.id, should_fire, change, count))
                    if number == 0:
                        [outcome] = validate(database, replace(SUITES[table], expectations=(rule,)))
                        assert outcome.unexpected_count == count, rule.id
                        assert all(set(failure.keys) == set(rule.keys) for failure in outcome.failures)
    assert wrong == []


def _count(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    row = connection.execute(sql).fetchone()
    assert row is not None
    return row[0]


# Mutation: a threshold that can be moved by one unit without any case noticing is not proven

NUMBER = re.compile(r"'[^']*'|(?<![\w.])(\d+(?:\.\d+)?(?:e-\d+)?)(?![\w.])")
"""A number of a query, or a string, which is passed over. `1e0` is not a threshold but a cast."""


def _mutants(rule: Expectation) -> Iterator[Expectation]:
    """The rule with one threshold moved by one unit: 1 of a whole number, one of the last digit of a fraction."""
    if rule.type == UNEXPECTED_ROWS:
        query = rule.kwargs["unexpected_rows_query"]
        for match in NUMBER.finditer(query):
            if number := match[1]:
                for moved in _moved(number):
                    mutant = f"{query[: match.start(1)]}{moved}{query[match.end(1) :]}"
                    yield replace(rule, kwargs={"unexpected_rows_query": mutant})
    for name in ("min_value", "max_value"):
        if name in rule.kwargs:
            for moved in _moved(str(rule.kwargs[name])):
                yield replace(rule, kwargs=rule.kwargs | {name: float(moved)})
    for name in ("or_equal", "strict_min"):
        if name in rule.kwargs:
            yield replace(rule, kwargs=rule.kwargs | {name: not rule.kwargs[name]})


def _moved(number: str) -> list[str]:
    digits, exponent, power = number.partition("e")
    places = len(digits.partition(".")[2])
    return [f"{float(digits) + sign * 10**-places:.{places}f}{exponent}{power}" for sign in (1, -1)]


NARROWING = "group by all having count(*) > 0"
"""A mutant that looks closely at every row, not only at those with a hash that comes twice: slower, and the same."""


def test_moving_a_threshold_by_one_unit_is_noticed(database: duckdb.DuckDBPyConnection) -> None:
    unnoticed = []
    for table, suite in SUITES.items():
        for rule in suite.expectations:
            if mutants := list(_mutants(rule)):
                alive = _alive(database, PROOFS[table], rule, mutants)
                unnoticed += [f"{table}: {rule.id}: {_thresholds(mutant)}" for mutant in alive]
    assert [mutant for mutant in unnoticed if NARROWING not in mutant] == []


def _alive(
    database: duckdb.DuckDBPyConnection, proof: Proof, rule: Expectation, mutants: list[Expectation]
) -> list[Expectation]:
    """The mutants that no case distinguishes from the rule: they fire and are silent where it does."""
    case = proof.cases[rule.id]
    for should_fire, changes in ((True, case.fires), (False, case.silent)):
        for change in changes:
            if mutants:
                with changed(database, PROOFS, proof.table, change):
                    mutants = [m for m in mutants if _fires(database, m, proof.table) == should_fire]
    return mutants


def _fires(database: duckdb.DuckDBPyConnection, rule: Expectation, table: str) -> bool | None:
    try:
        return _count(database, bare_sql(rule, SUITES[table])) > 0
    except duckdb.Error:
        return None


def _thresholds(mutant: Expectation) -> Any:
    return mutant.kwargs.get("unexpected_rows_query", mutant.kwargs)
