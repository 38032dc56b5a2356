"""What a figure measures where no word of subjects.yml says so alone: by the words of topics.yml around it.

A subject is told by words at the figure, in its sentence, before it and in the heading; a measure of it by the unit and the
words at the figure. The measure with the most evidence counts, if there is enough of it. Never sure: a figure understood
like this is never called wrong.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from pipelines.audit.evidence import Evidence, Vocabulary, find_headings, surroundings
from pipelines.audit.mentions import Mention, find_wholes
from pipelines.common.yaml_files import read_entries

_GOES_ON = 1.4
"""Evidence that a sentence goes on with the subject of the figure before."""
_WITHOUT_WORDS = 1.6
"""Evidence of a measure that any figure of its unit has."""
_COUNTED, _BARE = 3.0, 4.0
_LISTED = 6.0
_ENOUGH = 3.0


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
    kind: str | None = None


class Topic(BaseModel):
    """An entry of topics.yml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    subject: str
    words: tuple[str, ...]
    groups: tuple[str, ...] = ()
    measures: tuple[Measured, ...]
    dims: dict[str, dict[str, tuple[str, ...]]] = {}
    by_year: str | None = None


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
        goes_on = mention.number and mentions[mention.number - 1].sentence == mention.sentence
        found.append(
            _infer(
                words.around(around),
                around.is_bare,
                mention,
                found[-1] if goes_on else None,
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
    whole: Inferred | None,
) -> Inferred | None:
    """The measure with the most evidence; `before` is that of the figure before, `whole` of the one that it is listed under."""
    best: Inferred | None = None
    for topic in topics():
        told = evidence.of_topic(topic.words + topic.groups)
        goes_on = before is not None and before.topic is topic
        listed = whole if whole and whole.topic is topic and whole.measured.is_whole else None
        if not (told or goes_on or listed or is_bare):
            continue
        for measured, cue in _fitting(evidence, topic, is_bare, mention, listed):
            total = told + cue + (_GOES_ON if goes_on else 0)
            if total >= _ENOUGH and (best is None or total > best.evidence):
                measure = measured.measures[mention.figure.unit]
                dims = _dims(evidence, topic, mention, before, listed)
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
            yield measured, cue + (_COUNTED if measured.counted else 0) + (_LISTED if is_part else 0)


def _dims(
    evidence: Evidence, topic: Topic, mention: Mention, before: Inferred | None, listed: Inferred | None
) -> dict[str, str]:
    """The dimensions that words at the figure name, else those at the one before in its segment; a part has those of its
    whole, and its own words."""
    goes_on = before.dims if before and before.topic is topic else {}
    dims = {name: value for name, value in goes_on.items() if name in topic.dims}
    dims |= listed.dims if listed else {}
    for name, values in topic.dims.items():
        named = {value: evidence.of_measure(words) for value, words in values.items()}
        best = max(named, key=lambda value: named[value])
        if named[best] > 1:
            dims[name] = best
    if listed and listed.measured.by and mention.label:
        dims.setdefault(listed.measured.by, mention.label)
    return dims
