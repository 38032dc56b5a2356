"""Run a suite where the data lies, and report what breaks it. The only module that knows Great Expectations.

Great Expectations decides whether a rule holds, all rules about columns in one scan. Only of a rule that does not
hold are the failing rows then gathered, by the same condition, into a table of the check's own connection: counted
by delivery, compared with the waivers, and a few of them shown.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import duckdb

from pipelines.common.errors import UserError
from pipelines.common.sql import literal, scalar
from pipelines.validation.conditions import CONDITIONS
from pipelines.validation.importing import import_great_expectations
from pipelines.validation.short_forms import UNEXPECTED_ROWS
from pipelines.validation.suites import Expectation, Suite
from pipelines.validation.waivers import Waiver

if TYPE_CHECKING:
    from great_expectations.validator.validator import Validator

MAX_FAILURES = 200
"""How many failing rows of a rule are listed one by one; the others are counted."""

_DELIVERY = ("unit", "period")
_SMALL = 200_000
"""Rows of a table that are held in memory: of many files, to open them again takes longer than a rule."""


@dataclass(frozen=True)
class Failure:
    """One row, or group of rows, that breaks a rule.

    `id` is the same in every build in which the row still breaks the rule. `keys` has the rule's `keys` alone, in
    values that JSON can hold. `waiver` is the one that applies to the row, be it in force or expired.
    """

    id: str
    keys: dict[str, Any]
    waiver: Waiver | None = None

    @property
    def is_waived(self) -> bool:
        return self.waiver is not None and self.waiver.is_in_force


@dataclass(frozen=True)
class Outcome:
    """What one rule found.

    `unexpected_count` is the number of rows, or groups of rows, that break it: 0 where it holds, None where the
    rule is about a whole column, whose value is then `observed`. `waived_count` of them are waived; a rule whose
    every failing row is waived has passed. `by_delivery` and `waived_by_delivery` split the counts by unit and
    period, both None where the rule does not show them. `failures` are at most MAX_FAILURES of the rows, those not
    waived first.
    """

    expectation: Expectation
    passed: bool
    unexpected_count: int | None
    observed: str | None = None
    waived_count: int = 0
    by_delivery: dict[tuple[str | None, str | None], int] | None = None
    waived_by_delivery: dict[tuple[str | None, str | None], int] | None = None
    failures: tuple[Failure, ...] = ()

    @property
    def failing_keys(self) -> list[dict[str, Any]]:
        return [failure.keys for failure in self.failures]

    @property
    def expired(self) -> list[Waiver]:
        """Waivers that would apply to a row shown, had they not expired."""
        waivers = dict.fromkeys(failure.waiver for failure in self.failures)
        return [waiver for waiver in waivers if waiver and not waiver.is_in_force]


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
                    f"Table {name}, which expectations on {self._table} read, could not be made: {_said(error)}."
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
            with _validator(self._cursor, self._rows) as validator:
                counts = self._ask_columns(validator, columns)
                counts |= {rule.id: self._ask_query(validator, rule) for rule in queries}
                results = self._ask_whole_columns(validator, whole_columns)
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

    def _ask_columns(self, validator: "Validator", expectations: Sequence[Expectation]) -> dict[str, int]:
        """Number of rows that break each rule about columns, by id: its one metric that is needed, all in one scan.

        Asked for results, Great Expectations computes several metrics of each rule and takes twice as long.
        """
        from great_expectations.exceptions import GreatExpectationsError
        from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
        from great_expectations.expectations.registry import get_expectation_impl, get_metric_kwargs
        from great_expectations.validator.metric_configuration import MetricConfiguration

        asked = {}
        try:
            for rule in expectations:
                implementation: Any = get_expectation_impl(rule.type)
                metric = f"{implementation.map_metric}.unexpected_count"
                given = get_metric_kwargs(metric, ExpectationConfiguration(rule.type, dict(rule.kwargs)), {})
                domain = {**given["metric_domain_kwargs"], "batch_id": validator.active_batch_id}
                asked[rule.id] = MetricConfiguration(metric, domain, given["metric_value_kwargs"])
            calculator = validator.metrics_calculator
            graph = calculator.build_metric_dependency_graph([*asked.values()])
            counted, failed = calculator.resolve_validation_graph(graph)
            is_answered = not failed
        except (GreatExpectationsError, ValueError):  # the latter of kwargs that do not fit
            is_answered = False
        if not is_answered:
            # the results describe what is wrong with each rule
            results = self._ask_whole_columns(validator, expectations)
            return {id: int(not result.success) for id, result in results.items()}
        # of no rows Great Expectations counts none at all
        return {id: counted[metric.id] or 0 for id, metric in asked.items()}

    def _ask_whole_columns(
        self, validator: "Validator", expectations: Sequence[Expectation]
    ) -> dict[str, Any]:
        """Great Expectations' results by id. Raises UserError naming each of the rules that could not be checked."""
        from great_expectations.expectations.expectation_configuration import ExpectationConfiguration

        configurations, errors = [], []
        for expectation in expectations:
            kwargs = {**expectation.kwargs, "result_format": "BASIC"}
            try:
                configuration = ExpectationConfiguration(
                    expectation.type, kwargs, meta={"id": expectation.id}
                )
                configuration.to_domain_obj()
            # An unknown type and kwargs that do not fit raise exceptions of many kinds.
            except Exception as error:
                errors.append(self._unchecked(expectation, error))
            else:
                configurations.append(configuration)

        by_id = {expectation.id: expectation for expectation in expectations}
        results = {}
        # Results come back in an order of their own.
        for result in validator.graph_validate(configurations):
            id = result.expectation_config.meta["id"]  # type: ignore[union-attr]
            # Either the one exception, or one for each metric that the expectation is computed from.
            info = result.exception_info
            raised = [
                one
                for one in ([info] if "raised_exception" in info else info.values())
                if one["raised_exception"]
            ]
            if raised:
                errors.append(self._unchecked(by_id[id], raised[0]["exception_message"]))
            results[id] = result
        if errors:
            raise UserError("\n".join(errors))
        return results

    def _ask_query(self, validator: "Validator", expectation: Expectation) -> int:
        """Number of rows that an unexpected_rows_expectation finds: its one metric that is needed.

        Asked for as a whole, Great Expectations runs the query twice, and prints advice on braces on the way.
        """
        from great_expectations.exceptions import GreatExpectationsError
        from great_expectations.validator.metric_configuration import MetricConfiguration

        domain = {"batch_id": validator.active_batch_id}
        kwargs = {"unexpected_rows_query": expectation.query}
        asked = MetricConfiguration("unexpected_rows_query.row_count", domain, kwargs)
        try:
            [count] = validator.execution_engine.resolve_metrics([asked]).values()
        except GreatExpectationsError as error:
            raise UserError(self._unchecked(expectation, error)) from None
        return count

    def _count(self, expectation: Expectation) -> int:
        """Number of rows that the rule's query finds: of no rows it may still find what other tables have."""
        try:
            return scalar(self._cursor, f"select count(*) from ({self._of_batch(expectation.query)})")
        except duckdb.Error as error:
            raise UserError(self._unchecked(expectation, error)) from None

    def _of_rows(self, expectation: Expectation, holds: bool, failing: str) -> Outcome:
        """The outcome of a rule about rows; where it does not hold, the query `failing` selects those that break it."""
        if holds:
            return Outcome(expectation, True, 0)
        waivers = [waiver for waiver in self._waivers if waiver.rule == expectation.id]
        # One in force before one that has expired.
        waivers.sort(key=lambda waiver: waiver.expires, reverse=True)
        cases = "".join(f" when {waiver.condition} then {number}" for number, waiver in enumerate(waivers))
        waived = [number for number, waiver in enumerate(waivers) if waiver.is_in_force]
        columns = ", ".join(expectation.selected) or "null as nothing"
        delivery = [column if column in expectation.keys else "null" for column in _DELIVERY]
        try:
            self._cursor.execute(
                f"create or replace temp table failing as select {columns}, "
                f"{f'case{cases} end' if cases else 'null'}::integer as waiver from ({failing})"
            )
        except duckdb.Error as error:
            raise UserError(self._unchecked(expectation, error)) from None
        counted = self._cursor.execute(
            f"select {', '.join(delivery)}, count(*), count(*) filter (where waiver in (select unnest({waived}))) "
            "from failing group by all order by all"
        ).fetchall()
        shown = self._cursor.execute(
            f"from failing order by coalesce(waiver in (select unnest({waived})), false), "
            f"{', '.join(expectation.sorted_by) or 'nothing'} limit {MAX_FAILURES}"
        ).fetchall()
        self._cursor.execute("drop table failing")
        count, waived_count = sum(row[2] for row in counted), sum(row[3] for row in counted)
        if count == 0:
            raise UserError(self._unchecked(expectation, "Great Expectations fails it, but no row breaks it"))
        return Outcome(
            expectation,
            passed=waived_count == count,
            unexpected_count=count,
            waived_count=waived_count,
            by_delivery={(unit, period): rows for unit, period, rows, _ in counted},
            waived_by_delivery={(unit, period): rows for unit, period, _, rows in counted},
            failures=tuple(self._failures(expectation, shown, waivers)),
        )

    def _failures(
        self, expectation: Expectation, rows: Sequence[tuple], waivers: Sequence[Waiver]
    ) -> Iterator[Failure]:
        seen: Counter[str] = Counter()
        for *values, waiver in rows:
            row = {column: _plain(value) for column, value in zip(expectation.selected, values, strict=False)}
            identity = json.dumps(
                [self._table, expectation.id, *(row[column] for column in expectation.identity)]
            )
            # Rows with the same identity are separate findings all the same.
            again = f" {seen[identity]}" if seen[identity] else ""
            seen[identity] += 1
            yield Failure(
                hashlib.sha256(f"{identity}{again}".encode()).hexdigest()[:16],
                {key: row[key] for key in expectation.keys},
                None if waiver is None else waivers[waiver],
            )

    def _unchecked(self, expectation: Expectation, error: object) -> str:
        return f"Expectation {expectation.id} on {self._table} could not be checked: {_said(error)}."


