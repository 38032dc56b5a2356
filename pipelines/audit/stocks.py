"""The stocks that a report states of the whole place: one place has one number of each on a day."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.audit.identity import is_exact
from pipelines.audit.mentions import Mention
from pipelines.audit.periods import stated_year, words_before
from pipelines.audit.sections import report_starts
from pipelines.audit.subjects import Meaning, is_stock, noun_of

_OF_ANOTHER_YEAR = re.compile("年初|去年|上年|此前|原有|最初|当时")
_OF_A_MONTH = re.compile("月")
_PLACE = re.compile("[全我本]([镇乡村县区市街])|(辖区)")
_NAMED = re.compile("([一-龥]{2,4}[镇乡])[现共总]有")
_ABOVE = re.compile("全[县市省州国]")
"""Places that no report of a township is of."""

Kind = tuple[str, ...]
"""What is counted: the measure and its dimensions."""


@dataclass(frozen=True)
class Stated:
    """A figure that counts a stock, or some of it. report: number of the report in the file; place: the level that its words
    name, or nothing; is_whole: it is of the whole place; is_sure: its words call it this stock alone, and name no year."""

    mention: Mention
    report: int
    place: str
    kind: Kind
    is_whole: bool
    is_sure: bool


def find_stocks(
    text: str, mentions: Sequence[Mention], meanings: Sequence[Meaning | None], year: int | None = None
) -> list[Stated]:
    """Figures of stocks as of the day of the report, which is of the year, in the order of the text."""
    starts = report_starts(text)
    found = []
    for mention, meaning in zip(mentions, meanings, strict=True):
        counted = meaning if meaning and _is_of_all(meaning) else noun_of(text, mentions, mention)
        if counted and is_stock(counted) and is_exact(mention.figure):
            report = bisect_right(starts, mention.figure.at[0])
            found.append(_stated(report, mention, counted, words_before(text, mention), year))
    return [one for one in found if one]


def _is_of_all(meaning: Meaning) -> bool:
    """Whether nothing makes it some of the place's; what only the words around suggest is so where a place has one number."""
    if meaning.is_inferred:
        return meaning.subject.stock
    return _named(meaning) is not None or (meaning.is_scoped and not meaning.rest)


def _named(meaning: Meaning) -> str | None:
    """The township that leads up to the figure with nothing else."""
    named = _NAMED.match(meaning.lead)
    return named[1] if named and meaning.rest == named[1] else None


def _stated(report: int, mention: Mention, meaning: Meaning, before: str, year: int | None) -> Stated | None:
    own_year = stated_year(meaning.lead, None)
    words = meaning.scope + before
    if own_year not in (None, year) or _OF_ANOTHER_YEAR.search(before) or _ABOVE.search(words):
        return None
    place = _named(meaning) or next((match[0][-1] for match in _PLACE.finditer(words)), "")
    kind = (meaning.measure, *(f"{name}={value}" for name, value in sorted(meaning.subject.dims.items())))
    is_whole = _is_of_all(meaning) and not _OF_A_MONTH.search(before)
    is_sure = is_whole and meaning.subject.stock and own_year is None and not meaning.is_inferred
    return Stated(mention, report, place, kind, is_whole, is_sure)
