"""Run a suite where the data lies, and report what breaks it.

Great Expectations decides whether a rule holds. Only of a rule that does not hold are the failing rows then gathered, by
the same condition.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

import duckdb

from pipelines.common.errors import UserError
from pipelines.common.sql import literal, scalar
from pipelines.validation.asking import great_expectations_on
from pipelines.validation.conditions import CONDITIONS
from pipelines.validation.failing_rows import outcome_of_failing
from pipelines.validation.outcomes import Outcome, said, unchecked
from pipelines.validation.short_forms import UNEXPECTED_ROWS
from pipelines.validation.suites import Expectation, Suite
from pipelines.validation.waivers import Waiver

_SMALL = 200_000
"""Rows of a table that are held in memory: of many files, to open them again takes longer than a rule."""


def validate(
    connection: duckdb.DuckDBPyConnection, suite: Suite, waivers: Iterable[Waiver] = ()
) -> list[Outcome]:
    """Check every expectation of the suite, in its order, in the table that `connection` sees.

    The checks run on a cursor of their own: what is not committed, and what is TEMPORARY, they do not see.

    Raises UserError naming each expectation that could not be checked, because it neither passed nor failed, or the
    derived table that could not be made.
    """
    waivers = [waiver for waiver in waivers if waiver.table == suite.table]
    outcomes: dict[str, Outcome] = {}
    with connection.cursor() as cursor:
        for in_force, rules in _by_dates(suite.expectations).items():
            check = _Check(cursor, suite.table, in_force, waivers)
            check.derive(suite.derived_for(rules))
            outcomes |= {outcome.expectation.id: outcome for outcome in check.run(rules)}
    return [outcomes[expectation.id] for expectation in suite.expectations]


def _by_dates(expectations: Sequence[Expectation]) -> dict[str, list[Expectation]]:
    """Expectations by the condition on the rows that they apply to."""
    groups: dict[str, list[Expectation]] = {}
    for expectation in expectations:
        bounds = {">=": expectation.since, "<=": expectation.until}
        condition = " and ".join(f"as_of_on {sign} date '{day}'" for sign, day in bounds.items() if day)
        groups.setdefault(condition, []).append(expectation)
    return groups


class _Check:
    """The rules of a suite that apply to the same rows of its table."""

    def __init__(
        self, cursor: duckdb.DuckDBPyConnection, table: str, in_force: str, waivers: Sequence[Waiver]
    ):
        self._cursor = cursor
        self._table = table
        self._rows = f"select * from {table}{f' where {in_force}' if in_force else ''}"
        count = scalar(cursor, f"select count(*) from ({self._rows})")
        self._is_empty, self._is_small = count == 0, count <= _SMALL
        if self._is_small:
            cursor.execute(f"create or replace temp table batch as {self._rows}")
            self._rows = "select * from batch"
        self._waivers = waivers

    def derive(self, tables: Mapping[str, str]) -> None:
        """Make the tables, from the rows or from one another, for all rules that read them."""
        for name, query in tables.items():
            try:
                portions = self._portions if "{batch}" in query else [self._rows]
                for number, rows in enumerate(portions):
                    target = f"insert into {name}" if number else f"create or replace temp table {name} as"
                    self._cursor.execute(f"{target} {query.format(batch=f'({rows})')}")
            except (duckdb.Error, LookupError, ValueError) as error:
                raise UserError(
                    f"Table {name}, which expectations on {self._table} read, could not be made: {said(error)}."
                ) from None

    @cached_property
    def _portions(self) -> list[str]:
        """Queries that together give the rows, each once: to group all of many at once takes memory as they grow."""
        if self._is_small:
            return [self._rows]
        units = self._cursor.execute(f"select distinct unit from ({self._rows}) order by all").fetchall()
        return [f"select * from ({self._rows}) where unit = {literal(unit)}" for (unit,) in units]

    def run(self, expectations: Sequence[Expectation]) -> list[Outcome]:
        queries = [rule for rule in expectations if rule.type == UNEXPECTED_ROWS]
        columns = [rule for rule in expectations if rule.type in CONDITIONS]
        whole_columns = [rule for rule in expectations if rule not in (*queries, *columns)]
        if self._is_empty and not whole_columns:
            # nothing to ask Great Expectations, which takes as long for each of many tables that a small office never fills
            counts = dict.fromkeys((rule.id for rule in columns), 0)
            counts |= {rule.id: self._count(rule) for rule in queries}
            results: dict[str, Any] = {}
        else:
            with great_expectations_on(self._cursor, self._table, self._rows) as asked:
                counts = asked.count_in_columns(columns)
                counts |= {rule.id: asked.count_in_query(rule) for rule in queries}
                results = asked.ask(whole_columns)
        return [
            *(self._of_rows(rule, counts[rule.id] == 0, self._where_broken(rule)) for rule in columns),
            *(self._of_rows(rule, counts[rule.id] == 0, self._of_batch(rule.query)) for rule in queries),
            *(_of_whole_column(rule, results[rule.id]) for rule in whole_columns),
        ]

    def _where_broken(self, rule: Expectation) -> str:
        columns = ", ".join(rule.selected) or "null as nothing"
        return f"select {columns} from ({self._rows}) where {CONDITIONS[rule.type](rule.kwargs)}"

    def _of_batch(self, query: str) -> str:
        return query.format(batch=f"({self._rows})")

    def _count(self, expectation: Expectation) -> int:
        """Number of rows that the rule's query finds: of no rows it may still find what other tables have."""
        try:
            return scalar(self._cursor, f"select count(*) from ({self._of_batch(expectation.query)})")
        except duckdb.Error as error:
            raise UserError(unchecked(self._table, expectation, error)) from None

    def _of_rows(self, expectation: Expectation, holds: bool, failing: str) -> Outcome:
        """The outcome of a rule about rows; where it does not hold, the query `failing` selects those that break it."""
        if holds:
            return Outcome(expectation, True, 0)
        return outcome_of_failing(self._cursor, self._table, expectation, failing, self._waivers)


def _of_whole_column(expectation: Expectation, result: Any) -> Outcome:
    if result.success:
        return Outcome(expectation, True, 0)
    return Outcome(expectation, False, None, str(result.result.get("observed_value")))