def _of_whole_column(expectation: Expectation, result: Any) -> Outcome:
    if result.success:
        return Outcome(expectation, True, 0)
    return Outcome(expectation, False, None, str(result.result.get("observed_value")))


def _said(error: object) -> str:
    """DuckDB's message, in one line; SQLAlchemy appends the query and a link."""
    return " ".join(str(error).partition("\n[SQL:")[0].split()).rstrip(".")


@contextmanager
def _validator(cursor: duckdb.DuckDBPyConnection, rows: str) -> Iterator["Validator"]:
    """Great Expectations on the query `rows`, without a data context: none of its stores or telemetry is needed."""
    import_great_expectations()
    from duckdb_engine import ConnectionWrapper
    from great_expectations.core.batch import Batch
    from great_expectations.execution_engine import SqlAlchemyExecutionEngine
    from great_expectations.execution_engine.sqlalchemy_batch_data import SqlAlchemyBatchData
    from great_expectations.validator.validator import Validator
    from sqlalchemy import StaticPool, create_engine

    wrapper = ConnectionWrapper(cursor)
    # Without transactions, so that one failing query does not make all that follow fail with it; and the cursor
    # outlives the check.
    vars(wrapper).update(dict.fromkeys(("begin", "commit", "rollback", "close"), lambda: None))
    sql_engine = create_engine("duckdb://", creator=lambda: wrapper, poolclass=StaticPool)
    with sql_engine.connect() as opened:
        engine = SqlAlchemyExecutionEngine(engine=sql_engine)
        # Great Expectations reads results after it has closed their connection, which in DuckDB ends them.
        vars(engine)["get_connection"] = lambda: nullcontext(opened)
        # A query, because tables outside the schema main are not found as tables.
        data: Any = SqlAlchemyBatchData(engine, query=rows, create_temp_table=False)
        validator = Validator(engine, batches=[Batch(data=data)])
        validator.metrics_calculator.show_progress_bars = False
        yield validator
    sql_engine.dispose()


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | float | None) else str(value)
