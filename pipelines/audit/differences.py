"""What is left: 应拨付80万元,已拨付60万元,剩余20万元."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from pipelines.audit.identity import Identity, is_exact, rounding, shown, tolerance_of
from pipelines.audit.mentions import Mention

_DUE = re.compile("应|计划|总|下达|到位|预算|安排|原|共|需")
_DONE = re.compile("已|支出|拨付|支付|清退|完成|使用|减少|退出|兑现")
_LEFT = re.compile("剩余?|结余|结转|尚欠|尚未|尚余|余额|未拨付|未支付|未完成|保留|欠")
_FUND = re.compile("(?:结余|专项|下达|到位|安排|预算|补助)[^,，]{0,4}资金$")
_SPENT = re.compile("(?:拨付|支出|支付|使用)(?:资金)?$")


def find_differences(mentions: Sequence[Mention]) -> Iterator[Identity]:
    """Of three figures of one unit in a sentence, the first less the second is the third, which is called what is left."""
    for first, second, third in zip(mentions, mentions[1:], mentions[2:], strict=False):
        units = {mention.figure.unit for mention in (first, second, third)}
        same_sentence = first.sentence == second.sentence == third.sentence
        if len(units) > 1 or not same_sentence or not _LEFT.search(third.label) or _LEFT.search(second.label):
            continue
        left = first.figure.value - second.figure.value
        tolerance = tolerance_of([first.figure, second.figure, third.figure])
        holds = abs(left - third.figure.value) <= tolerance
        numbers = (first.number, second.number, third.number)
        identity = Identity("difference", numbers, left, third.figure.value, tolerance, holds)
        is_certain = all(is_exact(one.figure) for one in (first, second, third))
        if holds:
            yield identity
        elif is_certain and _DUE.search(first.label) and _DONE.search(second.label):
            words = f"{first.figure.text} 减 {second.figure.text} 得 {shown(left, third.figure.unit)}"
            yield Identity("difference", numbers, left, third.figure.value, tolerance, False, words)


def find_overspending(mentions: Sequence[Mention]) -> Iterator[Identity]:
    """Money that is spent of a fund is no more than the fund that the sentence states, where it states no other."""
    for _, group in groupby(mentions, key=lambda mention: mention.sentence):
        amounts = [
            one for one in group if one.figure.unit == "yuan" and not one.figure.per and is_exact(one.figure)
        ]
        if len(amounts) != 2:
            continue
        fund, spent = amounts
        if not (_FUND.search(fund.label) and _SPENT.search(spent.label)):
            continue
        tolerance = rounding(fund.figure) + rounding(spent.figure)
        holds = spent.figure.value <= fund.figure.value + tolerance
        words = "" if holds else f"用去的 {spent.figure.text} 多于资金 {fund.figure.text}"
        numbers = (spent.number, fund.number)
        yield Identity("part", numbers, spent.figure.value, fund.figure.value, tolerance, holds, words)
