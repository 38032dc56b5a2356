"""Whoever has one or more of several things: 两项补贴共30人,生活补贴20人,护理补贴12人."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipelines.audit.identity import Identity, is_exact, shown
from pipelines.audit.mentions import Mention

_SEVERAL = re.compile(r"([两二三四五])[项类种]([一-龥]{2})(?:共|合计|总计)*有?$")
_NUMBERS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5}
_REACH = 24


def find_unions(mentions: Sequence[Mention]) -> Iterator[Identity]:
    """Those who have one or more of the things that follow by name are no more than those of each together."""
    for union in mentions:
        several = _SEVERAL.search(union.clause)
        if not several or union.figure.unit not in ("persons", "households") or not is_exact(union.figure):
            continue
        each = [
            one
            for one in mentions[union.number + 1 : union.number + 1 + _REACH]
            if one.label.endswith(several[2])
            and one.figure.unit == union.figure.unit
            and one.depth == union.depth
        ]
        if len(each) == _NUMBERS[several[1]] and all(is_exact(one.figure) for one in each):
            together = sum((one.figure.value for one in each), Decimal(0))
            holds = union.figure.value <= together
            words = "" if holds else f"{union.figure.text} 多于各项之和 {shown(together, union.figure.unit)}"
            numbers = (*(one.number for one in each), union.number)
            yield Identity("union", numbers, together, union.figure.value, Decimal(0), holds, words)
