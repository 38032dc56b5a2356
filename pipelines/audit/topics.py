"""What a figure measures where no word of subjects.yml says so alone: by the words of topics.yml around it.

A subject is told by words at the figure, in its sentence, before it and in the heading; a measure of it by the unit and the
words at the figure. The measure with the most evidence counts, if there is enough of it. Never sure: a figure understood
like this is never called wrong.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from pipelines.audit.evidence import Evidence, Vocabulary, find_headings, surroundings
from pipelines.audit.mentions import Mention, find_wholes
from pipelines.audit.names import Kind
from pipelines.common.yaml_files import read_entries

_GOES_ON = 1.4
"""Evidence that a sentence goes on with the subject of the figure before."""
_PARAGRAPH = 0.7
_WITHOUT_WORDS = 1.6
"""Evidence of a measure that any figure of its unit has."""
_COUNTED, _COUNTED_ALONE, _BARE = 3.0, 5.0, 4.0
_LISTED = 6.0
_NOUN = 4.0
"""Evidence of a measure whose word is what is counted."""
_ENOUGH = 3.0
_NO_NAME = re.compile(r"\d|资金|金额|^共")
_OF_ALL = frozenset({"group"})
"""Dimensions that a sentence or heading says of all its figures."""
_OF_EACH = frozenset({"status", "region", "target", "sex", "kind"})
"""Dimensions that a sentence says anew of each figure."""


class Measured(BaseModel):
    """A measure of a subject, by unit of the figure, as topics.yml describes it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    measures: dict[str, str]
    near: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()
    per: str | None = None
    is_bare: bool = False
    is_whole: bool = False
    stock: bool = False
    by: str | None = None
    by_year: str | None = None
    kind: str | None = None


