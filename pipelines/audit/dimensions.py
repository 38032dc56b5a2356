"""Which part of its measure a figure is: the values of the dimensions that topics.yml has words for.

Words at the figure count first, then those of its clause, then those of the whole that it is listed under or of the figure
before it, and last whom its sentence or heading is about.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from ahocorasick_rs import AhoCorasick

from pipelines.audit.evidence import find_headings
from pipelines.audit.mentions import LABEL_END, LINE_END, Mention, find_wholes
from pipelines.audit.topics import Topic, topics
from pipelines.marts.answers import WHOLE
from pipelines.reading.vocabularies import terms_of

Dims = dict[str, str]
_CLAUSE_END = re.compile(r"[,，;；。:：!！?？\n\t|]")
_CLAUSE_OR_BRACKET_END = re.compile(r"[,，;；。:：()!！?？\n\t|]")
_SEGMENT_END = re.compile(r"[;；。!！?？\n]")
_REACH_BEFORE, _REACH_BEHIND = 160, 60
_SHORTEST_WORD = 2
_OF_ALL = frozenset({"group"})
"""Dimensions that a sentence or heading says of all its figures."""
_OF_ITS_WORDS = frozenset({"status"})
"""Dimensions that only the words of a figure's clause say."""
_OF_EACH = frozenset({"region", "target", "sex", "kind", "stage", "cause", "disability_level"})
"""Dimensions that a sentence says anew of each figure of a measure."""


@dataclass(frozen=True)
class Figured:
    """What a figure measures, and the dimensions that come with it."""

    subject: str
    measure: str
    dims: Mapping[str, str]


def find_dimensions(text: str, mentions: Sequence[Mention], figured: Sequence[Figured | None]) -> list[Dims]:
    """The dimensions of each figure; none of one that is not understood. `text` is the folded one."""
    words = _vocabulary().find(text)
    headings = find_headings(text)
    found: list[Dims] = []
    for mention, meant, whole in zip(mentions, figured, find_wholes(text, mentions), strict=True):
        if meant is None:
            found.append({})
            continue
        head = figured[mention.pair] if mention.pair is not None else None
        if mention.pair is not None and head and head.subject == meant.subject:
            dims = found[mention.pair]
        else:
            earlier = _earlier(text, mentions, figured, mention, meant, whole)
            goes_on = _going_on(figured, found, meant, earlier, whole)
            around = _around(text, words, headings, mentions, meant.subject, mention)
            dims = {**around, **goes_on, **_own(text, words, mentions, meant.subject, mention)}
        cut_by = _cut_by(meant.subject, meant.measure)
        dims = {name: value for name, value in dims.items() if name in cut_by and value != WHOLE}
        found.append({**dims, **meant.dims, **_bound(mentions, mention)})
    return found


def _earlier(
    text: str,
    mentions: Sequence[Mention],
    figured: Sequence[Figured | None],
    mention: Mention,
    meant: Figured,
    whole: int | None,
) -> list[int]:
    """The figures of its line and sentence that this one goes on from, none deeper in brackets: the last of its subject, and
    the last.
    What follows several parts of a list is of none of them, but of their whole."""
    before: list[int] = []
    for number in range(mention.number - 1, -1, -1):
        one = mentions[number]
        between = text[one.figure.at[1] : mentions[number + 1].figure.at[0]]
        if one.sentence != mention.sentence or number == whole or LINE_END.search(between):
            break
        if one.depth <= mention.depth and figured[number] and one.pair is None:
            before.append(number)
    if not before:
        return []
    last, *others = before
    measure = _measure(figured, last)
    if whole is not None and others and measure == _measure(figured, others[0]) != meant.measure:
        return []
    of_subject = next((number for number in before if _subject(figured, number) == meant.subject), last)
    return [of_subject, last] if of_subject != last else [last]


def _bound(mentions: Sequence[Mention], mention: Mention) -> Dims:
    """Which end of a stated interval (5-6户) the figure is."""
    if mention.figure.high is not None and mention.figure.text.isascii():
        return {"bound": "min"}
    low = mentions[mention.number - 1].figure if mention.number else None
    is_end = low is not None and low.high == mention.figure.value and low.at[1] + 1 >= mention.figure.at[0]
    return {"bound": "max"} if is_end else {}


def _measure(figured: Sequence[Figured | None], number: int) -> str | None:
    one = figured[number]
    return one.measure if one else None


def _subject(figured: Sequence[Figured | None], number: int) -> str | None:
    one = figured[number]
    return one.subject if one else None


def _going_on(
    figured: Sequence[Figured | None],
    found: Sequence[Dims],
    meant: Figured,
    earlier: Sequence[int],
    whole: int | None,
) -> Dims:
    """What is said before the figure and goes for it, too: of the whole that it is listed under all, of the figures before it
    what is not said anew of each figure of the measure."""
    dims: Dims = {}
    for number in ([whole] if whole is not None else []) + [*earlier]:
        is_of_each = number != whole and _measure(figured, number) == meant.measure
        is_of_subject = _subject(figured, number) == meant.subject
        dims |= {
            name: value
            for name, value in found[number].items()
            if name not in _of_its_words(meant.subject)
            and not (is_of_each and name in _OF_EACH)
            and (is_of_subject or value in _values(meant.subject, name))
        }
    return dims


# -- words --------------------------------------------------------------------------------------------------------


@cache
def _topic_of(subject: str) -> Topic | None:
    return next((topic for topic in topics() if topic.subject == subject), None)


@cache
def _of_its_words(subject: str) -> frozenset[str]:
    topic = _topic_of(subject)
    return _OF_ITS_WORDS | {*topic.of_its_words} if topic else _OF_ITS_WORDS


