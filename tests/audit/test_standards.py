import pytest

from pipelines.audit.figures import find_figures
from pipelines.audit.folding import fold
from pipelines.audit.mentions import find_mentions
from pipelines.audit.standards import find_payouts, find_periods


def found(find, text):
    folded = fold(text)
    figures = find_figures(folded, text)
    return [
        ([figures[number].text for number in one.figures], one.holds)
        for one in find(find_mentions(folded.text, figures))
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("奖励9人,每人每年720元。另有12人,每人每月720元", [(["720元", "720元"], False)]),
        ("奖励9人,每人每年720元。另有12人,每人每年720元", []),
        ("补贴9人,每人每年60元。另有12人,每人每月60元", []),
        ("奖励9人,每户每年720元。另有12人,每人每月720元", []),
        ("奖励9人,每人每年720元。" + "慰问3户。" * 30 + "每人每月720元", []),
    ],
)
def test_one_amount_by_month_and_by_year(text, expected):
    assert found(find_periods, text) == expected


def test_one_payout_that_does_not_follow_the_share():
    """20, 30 and 40 at 10% are 2, 3 and 4; of 50 only half was paid. The total of them all is no payout of its own."""
    text = (
        "总入股资金140万元,分红11.5万元。甲社入股资金20万元,分红2万元;乙社入股资金30万元,分红3万元;"
        "丙社入股资金40万元,分红4万元;丁社入股资金50万元,分红2.5万元。分红比例为10%。"
    )
    assert found(find_payouts, text) == [
        (["20万元", "10%", "2万元"], True),
        (["30万元", "10%", "3万元"], True),
        (["40万元", "10%", "4万元"], True),
        (["50万元", "10%", "2.5万元"], False),
    ]


def test_shares_that_differ_tell_nothing():
    text = "甲社入股资金20万元,分红2万元;乙社入股资金30万元,分红2万元。分红比例为10%。"
    assert found(find_payouts, text) == []
