"""Each type of expectation in use: Great Expectations and the condition in SQL answer alike."""

from typing import Any

import duckdb
import pytest

from pipelines.validation import (
    Expectation,
    Outcome,
)
from tests.support.rules import SUITES, baseline_of, outcome_of, rule_about_rows, rule_of


@pytest.mark.parametrize(
    ("fires", "silent", "count", "first"),
    [
        (
            rule_of("expect_column_values_to_not_be_null", "n", "half", column="n"),
            rule_of("expect_column_values_to_not_be_null", column="half"),
            1,
            {"n": None, "half": 50},
        ),
        (
            rule_of("expect_column_values_to_be_in_set", "half", column="n", value_set=list(range(98))),
            rule_of("expect_column_values_to_be_in_set", column="n", value_set=list(range(100))),
            2,
            {"half": 49},
        ),
        (
            rule_of("expect_column_values_to_be_between", "n", column="n", min_value=3),
            rule_of("expect_column_values_to_be_between", column="n", min_value=0, max_value=99),
            3,
            {"n": 0},
        ),
        (
            rule_of(
                "expect_column_pair_values_a_to_be_greater_than_b",
                *("n", "half"),
                column_A="n",
                column_B="half",
                ignore_row_if="either_value_is_missing",
            ),
            rule_of(
                "expect_column_pair_values_a_to_be_greater_than_b",
                column_A="n",
                column_B="half",
                or_equal=True,
                ignore_row_if="either_value_is_missing",
            ),
            1,
            {"n": 0, "half": 0},
        ),
        (
            rule_about_rows(
                "select n, 'x' as name from {batch} where regexp_matches(n::varchar, '^9{{2}}$')", "name", "n"
            ),
            rule_about_rows("select n from {batch} where regexp_matches(n::varchar, '^9{{3}}$')"),
            1,
            {"name": "x", "n": 99},
        ),
    ],
    ids=lambda value: value.type if isinstance(value, Expectation) else "",
)
def test_every_type_of_expectation_in_use(
    numbers: duckdb.DuckDBPyConnection,
    fires: Expectation,
    silent: Expectation,
    count: int,
    first: dict[str, Any],
) -> None:
    fired = outcome_of(numbers, "clean.numbers", fires)
    assert (fired.passed, fired.unexpected_count, fired.observed) == (False, count, None)
    assert len(fired.failing_keys) == count and first in fired.failing_keys
    assert outcome_of(numbers, "clean.numbers", silent) == Outcome(silent, True, 0)


def test_no_other_type_is_in_use(request: pytest.FixtureRequest) -> None:
    [tested] = [
        mark for mark in test_every_type_of_expectation_in_use.pytestmark if mark.name == "parametrize"
    ]
    in_use = {
        rule.type for table, suite in SUITES.items() for rule in (*suite.expectations, *baseline_of(table))
    }
    assert in_use == {fires.type for fires, *_ in tested.args[1]}
