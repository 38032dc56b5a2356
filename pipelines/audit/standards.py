"""One standard: an amount for each that is the same by month and by year, and a share that all but one are paid."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from pipelines.audit.identity import Identity, is_exact, rounding, shown
from pipelines.audit.mentions import Mention

_NEAR = 24
"""Figures between two that speak of the same."""
_LEAST_TELLING = 100
"""An amount below it is that of many standards."""
_SHARE = re.compile("分红(?:比例|比率|率)[为达是按]*$")
_CAPITAL, _PAID = re.compile("(?:资金|本金|股金|股本)$"), re.compile("分红$")
_TOTAL = re.compile("总|共")
_LEAST_PAID = 3


def find_periods(mentions: Sequence[Mention]) -> Iterator[Identity]:
    """The same amount for each head by month and by year, a few figures apart: one period is a slip."""
    before: dict[Decimal, Mention] = {}
    for one in mentions:
        figure = one.figure
        if figure.unit != "yuan" or figure.value < _LEAST_TELLING or not is_exact(figure):
            continue
        earlier = before.get(figure.value)
        if figure.per and earlier and one.number - earlier.number <= _NEAR:
            yield from _other_period(earlier, one)
        if figure.per:
            before[figure.value] = one


def _other_period(earlier: Mention, later: Mention) -> Iterator[Identity]:
    ends = {one.figure.per[-1]: one for one in (earlier, later)}
    if set(ends) == {"month", "year"} and earlier.figure.per[:-1] == later.figure.per[:-1]:
        monthly, yearly = ends["month"], ends["year"]
        left, right = monthly.figure.value * 12, yearly.figure.value
        words = f"同是 {yearly.figure.text}，一处按月、一处按年"
        numbers = (monthly.number, yearly.number)
        yield Identity(
            "rate", numbers, left, right, rounding(yearly.figure), False, words, "两处说的是同一种补助"
        )


def find_payouts(mentions: Sequence[Mention]) -> Iterator[Identity]:
    """Capital times the share that the report states is what was paid on it; broken where most were paid that, and one was
    not."""
    shares: dict[Decimal, Mention] = {}
    for one in mentions:
        if one.figure.unit == "fraction" and is_exact(one.figure) and _SHARE.search(one.clause):
            shares.setdefault(one.figure.value, one)
    amounts = [one for one in mentions if one.figure.unit == "yuan" and not one.figure.per]
    paid = [
        (capital, payout)
        for capital, payout in pairwise(amounts)
        if _CAPITAL.search(capital.label)
        and _PAID.search(payout.label)
        and capital.sentence == payout.sentence
        and not _TOTAL.search(capital.label)
        and is_exact(capital.figure)
        and is_exact(payout.figure)
    ]
    for share in shares.values():
        by_holding: dict[bool, list[Identity]] = defaultdict(list)
        for capital, payout in paid:
            identity = _payout(capital, share, payout)
            by_holding[identity.holds].append(identity)
        if len(by_holding[True]) >= _LEAST_PAID:
            yield from by_holding[True]
            yield from by_holding[False] if len(by_holding[False]) == 1 else []


def _payout(capital: Mention, share: Mention, payout: Mention) -> Identity:
    left = capital.figure.value * share.figure.value
    tolerance = rounding(payout.figure) + rounding(capital.figure) * share.figure.value
    holds = abs(left - payout.figure.value) <= tolerance
    words = f"{capital.figure.text} × {share.figure.text} = {shown(left, 'yuan')}，别的各笔都是这样"
    numbers = (capital.number, share.number, payout.number)
    return Identity(
        "rate", numbers, left, payout.figure.value, tolerance, holds, "" if holds else words,
        "" if holds else f"这一笔也按 {share.figure.text}",
    )  # fmt: skip
