"""Cells of codes → terms of the column's vocabulary."""

import re
from collections.abc import Mapping

from rapidfuzz import fuzz, process

from pipelines.reading.normalise import normalise
from pipelines.reading.vocabularies import terms_in
from pipelines.registers.columns import Column
from pipelines.rules import InvalidValue
from pipelines.values.context import ParseContext

_BETWEEN_TERMS = re.compile(r"[、,，;；/\s]|和|及")
_BRACKETS = str.maketrans("（）", "()")
_QUALIFIED = re.compile(r"([^()]+)\(([^()]*)\)")
_UNCERTAIN = re.compile("拟|预|计划|待|非|否|不|取消|原|曾|或|[?？]")
"""What a qualifier in brackets says that leaves the term before it open."""
_DATE = re.compile(r"[(]?于?(19|20)\d\d年?[初中底末]?([./-]?\d{1,2}([月./-](\d{1,2}日?)?)?)?份?[)]?")
_CODE = re.compile(r"\d{1,2}")
"""What a system exports instead of words."""
_NO_OPTIONS = {"未填写", "未识别"}
"""Terms that mean that nothing is known; nobody is asked to write them."""
_MOST_OPTIONS = 12
_MOST_NEAREST = 3
_ALIKE = 50


def code(text: str, column: Column, context: ParseContext) -> str:
    """The one term, or the main one of several, which comes first."""
    if found := terms_of(text, column, context):
        return found[0]
    known = dict.fromkeys(term for term in context.terms.values() if term not in _NO_OPTIONS)
    alike = process.extract(normalise(text), context.terms.keys(), scorer=fuzz.ratio, score_cutoff=_ALIKE)
    nearest = dict.fromkeys(term for synonym, *_ in alike if (term := context.terms[synonym]) in known)
    options = [*known] if len(known) <= _MOST_OPTIONS else []
    fields = {"code": text} if _CODE.fullmatch(text) else {}
    raise InvalidValue("unknown_term", nearest=[*nearest][:_MOST_NEAREST], options=options, **fields)


def date_beside(text: str) -> str | None:
    """The date that stands in a cell of codes beside its term: 2019年 of 2019年已脱贫."""
    text = normalise(text)
    found = _DATE.search(text)
    return found[0].strip("()于") if found and found[0] != text else None


def terms_of(text: str, column: Column, context: ParseContext) -> list[str]:
    """The terms that a cell of codes contains, in its order; none where one of them is unknown, or one only is allowed."""
    found = _DATE.sub("", normalise(text), count=1) if column.is_dated else normalise(text)
    if term := context.terms.get(found) or _qualified(text, context):
        return [term]
    if context.own_places and (region := _of_own_place(found, context.own_places)):
        return [region]
    if column.by_words and len(named := terms_in(found, context.terms)) == 1:
        return [*named]
    parts = [part for part in _BETWEEN_TERMS.split(text) if part.strip()] if column.many else []
    terms = [context.terms.get(normalise(part)) for part in parts]
    return [*dict.fromkeys(term for term in terms if term)] if all(terms) else []


def _of_own_place(text: str, places: Mapping[str, str]) -> str | None:
    """The term of the narrowest own place that a text names, alone or behind the wider ones: 云江市溪口县, and not 外市溪口县."""
    names = [*places]
    for number, name in enumerate(names):
        before, found, _ = text.partition(name)
        wider = tuple(names[number + 1 :]) or ("省", "自治区")
        if found and (not before or before.endswith(wider)):
            return places[name]
    return None


def _qualified(text: str, context: ParseContext) -> str | None:
    """The term before a qualifier in brackets, 未脱贫（兜底）, unless the qualifier contains another term or leaves it open."""
    match = _QUALIFIED.fullmatch(text.translate(_BRACKETS).strip())
    term = match and context.terms.get(normalise(match[1]))
    if not (match and term) or _UNCERTAIN.search(match[2]):
        return None
    others = {
        other
        for synonym, other in context.terms.items()
        if len(synonym) > 1 and synonym in normalise(match[2])
    }
    return term if others <= {term} else None
