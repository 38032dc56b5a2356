"""Units of money are worth what their names say."""

import pytest

from pipelines.common.money import MONEY_FACTORS, WAN
from tests.support.values import value


@pytest.mark.parametrize(
    ("text", "yuan"),
    [("2元", "2"), ("2千元", "2000"), ("2万", "20000"), ("2万元", "20000"), ("2百万元", "2000000"),
     ("2亿", "200000000"), ("2亿元", "200000000")],
)  # fmt: skip
def test_an_amount_is_worth_its_unit_in_yuan(text, yuan):
    assert value("money", text) == yuan


def test_every_unit_is_tried():
    assert set(MONEY_FACTORS) == {"元", "千元", "万", "万元", "百万元", "亿", "亿元"}
    assert WAN == 10_000
