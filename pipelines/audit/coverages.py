"""All of those registered, and how many that is: 遍访30户,遍访率100%."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipelines.audit.identity import Identity, is_exact
from pipelines.audit.mentions import Mention
from pipelines.audit.stocks import Stated

_OF_ALL = re.compile("(?:覆盖|遍访|走访)率?[为达到是]*$")
_KINDS = {
    "households": ("registered_households", "status=all"),
    "persons": ("registered_persons", "status=all"),
}
"""Unit of those reached → the stock that 100% is of."""
_ASSUMING = "100% 的分母是 {}"
_REACH = 6
_NEARLY = Decimal("0.1")


def find_coverages(mentions: Sequence[Mention], stated: Sequence[Stated]) -> Iterator[Identity]:
    """Where 100 % are reached, those reached are as many as one of the numbers that the report states of those registered;
    broken against the nearest, where it is near. Far from all of them, 100 % is of something else."""
    stocks: dict[tuple, list[Mention]] = defaultdict(list)
    for one in stated:
        stocks[one.kind].append(one.mention)
    for rate in mentions:
        if rate.figure.unit == "fraction" and rate.figure.value == 1 and _OF_ALL.search(rate.clause):
            part = _reached(mentions, rate)
            others = [one for one in stocks[_KINDS[part.figure.unit]] if one is not part] if part else []
            if part and others:
                yield from _covered(part, rate, others)


def _reached(mentions: Sequence[Mention], rate: Mention) -> Mention | None:
    before = mentions[max(0, rate.number - _REACH) : rate.number]
    fitting = [
        one
        for one in before
        if one.sentence == rate.sentence
        and one.figure.unit in _KINDS
        and is_exact(one.figure)
        and not one.depth
    ]
    return fitting[-1] if fitting else None


def _covered(part: Mention, rate: Mention, others: Sequence[Mention]) -> Iterator[Identity]:
    whole = min(others, key=lambda one: abs(one.figure.value - part.figure.value))
    value, of = part.figure.value, whole.figure.value
    if abs(value - of) > _NEARLY * of:
        return
    words = "" if value == of else f"{part.figure.text} 说是全部，报告写的全部是 {whole.figure.text}"
    if value > of:
        numbers: tuple[int, ...] = (part.number, whole.number)
        yield Identity(
            "part", numbers, value, of, Decimal(0), False, words, _ASSUMING.format(whole.figure.text)
        )
    else:
        numbers = (part.number, whole.number, rate.number)
        assuming = "" if value == of else _ASSUMING.format(whole.figure.text)
        yield Identity("ratio", numbers, value / of, Decimal(1), Decimal(0), value == of, words, assuming)
