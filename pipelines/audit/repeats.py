"""The same stock stated twice: one place has one number of it on a day."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from pipelines.audit.identity import Identity, is_exact, shown, tolerance_of
from pipelines.audit.mentions import Mention
from pipelines.audit.periods import stated_year, words_before
from pipelines.audit.subjects import Meaning

_FIRST_HEADING = re.compile(r"^一、", re.MULTILINE)
_OF_ANOTHER_DAY = re.compile(r"年初|月|去年|上年|此前|原有|最初|当时")
_PLACE = re.compile("[全我本]([镇乡村县区市街])|(辖区)")


def find_repeats(
    text: str, mentions: Sequence[Mention], meanings: Sequence[Meaning | None]
) -> Iterator[Identity]:
    """Figures of one stock, each with the one that the text states first."""
    for first, *others in _stocks(text, mentions, meanings):
        for second in others:
            left, right = second.figure.value, first.figure.value
            tolerance = tolerance_of([first.figure, second.figure])
            holds = abs(left - right) <= tolerance
            words = "" if holds else f"同一个数写了两次：{first.figure.text}、{second.figure.text}"
            yield Identity("repeat", (second.number, first.number), left, right, tolerance, holds, words)


def find_restated_sums(
    text: str,
    mentions: Sequence[Mention],
    meanings: Sequence[Meaning | None],
    sums: Sequence[Identity],
) -> Iterator[Identity]:
    """The parts of a whole as the text states them last, where it states each of them again: they add up to it, too."""
    last = {stock[0].number: stock[-1] for stock in _stocks(text, mentions, meanings) if len(stock) > 1}
    for stated in sums:
        *parts, number = stated.figures
        if stated.type != "sum" or not stated.holds or not all(part in last for part in parts):
            continue
        again, whole = [last[part] for part in parts], mentions[number]
        total = sum((one.figure.value for one in again), Decimal(0))
        tolerance = tolerance_of([*(one.figure for one in again), whole.figure])
        holds = abs(total - whole.figure.value) <= tolerance
        numbers = (*(one.number for one in again), number)
        words = "" if holds else f"后面写的各项合计是 {shown(total, whole.figure.unit)}"
        yield Identity("sum", numbers, total, whole.figure.value, tolerance, holds, words)


def _stocks(
    text: str, mentions: Sequence[Mention], meanings: Sequence[Meaning | None]
) -> Iterable[list[Mention]]:
    """Figures of one stock of the whole place, of no year of their own, in the order of the text. A text with several
    reports (each begins with 一、) has a place for each."""
    starts = [match.start() for match in _FIRST_HEADING.finditer(text)]
    known: dict[tuple, list[Mention]] = {}
    for mention, meaning in zip(mentions, meanings, strict=True):
        if meaning is None or not (meaning.subject.stock and meaning.is_scoped) or meaning.rest:
            continue
        if not is_exact(mention.figure) or stated_year(meaning.lead, None) is not None:
            continue
        if _OF_ANOTHER_DAY.search(words_before(text, mention)):
            continue
        report = bisect_right(starts, mention.figure.at[0])
        words = meaning.scope + words_before(text, mention)
        place = next((match[0][-1] for match in _PLACE.finditer(words)), "")
        key = (report, place, meaning.measure, *sorted(meaning.subject.dims.items()))
        known.setdefault(key, []).append(mention)
    return known.values()
