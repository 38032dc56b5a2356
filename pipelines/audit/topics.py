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
from pipelines.audit.mentions import Mention, find_predicates, find_wholes
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
_OF_PARTS = frozenset({"households", "persons", "fraction", "yuan"})
"""Units that parts may have beside that of their whole."""
_NO_NAME = re.compile(r"\d|资金|金额|^共")


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
    is_of_report: bool = False
    kind: str | None = None
    cut_by: tuple[str, ...] | None = None
    dims: dict[str, str] = {}


class Topic(BaseModel):
    """An entry of topics.yml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    subject: str
    words: tuple[str, ...]
    groups: tuple[str, ...] = ()
    measures: tuple[Measured, ...]
    dims: dict[str, dict[str, tuple[str, ...]]] = {}
    vocabularies: dict[str, str] = {}
    of_some: tuple[str, ...] = ()
    of_its_words: tuple[str, ...] = ()
    names: dict[str, Kind] = {}

    @cached_property
    def nouns(self) -> frozenset[str]:
        """The words for what there are so many of, of which only those measures are that have them."""
        return frozenset(
            word
            for one in self.measures
            if "count" in one.measures
            for word in one.near
            if word in self.told_by
        )

    @cached_property
    def told_by(self) -> frozenset[str]:
        """The words that tell it."""
        return frozenset(self.words + self.groups)


@dataclass(frozen=True)
class Inferred:
    """What the words around a figure say that it measures, and how strongly. dims: the part that its label names."""

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
        if measured.cut_by is None or dimension in measured.cut_by
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
    for mention, whole, predicate in zip(
        mentions, find_wholes(text, mentions), find_predicates(text, mentions), strict=True
    ):
        head = found[mention.pair] if mention.pair is not None else None
        is_of_head = head and mention.figure.unit in head.measured.measures and not predicate
        if head and is_of_head and _is_other_unit(mentions, mention):
            measure = head.measured.measures[mention.figure.unit]
            found.append(Inferred(head.topic, head.measured, measure, head.dims, head.evidence))
            continue
        number = bisect_left(starts, mention.figure.at[0]) - 1
        heading = headings[number] if number >= 0 else None
        around = surroundings(text, mentions, mention, heading, predicate)
        before = mentions[mention.number - 1] if mention.number else None
        goes_on = before is not None and "\n" not in text[before.figure.at[1] : mention.figure.at[0]]
        is_same = before is not None and before.sentence == mention.sentence
        found.append(
            _infer(
                words.around(around),
                around.is_bare,
                mention,
                text[slice(*mention.figure.at)],
                found[-1] if goes_on else None,
                _GOES_ON if is_same else _PARAGRAPH,
                found[whole] if whole is not None and _is_listed(mentions, whole, mention) else None,
            )
        )
    return found


def _is_listed(mentions: Sequence[Mention], whole: int, mention: Mention) -> bool:
    """Whether nothing else was counted since the whole: then the figure is still one of its parts. Of an amount the parts say
    what they were spent on."""
    units = {one.figure.unit for one in mentions[whole : mention.number]} - _OF_PARTS
    of_whole = mentions[whole].figure.unit
    return of_whole == "yuan" or units <= {of_whole, mention.figure.unit}


def _is_other_unit(mentions: Sequence[Mention], mention: Mention) -> bool:
    return mention.pair is not None and mentions[mention.pair].figure.unit != mention.figure.unit


def _infer(
    evidence: Evidence,
    is_bare: bool,
    mention: Mention,
    written: str,
    before: Inferred | None,
    worth: float,
    whole: Inferred | None,
) -> Inferred | None:
    """The measure with the most evidence; `written` is the figure as the folded text has it, `before` that of the figure before,
    `whole` of the one that it is listed under."""
    best: Inferred | None = None
    for topic in topics():
        told = evidence.of_topic(topic.told_by)
        goes_on = before is not None and before.topic is topic
        listed = whole if whole and whole.topic is topic and whole.measured.is_whole else None
        if not (told or goes_on or listed or is_bare):
            continue
        for measured, cue in _fitting(evidence, topic, is_bare, mention, written, listed):
            total = told + cue + (worth if goes_on else 0)
            if total >= _ENOUGH and (best is None or total > best.evidence):
                measure = measured.measures[mention.figure.unit]
                best = Inferred(topic, measured, measure, measured.dims | _part(mention, listed), total)
    return best


def _fitting(
    evidence: Evidence, topic: Topic, is_bare: bool, mention: Mention, written: str, listed: Inferred | None
) -> Iterator[tuple[Measured, float]]:
    """The measures of the topic that the figure may be of, with the evidence for each."""
    figure = mention.figure
    for measured in topic.measures:
        if figure.unit not in measured.measures or (measured.per or "") not in (figure.per or ("",)):
            continue
        if (measured.counted and not written.endswith(measured.counted)) or (
            measured.is_bare and not is_bare
        ):
            continue
        if evidence.counted in topic.nouns and evidence.counted not in measured.near:
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


def _part(mention: Mention, listed: Inferred | None) -> dict[str, str]:
    """Which part the label of a figure names, where it is listed under a whole that has such parts."""
    if listed is None or listed.dims or listed.measured.by is None:
        return listed.dims if listed else {}
    return {listed.measured.by: mention.label} if mention.label and not _NO_NAME.search(mention.label) else {}
