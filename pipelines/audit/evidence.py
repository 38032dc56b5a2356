"""How strongly words around a figure speak of it: by where they stand, at the figure, in its sentence, before it or above."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile

from ahocorasick_rs import AhoCorasick

from pipelines.audit.figures import SENTENCE_END
from pipelines.audit.mentions import LABEL_END, Mention

_CLAUSE_END = re.compile(r"[,，;；。:：!！?？\n\t|]")
_HEADING = re.compile(
    r"^[ \t]*(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十\d]+\)|\d+[.、]|第[一二三四五六七八九十]+[章节部]).*$"
    r"|(?:^|(?<=[。;；]))[一二三四五六七八九十]是[^,，。;；:：\d\n]{2,16}(?=[。:：])",
    re.MULTILINE,
)
_PLACE_ALONE = re.compile("(?:全|[我本])(?:镇|乡|村|县|街道|区)(?:共|现|总)*有?")
_LONGEST_HEADING = 40
_REACH_BEFORE, _REACH_BEHIND, _REACH_AFTER = 240, 24, 80
_OF_LETTER, _OF_NEARNESS, _OF_GROUP = 0.2, 0.4, 0.55


@dataclass(frozen=True)
class Span:
    """A part of the text around a figure. `topic`, `near`: what a word in it is worth to tell the subject, and the measure;
    0 where it tells nothing of it. is_behind: the first word counts more than the last."""

    start: int
    end: int
    topic: float
    near: float
    is_behind: bool = False


@dataclass(frozen=True)
class Surroundings:
    """The spans around a figure, the strongest first. end: where it ends; is_count: it counts what stands there. is_bare:
    nothing but the place leads up to it, and nothing follows."""

    spans: tuple[Span, ...]
    end: int
    is_count: bool
    is_bare: bool


class Vocabulary:
    """Words to look for; those of `groups` hide words within them (脱贫 in 脱贫户), and are worth less."""

    def __init__(self, words: Iterable[str], groups: Iterable[str]):
        self.groups = frozenset(groups)
        self.words = sorted({*words, *self.groups})
        self._automaton = AhoCorasick(self.words)

    def find(self, text: str) -> "Words":
        """Where in the text the words stand."""
        found = self._automaton.find_matches_as_indexes(text, overlapping=True)
        places: list[tuple[int, int, str]] = []
        covered = 0
        for number, start, end in sorted(found, key=lambda match: (match[1], -match[2])):
            word = self.words[number]
            if word in self.groups:
                covered = max(covered, end)
            elif end <= covered:
                continue
            places.append((start, end, word))
        return Words(places, self.groups)


@dataclass(frozen=True)
class Evidence:
    """How much each word around a figure speaks for a subject, and for a measure. counted: the word right behind a count,
    which is what there are so many of."""

    topic: Mapping[str, float]
    near: Mapping[str, float]
    counted: str | None = None

    def of_topic(self, words: Collection[str]) -> float:
        """That of the best of the words for a subject; 0 where none of them stands around."""
        return max((worth for word, worth in self.topic.items() if word in words), default=0)

    def of_measure(self, words: Collection[str]) -> float:
        """That of the best of the words for a measure."""
        return max((worth for word, worth in self.near.items() if word in words), default=0)


@dataclass(frozen=True)
class Words:
    """Start and end of each word of a vocabulary in a text, in their order."""

    places: Sequence[tuple[int, int, str]]
    groups: Collection[str]

    def around(self, surroundings: Surroundings) -> Evidence:
        """What the words around a figure tell."""
        topic: dict[str, float] = defaultdict(float)
        near: dict[str, float] = defaultdict(float)
        for span in surroundings.spans:
            for start, end, word in self._within(span):
                share = (start - span.start) / (span.end - span.start)
                nearness = _OF_NEARNESS * (1 - share if span.is_behind else share)
                more = _OF_LETTER * (end - start) + nearness
                factor = _OF_GROUP if word in self.groups else 1
                for told, worth in ((topic, span.topic), (near, span.near)):
                    if worth:
                        told[word] = max(told[word], (worth + more) * factor)
        return Evidence(topic, near, self._beginning(surroundings.end) if surroundings.is_count else None)

    def _beginning(self, start: int) -> str | None:
        """The longest word that begins there."""
        first = bisect_left(self.places, (start,))
        beginning = takewhile(lambda place: place[0] == start, islice(self.places, first, None))
        return max((word for _, _, word in beginning), key=len, default=None)

    def _within(self, span: Span) -> Iterator[tuple[int, int, str]]:
        """The words that stand in the span from end to end."""
        for number in range(bisect_left(self.places, (span.start,)), len(self.places)):
            if self.places[number][0] >= span.end:
                return
            if self.places[number][1] <= span.end:
                yield self.places[number]


def find_headings(text: str) -> list[tuple[int, int]]:
    """Start and end of each heading, or of the beginning of a paragraph that is numbered."""
    return [
        (match.start(), min(match.end(), match.start() + _LONGEST_HEADING))
        for match in _HEADING.finditer(text)
    ]


def surroundings(
    text: str,
    mentions: Sequence[Mention],
    mention: Mention,
    heading: tuple[int, int] | None,
    predicate: tuple[int, int] | None = None,
) -> Surroundings:
    """The spans around the figure; one that follows another without a word has those of that one. `predicate` is what is said
    of all figures of its row."""
    head = mentions[mention.head]
    start, end = head.figure.at[0], mention.figure.at[1]
    earliest = max(0, start - _REACH_BEFORE)
    sentence, clause, label = (
        _last_end(pattern, text, earliest, start) for pattern in (SENTENCE_END, _CLAUSE_END, LABEL_END)
    )
    before = mentions[head.number - 1].figure.at[1] if head.number else 0
    label = max(before, label)
    if not text[label:start].strip():
        label = max(before, clause)
    behind, behind_end = _behind(text, mentions, mention)
    sentence_end = _first_start(SENTENCE_END, text, end, min(len(text), end + _REACH_AFTER))
    spans = [
        *([Span(*predicate, 6.0, 6.0, is_behind=True)] if predicate else []),
        Span(label, start, 5.0, 5.0),
        Span(behind, behind_end, 4.0, 4.0, is_behind=True),
        Span(clause, start, 4.0, 4.0),
        Span(sentence, start, 3.0, 0.2),
        *([Span(*heading, 2.0, 0)] if heading else []),
        Span(behind_end, sentence_end, 1.5, 0.2, is_behind=True),
        Span(text.rfind("\n", earliest, start) + 1 or earliest, start, 1.2, 0),
    ]
    is_bare = bool(_PLACE_ALONE.fullmatch(text[label:start])) and not text[behind:behind_end].strip()
    wide = tuple(span for span in spans if span.end > span.start)
    return Surroundings(wide, end, mention.figure.unit == "count", is_bare)


def _behind(text: str, mentions: Sequence[Mention], mention: Mention) -> tuple[int, int]:
    """Start and end of the words behind the figure, and behind those that follow it without a word."""
    followers = list(takewhile(lambda one: one.pair is not None, mentions[mention.number + 1 :][:3]))
    last = followers[-1] if followers else mention
    start = last.figure.at[1]
    end = min(len(text), start + _REACH_BEHIND)
    if last.number + 1 < len(mentions):
        end = min(end, mentions[last.number + 1].figure.at[0])
    return start, _first_start(LABEL_END, text, start, end)


def _last_end(pattern: re.Pattern[str], text: str, start: int, end: int) -> int:
    return max((match.end() for match in pattern.finditer(text, start, end)), default=start)


def _first_start(pattern: re.Pattern[str], text: str, start: int, end: int) -> int:
    found = pattern.search(text, start, end)
    return found.start() if found else end
