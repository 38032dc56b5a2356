from decimal import Decimal

import pytest

from pipelines.audit.numerals import parse_numeral


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("零", 0),
        ("九", 9),
        ("十", 10),
        ("十二", 12),
        ("三十二", 32),
        ("一百零五", 105),
        ("一百五", 150),
        ("两千四", 2400),
        ("一万零五十", 10050),
        ("两万四千", 24000),
        ("三亿二千万", 320_000_000),
        ("二〇一八", 2018),
        ("九十五点二", Decimal("95.2")),
    ],
)
def test_numerals_are_read_by_places_or_digit_by_digit(text, number):
    assert parse_numeral(text) == number


@pytest.mark.parametrize("text", ["三五十", "点五", "九点", "", "几"])
def test_what_is_no_numeral_has_no_number(text):
    assert parse_numeral(text) is None
