"""Reported figures in words: dimensions of any kind, and text that is not a JSON object, which a build only warns of."""

import pytest

from pipelines.reconciling.wording import BASE_UNITS, UNITS, dimensions, in_shown_unit


@pytest.mark.parametrize(
    ("dims", "words"),
    [
        (None, ""),
        ('{"fund": "中央资金", "batch": 1}', "资金：中央资金；批次：1"),
        ('{"freq": "annual", "has_helper": false}', "频率：按年；有帮扶人：否"),
        ('{"years": [2017, 2018], "round": null}', "years：[2017, 2018]；轮次：null"),
        ("全镇口径", "全镇口径"),
        ("[1]", "[1]"),
        ("NaN", "NaN"),
    ],
)
def test_dimensions_in_words(dims, words):
    assert dimensions(dims) == words


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (1234567.89, "CNY", 123.4568),
        (0.7379, "percent", 73.79),
        (12.0, "person", 12),
        (3.0, "unknown", 3),
        (None, "CNY", None),
    ],
)
def test_values_in_the_unit_that_is_shown(value, unit, expected):
    assert in_shown_unit(value, unit) == expected


def test_units_of_tables_and_of_pages():
    assert (BASE_UNITS["CNY"], UNITS["CNY"]) == ("元", "万元")
    assert (BASE_UNITS["percent"], UNITS["percent"]) == ("比例", "%")
    assert BASE_UNITS["household"] == UNITS["household"] == "户"