class Topic(BaseModel):
    """An entry of topics.yml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    subject: str
    words: tuple[str, ...]
    groups: tuple[str, ...] = ()
    measures: tuple[Measured, ...]
    dims: dict[str, dict[str, tuple[str, ...]]] = {}
    names: dict[str, Kind] = {}

    @cached_property
    def told_by(self) -> frozenset[str]:
        """The words that tell it."""
        return frozenset(self.words + self.groups)


@dataclass(frozen=True)
class Inferred:
    """What the words around a figure say that it measures, and how strongly."""

    topic: Topic
    measured: Measured
    measure: str
    dims: dict[str, str]
    evidence: float


@cache
def topics() -> tuple[Topic, ...]:
    """The entries of topics.yml."""
    return tuple(read_entries(Path(__file__).with_suffix(".yml"), Topic))


@cache
def names_of(subject: str, measure: str) -> dict[str, Kind]:
    """The dimensions of a measure that are names."""
    return {
        dimension: kind
        for topic in topics()
        if topic.subject == subject
        for measured in topic.measures
        if measure in measured.measures.values()
        for dimension, kind in topic.names.items()
        if measured.by == dimension or not any(one.by for one in topic.measures)
    }


@cache
def _vocabulary() -> Vocabulary:
    words = (
        word
        for topic in topics()
        for group in (
            topic.words,
            *(measured.near for measured in topic.measures),
            *(words for values in topic.dims.values() for words in values.values()),
        )
        for word in group
    )
    return Vocabulary(words, (word for topic in topics() for word in topic.groups))


def infer_meanings(text: str, mentions: Sequence[Mention]) -> list[Inferred | None]:
    """What each figure measures; None where too little says so. `text` is the folded one."""
    words = _vocabulary().find(text)
    headings = find_headings(text)
    starts = [start for start, _ in headings]
    found: list[Inferred | None] = []
    for mention, whole in zip(mentions, find_wholes(text, mentions), strict=True):
        head = found[mention.pair] if mention.pair is not None else None
        if head and mention.figure.unit in head.measured.measures and _is_other_unit(mentions, mention):
            measure = head.measured.measures[mention.figure.unit]
            found.append(Inferred(head.topic, head.measured, measure, head.dims, head.evidence))
            continue
        number = bisect_left(starts, mention.figure.at[0]) - 1
        around = surroundings(text, mentions, mention, headings[number] if number >= 0 else None)
        before = mentions[mention.number - 1] if mention.number else None
        goes_on = before is not None and "\n" not in text[before.figure.at[1] : mention.figure.at[0]]
        is_same = before is not None and before.sentence == mention.sentence
        found.append(
            _infer(
                words.around(around),
                around.is_bare,
                mention,
                found[-1] if goes_on else None,
                _GOES_ON if is_same else _PARAGRAPH,
                found[whole] if whole is not None else None,
            )
        )
    return found


def _is_other_unit(mentions: Sequence[Mention], mention: Mention) -> bool:
    return mention.pair is not None and mentions[mention.pair].figure.unit != mention.figure.unit


def _infer(
    evidence: Evidence,
    is_bare: bool,
    mention: Mention,
    before: Inferred | None,
    worth: float,
    whole: Inferred | None,
) -> Inferred | None:
    """The measure with the most evidence; `before` is that of the figure before, `whole` of the one that it is listed under."""
    best: Inferred | None = None
    for topic in topics():
        told = evidence.of_topic(topic.told_by)
        goes_on = before is not None and before.topic is topic
        listed = whole if whole and whole.topic is topic and whole.measured.is_whole else None
        if not (told or goes_on or listed or is_bare):
            continue
        for measured, cue in _fitting(evidence, topic, is_bare, mention, listed):
            total = told + cue + (worth if goes_on else 0)
            if total >= _ENOUGH and (best is None or total > best.evidence):
                measure = measured.measures[mention.figure.unit]
                dims = _dims(evidence, topic, mention, before if worth == _GOES_ON else None, listed)
                best = Inferred(topic, measured, measure, dims, total)
    return best


def _fitting(
    evidence: Evidence, topic: Topic, is_bare: bool, mention: Mention, listed: Inferred | None
) -> Iterator[tuple[Measured, float]]:
    """The measures of the topic that the figure may be of, with the evidence for each."""
    figure = mention.figure
    for measured in topic.measures:
        if figure.unit not in measured.measures or (measured.per or "") not in (figure.per or ("",)):
            continue
        if (measured.counted and not figure.text.endswith(measured.counted)) or (
            measured.is_bare and not is_bare
        ):
            continue
        is_part = listed is not None and measured.measures == listed.measured.measures
        cue = (
            evidence.of_measure(measured.near)
            if measured.near
            else _BARE
            if measured.is_bare
            else _WITHOUT_WORDS
        )
        if cue or is_part:
            counted = _COUNTED if measured.near else _COUNTED_ALONE
            noun = _NOUN if evidence.counted in measured.near else 0
            yield measured, cue + (counted if measured.counted else 0) + (_LISTED if is_part else 0) + noun


def _dims(
    evidence: Evidence, topic: Topic, mention: Mention, before: Inferred | None, listed: Inferred | None
) -> dict[str, str]:
    """The dimensions that words at the figure name, else those at the one before in its segment; a part has those of its
    whole, and its own words."""
    goes_on = before.dims if before and before.topic is topic else {}
    dims = {name: value for name, value in goes_on.items() if name in topic.dims and name not in _OF_EACH}
    dims |= listed.dims if listed else {}
    for name, values in topic.dims.items():
        named = {value: evidence.of_measure(words) for value, words in values.items()}
        best = max(named, key=lambda value: named[value])
        if named[best] > 1:
            dims[name] = best
        elif name in _OF_ALL and name not in dims:
            around = {value: evidence.of_topic(words) for value, words in values.items()}
            best = max(around, key=lambda value: around[value])
            if around[best]:
                dims[name] = best
    if listed and listed.measured.by and mention.label and not _NO_NAME.search(mention.label):
        dims.setdefault(listed.measured.by, mention.label)
    return dims