@cache
def _values(subject: str, dimension: str) -> frozenset[str]:
    """The values of the dimension that there are words for."""
    topic = _topic_of(subject)
    if topic is None:
        return frozenset()
    of_vocabulary = (
        terms_of(topic.vocabularies[dimension]).values() if dimension in topic.vocabularies else ()
    )
    return frozenset({*topic.dims.get(dimension, {}), *of_vocabulary})


@cache
def known_values() -> frozenset[str]:
    """The values of all dimensions that there are words for: none of them is the name of anybody."""
    return frozenset(
        value
        for topic in topics()
        for dimension in (*topic.dims, *topic.vocabularies)
        for value in _values(topic.subject, dimension)
    )


@cache
def _cut_by(subject: str, measure: str) -> frozenset[str]:
    """The dimensions that the measure has."""
    topic = _topic_of(subject)
    if topic is None:
        return frozenset()
    for measured in topic.measures:
        if measure in measured.measures.values() and measured.cut_by is not None:
            return frozenset(measured.cut_by)
    return frozenset({*topic.dims, *topic.vocabularies} - {*topic.of_some})


class _Vocabulary:
    """The words of all dimensions: word → subject and dimension → value."""

    def __init__(self) -> None:
        self.values: dict[str, dict[tuple[str, str], str]] = defaultdict(dict)
        for topic in topics():
            for dimension, vocabulary in topic.vocabularies.items():
                for word, value in terms_of(vocabulary).items():
                    if len(word) >= _SHORTEST_WORD:
                        self.values[word][topic.subject, dimension] = value
            for dimension, values in topic.dims.items():
                for value, of_value in values.items():
                    for word in of_value:
                        self.values[word][topic.subject, dimension] = value
        self._words = sorted(self.values)
        self._automaton = AhoCorasick(self._words)

    def find(self, text: str) -> "_Words":
        matches = self._automaton.find_matches_as_indexes(text, overlapping=True)
        return _Words(
            sorted((start, end, self._words[number]) for number, start, end in matches), self.values
        )


@cache
def _vocabulary() -> _Vocabulary:
    return _Vocabulary()


@dataclass(frozen=True)
class _Words:
    """Start and end of each word in a text, in their order."""

    places: Sequence[tuple[int, int, str]]
    values: Mapping[str, Mapping[tuple[str, str], str]]

    def within(self, subject: str, start: int, end: int, *, is_behind: bool = False) -> Dims:
        """The value of each dimension of the subject that the words of the span say: of several the last, or the first behind
        a figure, and of words within each other the longest."""
        best: dict[str, tuple[int, int, str]] = {}
        for first, last, word in self._between(start, end):
            for (of, dimension), value in self.values[word].items():
                rank = (-first if is_behind else last, last - first, value)
                if of == subject and (dimension not in best or rank[:2] > best[dimension][:2]):
                    best[dimension] = rank
        return {dimension: value for dimension, (_, _, value) in best.items()}

    def _between(self, start: int, end: int) -> Iterator[tuple[int, int, str]]:
        for number in range(bisect_left(self.places, (start,)), len(self.places)):
            if self.places[number][0] >= end:
                return
            if self.places[number][1] <= end:
                yield self.places[number]


def _own(text: str, words: _Words, mentions: Sequence[Mention], subject: str, mention: Mention) -> Dims:
    """What the words at the figure and in its clause say; what stands in brackets behind it is of its parts."""
    start = mentions[mention.head].figure.at[0]
    last = _last_of_pair(mentions, mention)
    label = max(_last_end(LABEL_END, text, start), _end_before(mentions, mention))
    clause = _last_end(_CLAUSE_END, text, start)
    follower = mentions[last + 1].figure.at[0] if last + 1 < len(mentions) else len(text)
    behind = mentions[last].figure.at[1]
    behind_end = min(_first_start(LABEL_END, text, behind), follower)
    clause_end = _first_start(_CLAUSE_OR_BRACKET_END, text, behind)
    return {
        **words.within(subject, behind_end, clause_end, is_behind=True),
        **words.within(subject, clause, start),
        **words.within(subject, behind, behind_end, is_behind=True),
        **words.within(subject, label, start),
    }


def _last_of_pair(mentions: Sequence[Mention], mention: Mention) -> int:
    """The number of the last figure that follows this one without a word."""
    number = mention.number
    while number + 1 < len(mentions) and mentions[number + 1].pair == number:
        number += 1
    return number


def _end_before(mentions: Sequence[Mention], mention: Mention) -> int:
    return mentions[mention.head - 1].figure.at[1] if mention.head else 0


def _around(
    text: str,
    words: _Words,
    headings: Sequence[tuple[int, int]],
    mentions: Sequence[Mention],
    subject: str,
    mention: Mention,
) -> Dims:
    """What the clauses since the figure before say, or the heading above: whom they are about, not what is said of each."""
    start = mention.figure.at[0]
    number = bisect_left(headings, (start,)) - 1
    above = words.within(subject, *headings[number]) if number >= 0 else {}
    above = {name: value for name, value in above.items() if name in _OF_ALL}
    since = _last_end(_SEGMENT_END, text, start)
    if (before := _end_before(mentions, mention)) > since:
        since = _first_start(_CLAUSE_END, text, before)
    dims = above | words.within(subject, since, start)
    own = _OF_EACH | _of_its_words(subject)
    return {name: value for name, value in dims.items() if name not in own}


def _last_end(pattern: re.Pattern[str], text: str, end: int) -> int:
    start = max(0, end - _REACH_BEFORE)
    return max((match.end() for match in pattern.finditer(text, start, end)), default=start)


def _first_start(pattern: re.Pattern[str], text: str, start: int) -> int:
    end = min(len(text), start + _REACH_BEHIND)
    found = pattern.search(text, start, end)
    return found.start() if found else end
