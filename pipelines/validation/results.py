"""Outcomes on disk: each belongs to the one build, by its fingerprint, in whose tables it was found.

What decides whether a build may be published outlives the process that found it.
"""

import json
from collections.abc import Mapping, Sequence

import duckdb

from pipelines.common.sql import insert_rows, transaction
from pipelines.validation.outcomes import Failure, Outcome
from pipelines.validation.suites import Expectation, Suite
from pipelines.validation.waivers import Waiver

_RESULTS = """build varchar, table_name varchar, rule varchar, passed boolean, unexpected_count bigint,
    observed varchar, waived_count bigint, deliveries varchar, failures varchar"""
"""`deliveries` lists, as JSON, unit, period, failing and waived rows; `failures` id, keys and waiver of each row shown."""


def record_outcomes(
    db: duckdb.DuckDBPyConnection, build: str, table: str, outcomes: Sequence[Outcome]
) -> None:
    """Keep the outcomes of one table instead of those that it has; results of other builds are forgotten."""
    with transaction(db):
        _require_table(db)
        db.execute("delete from state.results where build <> ? or table_name = ?", [build, table])
        insert_rows(db, "state.results", [(build, table, *_written(outcome)) for outcome in outcomes])


def recorded_outcomes(
    db: duckdb.DuckDBPyConnection, build: str, suites: Mapping[str, Suite], waivers: Sequence[Waiver]
) -> dict[str, list[Outcome]]:
    """Outcomes by table, each in the order of its suite; of tables only whose every expectation was answered.

    `waivers` are those of the build.
    """
    by_text = {waiver.model_dump_json(): waiver for waiver in waivers}
    _require_table(db)
    found: dict[str, dict[str, tuple]] = {}
    for table, rule, *row in db.execute(
        "select * exclude (build) from state.results where build = ?", [build]
    ).fetchall():
        found.setdefault(table, {})[rule] = tuple(row)
    return {
        table: [_read(rule, found[table][rule.id], by_text) for rule in suite.expectations]
        for table, suite in suites.items()
        if found.get(table, {}).keys() >= {rule.id for rule in suite.expectations}
    }


def _require_table(db: duckdb.DuckDBPyConnection) -> None:
    db.execute(f"create schema if not exists state; create table if not exists state.results ({_RESULTS})")


def forget_outcomes(db: duckdb.DuckDBPyConnection) -> None:
    """Forget all outcomes, so that everything is checked again."""
    db.execute("drop table if exists state.results")


def _written(outcome: Outcome) -> tuple:
    deliveries = None
    if outcome.by_delivery is not None:
        waived = outcome.waived_by_delivery or {}
        deliveries = json.dumps([[*key, rows, waived[key]] for key, rows in outcome.by_delivery.items()])
    failures = [
        [failure.id, failure.keys, failure.waiver and failure.waiver.model_dump_json()]
        for failure in outcome.failures
    ]
    return (
        outcome.expectation.id, outcome.passed, outcome.unexpected_count, outcome.observed, outcome.waived_count,
        deliveries, json.dumps(failures),
    )  # fmt: skip


def _read(rule: Expectation, row: tuple, waivers: Mapping[str, Waiver]) -> Outcome:
    passed, unexpected_count, observed, waived_count, written, failures = row
    deliveries = None if written is None else json.loads(written)
    return Outcome(
        rule,
        passed,
        unexpected_count,
        observed,
        waived_count,
        by_delivery=deliveries and {(unit, period): rows for unit, period, rows, _ in deliveries},
        waived_by_delivery=deliveries and {(unit, period): waived for unit, period, _, waived in deliveries},
        failures=tuple(
            Failure(id, keys, waiver and waivers[waiver]) for id, keys, waiver in json.loads(failures)
        ),
    )
