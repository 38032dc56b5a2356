"""A cell that a program or a mask has emptied of its value is refused."""

import pytest

from tests.support.values import rule, value


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("***", "masked_value"),
        ("1**5", "masked_value"),
        ("xx", "masked_value"),
        ("4.69003E+17", "scientific_number"),
        ("1.5e+05", "scientific_number"),
        ("#REF!", "excel_error"),
        ("#DIV/0!", "excel_error"),
        ("#N/A", "excel_error"),
        ("########", "excel_error"),
        ("=SUM(A1:A3)", "uncalculated_formula"),
        ("a\ufffdb", "undecodable_text"),
    ],
)
def test_cells_without_their_value_are_refused(text, broken):
    assert rule("count", text) == broken


@pytest.mark.parametrize("text", ["#1组", "x", "某", "4.69E+17"])
def test_free_text_may_hold_such_words(text):
    assert value("text", text) == text
