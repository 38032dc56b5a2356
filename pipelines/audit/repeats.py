"""The same stock stated twice: one place has one number of it on a day, and no part of it is more."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipelines.audit.identity import Identity, shown, tolerance_of
from pipelines.audit.mentions import Mention
from pipelines.audit.stocks import Stated

_FEW_MORE = Decimal("1.1")
_NEARLY = Decimal("0.2")
"""How far two numbers lie apart that may be meant to be one."""
_SAME = "两处说的是同一天、同一个范围的同一个数"


def find_repeats(stated: Sequence[Stated]) -> Iterator[Identity]:
    """Figures of one stock, each with the one that the text states first."""
    for first, *others in _repeated(stated):
        for second in others:
            left, right = second.mention.figure, first.mention.figure
            tolerance = tolerance_of([left, right])
            holds = abs(left.value - right.value) <= tolerance
            is_sure = first.is_sure and second.is_sure
            if not (holds or is_sure or _is_near(left.value, right.value)):
                continue
            words = "" if holds else f"同一个数写了两次：{right.text}、{left.text}"
            numbers = (second.mention.number, first.mention.number)
            yield Identity(
                "repeat", numbers, left.value, right.value, tolerance, holds, words, "" if is_sure else _SAME
            )


def find_restated_sums(
    mentions: Sequence[Mention], stated: Sequence[Stated], sums: Sequence[Identity]
) -> Iterator[Identity]:
    """The parts of a whole as the text states them last, where it states each of them again: they add up to it, too."""
    sure = [one for one in stated if one.is_sure]
    last = {stock[0].mention.number: stock[-1].mention for stock in _repeated(sure) if len(stock) > 1}
    for identity in sums:
        *parts, number = identity.figures
        if identity.type != "sum" or not identity.holds or not all(part in last for part in parts):
            continue
        again, whole = [last[part] for part in parts], mentions[number]
        total = sum((one.figure.value for one in again), Decimal(0))
        tolerance = tolerance_of([*(one.figure for one in again), whole.figure])
        holds = abs(total - whole.figure.value) <= tolerance
        numbers = (*(one.number for one in again), number)
        words = "" if holds else f"后面写的各项合计是 {shown(total, whole.figure.unit)}"
        yield Identity("sum", numbers, total, whole.figure.value, tolerance, holds, words)


def find_parts_of_stocks(stated: Sequence[Stated]) -> Iterator[Identity]:
    """Some of a stock, as those who were visited, are no more than the report states of the whole of it; broken where they are
    a few more, as many more are of another day."""
    wholes: dict[tuple, list[Mention]] = defaultdict(list)
    for one in stated:
        if one.is_whole and one.place:
            wholes[one.report, one.kind].append(one.mention)
    for part in stated:
        of = wholes[part.report, part.kind]
        if of and not part.place:
            whole = max(of, key=lambda one: one.figure.value)
            left, right = part.mention.figure, whole.figure
            tolerance = tolerance_of([left, right])
            holds = left.value <= right.value + tolerance
            if not holds and left.value > right.value * _FEW_MORE:
                continue
            words = "" if holds else f"部分 {left.text} 多于全部 {right.text}"
            numbers = (part.mention.number, whole.number)
            yield Identity("part", numbers, left.value, right.value, tolerance, holds, words)


def _is_near(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) <= _NEARLY * max(one, other)


def _repeated(stated: Sequence[Stated]) -> Iterator[list[Stated]]:
    """Figures of one stock of one place, in the order of the text."""
    stocks: dict[tuple, list[Stated]] = defaultdict(list)
    for one in stated:
        if one.is_whole:
            stocks[one.report, one.place, one.kind].append(one)
    return iter(stocks.values())
