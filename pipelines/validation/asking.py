"""Ask Great Expectations whether rules hold, all rules about columns in one scan."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any

import duckdb

from pipelines.common.errors import UserError
from pipelines.validation.importing import import_great_expectations
from pipelines.validation.outcomes import unchecked
from pipelines.validation.suites import Expectation

if TYPE_CHECKING:
    from great_expectations.validator.validator import Validator


class GreatExpectations:
    """Great Expectations on the rows of a table: what it answers by the ids of the rules, whose errors it names."""

    def __init__(self, validator: "Validator", table: str):
        self._validator = validator
        self._table = table

    def count_in_columns(self, expectations: Sequence[Expectation]) -> dict[str, int]:
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
                domain = {**given["metric_domain_kwargs"], "batch_id": self._validator.active_batch_id}
                asked[rule.id] = MetricConfiguration(metric, domain, given["metric_value_kwargs"])
            calculator = self._validator.metrics_calculator
            graph = calculator.build_metric_dependency_graph([*asked.values()])
            counted, failed = calculator.resolve_validation_graph(graph)
            is_answered = not failed
        except (GreatExpectationsError, ValueError):  # the latter of kwargs that do not fit
            is_answered = False
        if not is_answered:
            # the results describe what is wrong with each rule
            results = self.ask(expectations)
            return {id: int(not result.success) for id, result in results.items()}
        # of no rows Great Expectations counts none at all
        return {id: counted[metric.id] or 0 for id, metric in asked.items()}

    def ask(self, expectations: Sequence[Expectation]) -> dict[str, Any]:
        """Results by id. Raises UserError naming each of the rules that could not be checked."""
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
                errors.append(unchecked(self._table, expectation, error))
            else:
                configurations.append(configuration)

        by_id = {expectation.id: expectation for expectation in expectations}
        results = {}
        # Results come back in an order of their own.
        for result in self._validator.graph_validate(configurations):
            id = result.expectation_config.meta["id"]  # type: ignore[union-attr]
            # Either the one exception, or one for each metric that the expectation is computed from.
            info = result.exception_info
            raised = [
                one
                for one in ([info] if "raised_exception" in info else info.values())
                if one["raised_exception"]
            ]
            if raised:
                errors.append(unchecked(self._table, by_id[id], raised[0]["exception_message"]))
            results[id] = result
        if errors:
            raise UserError("\n".join(errors))
        return results

    def count_in_query(self, expectation: Expectation) -> int:
        """Number of rows that an unexpected_rows_expectation finds: its one metric that is needed.

        Asked for as a whole, Great Expectations runs the query twice, and prints advice on braces on the way.
        """
        from great_expectations.exceptions import GreatExpectationsError
        from great_expectations.validator.metric_configuration import MetricConfiguration

        domain = {"batch_id": self._validator.active_batch_id}
        kwargs = {"unexpected_rows_query": expectation.query}
        asked = MetricConfiguration("unexpected_rows_query.row_count", domain, kwargs)
        try:
            [count] = self._validator.execution_engine.resolve_metrics([asked]).values()
        except GreatExpectationsError as error:
            raise UserError(unchecked(self._table, expectation, error)) from None
        return count


@contextmanager
def great_expectations_on(
    cursor: duckdb.DuckDBPyConnection, table: str, rows: str
) -> Iterator["GreatExpectations"]:
    """Great Expectations on the query `rows` of the table, without a data context: none of its stores or telemetry is needed."""
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
        yield GreatExpectations(validator, table)
    sql_engine.dispose()
