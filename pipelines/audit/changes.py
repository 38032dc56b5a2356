"""What changed against the year before: 今年40户,去年30户,增加10户; 增长33.3%; 提高2个百分点."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipelines.audit.identity import Identity, is_exact, shown, tolerance_of
from pipelines.audit.mentions import Mention

_MORE, _LESS = re.compile("(?:增加|增长|提高|上升|提升|新增)了?$"), re.compile("(?:减少|下降|降低|减)了?$")
_BEFORE = re.compile("上年|去年|同期|上年同期|年初")
_REACH = 3


def find_changes(mentions: Sequence[Mention]) -> Iterator[Identity]:
    """A figure, the one of the year before and what the sentence calls the change. Broken only where it names the year
    before, and no other figure of the unit stands between."""
    for change in mentions:
        sign = 1 if _MORE.search(change.clause) else -1 if _LESS.search(change.clause) else 0
        if sign and is_exact(change.figure):
            near = [
                one
                for one in mentions[max(0, change.number - _REACH) : change.number]
                if one.sentence == change.sentence and is_exact(one.figure) and not one.figure.per
            ]
            yield from _of_change(near, change, sign)


def _of_change(near: Sequence[Mention], change: Mention, sign: int) -> Iterator[Identity]:
    unit = "fraction" if change.figure.unit == "percentage_points" else change.figure.unit
    is_share = change.figure.unit == "fraction"
    of_unit = [
        one for one in near if (one.figure.unit != "fraction" if is_share else one.figure.unit == unit)
    ]
    if len(of_unit) != 2 or of_unit[0].figure.unit != of_unit[1].figure.unit:
        return
    befores = [one for one in of_unit if _BEFORE.search(one.clause)]
    if len(befores) != 1 or not befores[0].figure.value:
        return
    [before], [now] = befores, [one for one in of_unit if one is not befores[0]]
    left = sign * (now.figure.value - before.figure.value)
    tolerance = tolerance_of([now.figure, before.figure, change.figure])
    if is_share:
        left /= before.figure.value
        # a rate may be cut off
        tolerance = change.figure.step + tolerance_of([now.figure, before.figure]) / before.figure.value
    holds = abs(left - change.figure.value) <= tolerance
    apart = f"{now.figure.text} 与 {before.figure.text} 相差 {_shown(left, change)}"
    numbers = (now.number, before.number, change.number)
    yield Identity("change", numbers, left, change.figure.value, tolerance, holds, "" if holds else apart)


def _shown(value: Decimal, change: Mention) -> str:
    return shown(value, "fraction" if change.figure.unit == "percentage_points" else change.figure.unit)
