"""A printed rate and the two figures that it is made of: 40户中已签约30户,签约率75%; 占总人口的24%."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipelines.audit.identity import Identity, is_exact, shown
from pipelines.audit.mentions import Mention

_RATE = re.compile(r"([一-龥]{2})(?:率|进度)[为达到是]*$")
_SHARE = re.compile(r"占([^,，。;；\d]{0,12}?)的?(?:比例|比重|比)?[为达是]*$")
_UNSPECIFIC = ("", "总数", "全部", "其中", "比重", "应")
_WINDOW = 8
_MOST_WHOLES = 500


def find_ratios(mentions: Sequence[Mention]) -> Iterator[Identity]:
    """Rates with the two figures that make them up; broken where the words name both and they make up another."""
    for rate in mentions:
        if rate.figure.unit != "fraction" or not is_exact(rate.figure):
            continue
        if share := _SHARE.search(rate.clause):
            yield from _of_share(mentions, rate, share[1])
        elif named := _RATE.search(rate.clause):
            yield from _of_rate(mentions, rate, named[1])


def _ratio(part: Mention, whole: Mention, rate: Mention, explanation: str = "") -> Identity | None:
    """The identity part / whole = rate. A rate is rounded or cut off: a whole unit of its last place is granted."""
    if not whole.figure.value or part.figure.unit != whole.figure.unit or part.number == whole.number:
        return None
    left = part.figure.value / whole.figure.value
    holds = abs(left - rate.figure.value) < rate.figure.step
    numbers = (part.number, whole.number, rate.number)
    return Identity("ratio", numbers, left, rate.figure.value, rate.figure.step, holds, explanation)


def _before(mentions: Sequence[Mention], rate: Mention) -> list[Mention]:
    """The figures of the rate's sentence before it, the nearest first."""
    near = mentions[max(0, rate.number - _WINDOW) : rate.number]
    return [one for one in reversed(near) if one.sentence == rate.sentence and one.figure.unit != "fraction"]


def _of_share(mentions: Sequence[Mention], rate: Mention, whole_words: str) -> Iterator[Identity]:
    parts = _before(mentions, rate)[:2]
    earlier = [
        one
        for one in mentions[max(0, rate.number - _MOST_WHOLES) : rate.number]
        if one.figure.unit in ("persons", "households", "yuan", "mu", "count")
    ]
    for part in parts:
        for whole in reversed(earlier):
            found = _ratio(part, whole, rate)
            if found and found.holds:
                yield found
                return
    if whole_words in _UNSPECIFIC or not parts:
        return
    units = {part.figure.unit for part in parts}
    named = _only([one for one in earlier if whole_words in one.label and one.figure.unit in units])
    if named is None:
        return
    part = next(part for part in parts if part.figure.unit == named.figure.unit)
    of_its_kind = [
        one
        for one in earlier
        if len(part.label) > 1 and one.label.endswith(part.label) and one.figure.value > part.figure.value
    ]
    for whole in filter(None, dict.fromkeys((named, _only(of_its_kind)))):
        if is_exact(part.figure) and (broken := _ratio(part, whole, rate)):
            words = f"{part.figure.text} 占 {whole.figure.text} 的 {shown(broken.left, 'fraction')}"
            yield replace(broken, holds=False, explanation=words)


def _only(figures: Sequence[Mention]) -> Mention | None:
    """The first of figures that are all of one value."""
    return figures[0] if len({one.figure.value for one in figures}) == 1 else None


def _of_rate(mentions: Sequence[Mention], rate: Mention, stem: str) -> Iterator[Identity]:
    before = _before(mentions, rate)
    done = [one for one in before if stem in one.label or stem in one.clause]
    for part in done or before:
        for whole in before:
            found = _ratio(part, whole, rate)
            if found and found.holds and whole.figure.value >= part.figure.value:
                yield found
                return
    if rate.figure.value == 1 or not done:
        return
    for part in done:
        base = next(
            (
                one
                for one in before
                if one.number < part.number and one.figure.unit == part.figure.unit and one not in done
            ),
            None,
        )
        if base and is_exact(part.figure) and is_exact(base.figure) and (broken := _ratio(part, base, rate)):
            words = f"{part.figure.text} / {base.figure.text} = {shown(broken.left, 'fraction')}"
            others = [one.figure.text for one in done if one.figure.unit != part.figure.unit]
            words += f"；{others[0]} 的总数没有写" if others else ""
            yield replace(broken, holds=False, explanation=words)
            return
