"""The figures of a yearly report, in sentences: each number is that of a mart, and knows which."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from pipelines.audit.released import Computed, Place, Released
from pipelines.common.errors import UserError
from pipelines.common.yaml_files import read_entries

_UNITS = {"万元": (Decimal("0.0001"), 6), "%": (Decimal(100), 2)}
"""Unit → how many of it one of the mart's is, and how many places are written."""
_WHOLE = (Decimal(1), 0)
_SUFFIXES = ("街道", "镇", "乡")


class Asked(BaseModel):
    """A number that a clause states."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    measure: str
    unit: str
    cut: str = ""
    subject: str = ""


class Clause(BaseModel):
    """Words with a place for each number."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    words: str
    numbers: tuple[Asked, ...]


class Section(BaseModel):
    """An entry of yearly.yml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    sentences: tuple[tuple[Clause, ...], ...]


@dataclass(frozen=True)
class Source:
    """A number as written, in which words, and the one of the mart."""

    text: str
    words: str
    computed: Computed


@dataclass(frozen=True)
class YearlyReport:
    """title; sections: titles with their sentences; sources: of every number, in its order."""

    title: str
    sections: list[tuple[str, list[str]]]
    sources: list[Source]


@cache
def _sections() -> list[Section]:
    return list(read_entries(Path(__file__).with_suffix(".yml"), Section))


def write_report(released: Released, township: str, year: int, compared: int | None = None) -> YearlyReport:
    """The report of a township and year: what the release has of yearly.yml, and beside it the stocks of the year that it is
    compared with. Raises UserError where the release has no such township, several, or no number of it."""
    place = _place(released, township)
    suffix = next((one for one in _SUFFIXES if township.endswith(one)), "镇")
    writer = _Writer(released, place, suffix)
    sections = [(section.title, list(writer.sentences(section, year))) for section in _sections()]
    if compared is not None:
        sections.append((f"与{compared}年比较", list(writer.compared(year, compared))))
    sections = [(title, sentences) for title, sentences in sections if sentences]
    if not sections:
        raise UserError(
            f"The release has no number of {township} in {year}.", f"版本里没有{township} {year} 年的数。"
        )
    return YearlyReport(f"{township}{year}年工作数据", sections, writer.sources)


def _place(released: Released, township: str) -> Place:
    places = sorted(released.townships.get(township, ()), key=str)
    if len(places) != 1:
        known = "、".join(sorted(released.townships))
        problem = "更多同名的乡镇" if places else "没有这个乡镇"
        raise UserError(
            f"{township}: the release has {len(places)} townships of this name; expected one of {known}.",
            f"{township}:{problem}；版本里有 {known}。",
        )
    return places[0]


class _Writer:
    """Sentences of one place, and the sources of their numbers."""

    def __init__(self, released: Released, place: Place, suffix: str):
        self._released, self._place, self._suffix = released, place, suffix
        self.sources: list[Source] = []

    def sentences(self, section: Section, year: int) -> Iterator[str]:
        """Those of a section that have a number."""
        for sentence in section.sentences:
            clauses = [written for clause in sentence if (written := self._clause(clause, year))]
            if clauses:
                yield "，".join(clauses) + "。"

    def compared(self, year: int, other: int) -> Iterator[str]:
        """What leads a sentence of the report and is of no year of its own, as of the other year."""
        for section in _sections():
            for clause, *_ in section.sentences:
                is_of_a_year = "{year}" in clause.words or "{next}" in clause.words
                if not is_of_a_year and self._found(clause, year):
                    written = self._clause(clause, other, f"{other}年")
                    yield from [f"{written}。"] if written else []

    def _clause(self, clause: Clause, year: int, lead: str = "") -> str | None:
        found = self._found(clause, year)
        if found is None:
            return None
        texts = [_written(one, asked.unit) for one, asked in zip(found, clause.numbers, strict=True)]
        names = {"place": self._suffix, "year": year, "next": year + 1}
        before = lead + clause.words.partition("{}")[0].format(**names)
        self.sources += [Source(text, before, one) for text, one in zip(texts, found, strict=True)]
        return lead + clause.words.format(*texts, **names)

    def _found(self, clause: Clause, year: int) -> list[Computed] | None:
        """The numbers of the clause; None where one is missing."""
        found = []
        for asked in clause.numbers:
            cut = asked.cut.format(year=year, next=year + 1)
            one = self._released.find(asked.measure, cut, asked.subject, self._place, year)
            if one is None:
                return None
            found.append(one)
        return found


def _written(number: Computed, unit: str) -> str:
    """The number in its unit, money to the cent, rates to two places."""
    factor, places = _UNITS.get(unit, _WHOLE)
    value = Decimal(repr(number.value)) * factor
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{rounded:f}"
    return f"{text.rstrip('0').rstrip('.') if '.' in text else text}{unit}"
