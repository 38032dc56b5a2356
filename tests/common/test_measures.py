"""Units of measures agree with what people mean by them, and with each other."""

from decimal import Decimal

import pytest

from pipelines.common.measures import MEASURE_UNITS, SHOWN_UNITS


@pytest.mark.parametrize(
    ("kind", "unit", "factor"),
    [
        ("km", "米", "0.001"),
        ("mu", "公顷", "15"),
        ("mu", "万亩", "10000"),
        ("kw", "兆瓦", "1000"),
        ("m2", "平米", "1"),
    ],
)
def test_a_unit_is_so_many_of_the_unit_of_the_columns(kind: str, unit: str, factor: str) -> None:
    assert MEASURE_UNITS[kind][unit] == Decimal(factor)


def test_the_unit_that_is_shown_is_the_one_of_the_columns() -> None:
    assert SHOWN_UNITS.keys() == MEASURE_UNITS.keys()
    assert {MEASURE_UNITS[kind][unit] for kind, unit in SHOWN_UNITS.items()} == {Decimal(1)}
