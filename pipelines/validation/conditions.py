"""What each type of expectation about columns means for one row, in SQL: Great Expectations reports only that it fails."""

from collections.abc import Callable, Mapping
from typing import Any

from pipelines.common.sql import literal


def _is_null(kwargs: Mapping[str, Any]) -> str:
    return f"{kwargs['column']} is null"


def _is_outside_set(kwargs: Mapping[str, Any]) -> str:
    values = [literal(value) if isinstance(value, str) else str(value) for value in kwargs["value_set"]]
    return f"{kwargs['column']} not in ({', '.join(values)})" if values else f"{kwargs['column']} is not null"


def _is_outside_bounds(kwargs: Mapping[str, Any]) -> str:
    bounds = (("min_value", "<", "strict_min"), ("max_value", ">", "strict_max"))
    return " or ".join(
        f"{kwargs['column']} {sign}{'=' if kwargs.get(strict) else ''} {kwargs[bound]}"
        for bound, sign, strict in bounds
        if kwargs.get(bound) is not None
    )


def _is_not_greater(kwargs: Mapping[str, Any]) -> str:
    return f"{kwargs['column_A']} {'<' if kwargs.get('or_equal') else '<='} {kwargs['column_B']}"


CONDITIONS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "expect_column_values_to_not_be_null": _is_null,
    "expect_column_values_to_be_in_set": _is_outside_set,
    "expect_column_values_to_be_between": _is_outside_bounds,
    "expect_column_pair_values_a_to_be_greater_than_b": _is_not_greater,
}
"""Type of expectation → SQL that is true for a row that breaks it, made from its kwargs."""
