from decimal import Decimal

import pytest

from pipelines.audit.figures import find_figures
from pipelines.audit.folding import fold
from pipelines.audit.identity import tolerance_of
from pipelines.audit.slips import find_misprint, find_slip


def slip(text):
    *parts, whole = find_figures(fold(text), text)
    return find_slip(parts, whole, tolerance_of([*parts, whole]))


@pytest.mark.parametrize(
    ("text", "place", "value"),
    [
        ("300.5元、40万元、340.5万元", 0, 3_005_000),
        ("30万元、40万元、700万元", 2, 700_000),
        ("123户、456户、597户", 2, 579),
        ("132户、456户、579户", 0, 123),
    ],
)
def test_the_one_slip_that_makes_the_sum_true(text, place, value):
    found = slip(text)
    assert (found.place, found.value) == (place, value)


@pytest.mark.parametrize("text", ["12户、13户、26户", "13户、24户、55户"])
def test_no_slip_is_named_where_none_or_two_would_do(text):
    assert slip(text) is None


@pytest.mark.parametrize(
    ("text", "is_telling"),
    [
        ("300.5元、40万元、340.5万元", True),
        ("3元、4万元、7万元", False),
        ("132户、456户、579户", False),
        ("1342户、456户、1780户", True),
        ("1342户、456户、1888户", False),
        ("2143户、456户、1699户", True),
    ],
)
def test_few_digits_tell_nothing(text, is_telling):
    found = slip(text)
    assert (found is not None and found.is_telling) == is_telling


@pytest.mark.parametrize(
    ("text", "value", "words"),
    [
        ("1139户", "1193", "数字颠倒"),
        ("11930户", "1193", "差 10 倍"),
        ("3234.789元", "32347890", "差 10000 倍"),
        ("119户", "1193", "漏了一位数字"),
        ("11293户", "1193", "多了一位数字"),
        ("0.93%", "0.0039", "数字颠倒"),
        ("1250户", "1193", ""),
        ("3户", "39", ""),  # of one digit anything may be made
    ],
)
def test_what_makes_a_number_of_another(text, value, words):
    [figure] = find_figures(fold(text), text)
    assert find_misprint(figure, Decimal(value)) == words
