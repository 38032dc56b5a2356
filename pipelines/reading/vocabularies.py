"""Terms of a vocabulary by their synonyms, as those are compared, and the terms that a text contains."""

import re
from collections.abc import Mapping
from functools import cache

from pipelines.reading.normalise import normalise
from pipelines.registers.columns import Column
from pipelines.registers.loading import load_vocabulary

_KIND_OF_PERSONS = "(低保|五保|特困|特困供养|残疾|高龄|监测|边缘易致贫|脱贫不稳定)"
_PERSONS = re.compile(
    f"(农村|城市|城乡)?{_KIND_OF_PERSONS}([、,和及与]{_KIND_OF_PERSONS})*(户|人员|人口|群众|家庭|对象|老人|人)"
)
"""Kinds of persons, who are named where money of any kind is theirs."""
_HARDSHIP = re.compile("经济困难")
"""Contains 济困, the name of a fund."""
_QUOTES = re.compile("[“”‘’\"'「」《》]")
"""Stand around a part of a name: “雨露计划”职业教育补助."""
_SHORTEST_WORD = 2
"""Letters of a word that names a term among others."""


@cache
def terms_of(vocabulary: str) -> Mapping[str, str]:
    """Synonym, normalised, → term."""
    return {normalise(synonym): term for synonym, term in load_vocabulary(vocabulary).items()}


def terms_of_code(column: Column) -> Mapping[str, str]:
    """Synonym → term of a column of codes; none of another column."""
    return terms_of(column.argument) if column.kind == "code" and column.argument else {}


def own_places(vocabulary: str, places: Mapping[str, str | None]) -> Mapping[str, str]:
    """Name of a place of the unit → the term that the vocabulary has for its level, {county}; the narrowest first."""
    terms = terms_of(vocabulary)
    return {
        normalise(name): terms[level]
        for place, name in places.items()
        if name and (level := normalise(f"{{{place}}}")) in terms
    }


def terms_at(vocabulary: str, places: Mapping[str, str | None]) -> Mapping[str, str]:
    """As `terms_of`, for a unit with these places by level: the synonym {county} stands for the name of its county."""
    terms, own = terms_of(vocabulary), own_places(vocabulary, places)
    return {**terms, **own} if own else terms


def terms_in(text: str, terms: Mapping[str, str], *, of_persons: bool = False) -> set[str]:
    """The terms whose words a normalised text contains, by normalised synonym → term.

    Of words within each other the longest counts, and none within 经济困难 or a longer kind of persons (低保户 is not 低保),
    unless the text is `of_persons`.
    """
    words = sorted((word for word in terms if len(word) >= _SHORTEST_WORD), key=len, reverse=True)
    if not words:
        return set()
    text = _QUOTES.sub("", text)
    longer = [*_HARDSHIP.finditer(text), *([] if of_persons else _PERSONS.finditer(text))]
    spans = [match.span() for match in longer]
    return {
        terms[match[0]]
        for match in re.finditer("|".join(map(re.escape, words)), text)
        if not any(_is_within(match.span(), span) for span in spans)
    }


def without_persons(text: str) -> str:
    """The text without kinds of persons."""
    return _PERSONS.sub("", text)


def _is_within(inner: tuple[int, int], outer: tuple[int, int]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1] and inner != outer
