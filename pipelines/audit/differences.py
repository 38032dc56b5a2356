"""What is left: 应拨付80万元,已拨付60万元,剩余20万元."""

import re
from collections.abc import Iterator, Sequence

from pipelines.audit.identity import Identity, is_exact, shown, tolerance_of
from pipelines.audit.mentions import Mention

_DUE = re.compile("应|计划|总|下达|到位|预算|安排|原|共|需")
_DONE = re.compile("已|支出|拨付|支付|清退|完成|使用|减少|退出|兑现")
_LEFT = re.compile("剩余?|结余|结转|尚欠|尚未|尚余|余额|未拨付|未支付|未完成|保留|欠")


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
