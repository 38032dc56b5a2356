from dataclasses import replace
from decimal import Decimal

import pytest

from pipelines.audit.figures import find_figures
from pipelines.audit.folding import fold
from pipelines.audit.identity import Identity, is_exact, rounding, shown, tolerance_of


def figures(text):
    return find_figures(fold(text), text)


def test_half_a_unit_of_the_last_printed_place_is_lost_by_rounding():
    assert [rounding(figure) for figure in figures("30户,3.2万人,25.0260万元,8.78%,66元")] == [
        0, 500, Decimal("0.5"), Decimal("0.00005"), Decimal("0.5"),
    ]  # fmt: skip
    assert tolerance_of(figures("1.5万元,2万元")) == 500 + 5000


def test_bounds_and_intervals_are_not_exact():
    assert [is_exact(figure) for figure in figures("30户,约30户,30余户,3-5户")] == [
        True,
        False,
        False,
        False,
        True,
    ]


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        ("0.0499", "fraction", "4.99%"),
        ("168000", "yuan", "16.8万元"),
        ("12.50", "yuan", "12.5元"),
        ("100", "persons", "100"),
    ],
)
def test_values_as_people_read_them(value, unit, text):
    assert shown(Decimal(value), unit) == text


def test_what_has_to_be_so_is_said():
    broken = Identity("sum", (0, 1), Decimal(1), Decimal(2), Decimal(0), False, "各项合计是 1")
    assert broken.words == "各项合计是 1"
    assert replace(broken, assuming="两处是同一天的").words == "各项合计是 1（如果两处是同一天的）"
