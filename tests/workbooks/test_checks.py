"""Checks of a template: what Excel refuses, and what it asks about."""

from typing import Any

import numpy as np
import pytest

from pipelines.registers.columns import Column
from pipelines.workbooks.checks import check_of, id_number_formula, number_format

FUNCTIONS = {
    "AND": lambda *all_of: all(all_of),
    "LEN": len,
    "ROW": lambda area: np.arange(*map(int, area.split(":"))),
    "INDIRECT": lambda text: text.replace("17", "18"),  # the end of an area belongs to it
    "MID": lambda text, start, length: (
        np.array([int(text[one - 1]) for one in start])
        if isinstance(start, np.ndarray)
        else text[start - 1 : start - 1 + length]
    ),
    "MOD": lambda number, divisor: number % divisor,
    "SUMPRODUCT": np.sum,
    "UPPER": str.upper,
    "RIGHT": lambda text: text[-1],
}
"""What functions of Excel do, as far as the formula needs them."""


def column(type: str, **more: Any) -> Column:
    return Column(name="column", type=type, title="列", description="", **more)


@pytest.mark.parametrize(
    ("number", "holds"),
    [
        ("11010519491231002X", True),  # the example of GB 11643-1999
        ("11010519491231002x", True),
        ("440524188001010014", True),  # and its other one
        ("440524188001010015", False),
        ("110105194912310021", False),
    ],
)
def test_the_formula_knows_the_check_digit(number, holds):
    formula = id_number_formula("F2").removeprefix("=").replace("^", "**").replace("=", "==")
    assert eval(formula, {**FUNCTIONS, "F2": number}) == holds


def test_rare_forms_are_asked_about_and_what_nothing_reads_is_refused():
    kinds = ("person_id_number", "money", "ratio", "measure(months)", "year", "month", "date", "count")
    checks = {kind: check_of(column(kind), "A2") for kind in kinds}
    assert {kind: check["error_type"] for kind, check in checks.items() if check} == {
        **dict.fromkeys(kinds[:4], "warning"),
        **dict.fromkeys(kinds[4:], "stop"),
    }
    for kind in ("text", "household_id", "measure", "code(relations)", "flag"):
        assert check_of(column(kind), "A2") is None


def test_numbers_that_are_names_are_text():
    kinds = ("household_id", "person_id_number", "phone", "bank_account", "text")
    assert {number_format(column(kind)) for kind in kinds} == {"@"}
    assert [number_format(column(kind)) for kind in ("money", "date")] == ["#,##0.00", "yyyy-mm-dd"]
