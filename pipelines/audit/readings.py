"""How the words of a figure are read: the cut, year and place that it is of."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from pipelines.audit.mentions import Mention
from pipelines.audit.periods import stated_span, stated_year, words_before, year_of_report
from pipelines.audit.places import village_in
from pipelines.audit.released import Place, Released
from pipelines.audit.sections import report_starts
from pipelines.audit.subjects import Meaning, words_left
from pipelines.marts.answers import WHOLE
from pipelines.reconciling.wording import DESCRIBING

_LEVEL = re.compile("[全我本](?:(村|社区)|([镇乡街])|([县区市]))")
_SEGMENT_END = re.compile("[;；。\\n]")
_REACH, _SENTENCE = 120, 400


@dataclass(frozen=True)
class Reading:
    """One way to read a figure. rest: words that nothing understood; is_stated: its own words state year and place."""

    dims: dict[str, str]
    year: int | None
    place: Place
    rest: str = ""
    is_stated: bool = False

    @property
    def cut(self) -> str:
        """The dimensions as `reconciling.computing` writes them."""
        parts = {
            name: value for name, value in self.dims.items() if value != WHOLE and name not in DESCRIBING
        }
        return "|".join(f"{name}={parts[name]}" for name in sorted(parts))

    @property
    def words(self) -> str:
        """Place and year as people say them: 某村 2018 年."""
        year = self.dims.get("cohort") or self.dims.get("exit_year") or self.year
        return f"{name_of(self.place)}{'累计' if year == 'cumulative' else f' {year} 年' if year else ''}"


@dataclass(frozen=True)
class Report:
    """What a report as a whole is of: its folded text, year, and township; both None where nothing says them."""

    text: str
    year: int | None
    place: Place | None

    @cached_property
    def _starts(self) -> list[int]:
        return report_starts(self.text)

    @cached_property
    def _years(self) -> list[int | None]:
        """The years that the reports of the file name, each by its own words."""
        return [
            year_of_report("", self.text[start:end])
            for start, end in pairwise([0, *self._starts, len(self.text)])
        ]

    @property
    def is_several(self) -> bool:
        """Whether the file holds several reports, each of which begins with 一、."""
        return bool(self._starts)

    def year_at(self, position: int) -> int | None:
        """The year of the report that the position is in: that of its own words, else of the file."""
        own = self._years[bisect_right(self._starts, position)] if self.is_several else None
        return own or self.year


@dataclass(frozen=True)
class Years:
    """The year of a figure, and in words, where it may be a span; stated: the year or span that its words state."""

    year: int | None
    period: str | None
    stated: str | None = None


def name_of(place: Place) -> str:
    """The name of the place itself."""
    return next(name for name in reversed(place) if name)


def dims_and_years(report: Report, mention: Mention, meaning: Meaning) -> tuple[dict[str, str], Years]:
    """The dimensions of the figure and its years: those of its words, else of its sentence, else of the report."""
    dims = dict(meaning.subject.dims)
    own = report.year_at(mention.figure.at[0])
    years = Years(own, str(own) if own else None)
    for words in (meaning.lead, words_before(report.text, mention, _SENTENCE)):
        span, year = stated_span(words, own), stated_year(words, own)
        if span and meaning.subject.is_by_year:
            years = Years(own, span, span)
            break
        if year and not span:
            years = Years(year, str(year), str(year))
            break
    if meaning.subject.is_of_report and own:
        years = Years(own, str(own), years.stated or str(own))
    match meaning.subject.by_year:
        case None:
            if not meaning.subject.is_by_year and (span := stated_span(meaning.lead, own)):
                dims["cohort"] = span  # those of some years are not all
        case "cohort":
            dims |= {"cohort": years.stated} if years.stated else {}
        case "project_year":
            dims |= {"project_year": str(years.year)} if years.period == str(years.year) else {}
        case by_year:
            if years.stated and years.stated != str(years.year):
                dims["cohort"] = years.stated
            elif years.year:
                dims[by_year] = str(years.year)
    return dims, years


def read_figure(
    report: Report, place: Place, mention: Mention, meaning: Meaning, released: Released
) -> Reading:
    """The reading that the words suggest; `place` is that of the report."""
    dims, years = dims_and_years(report, mention, meaning)
    year = years.year
    if meaning.subject.by and (
        found := _named_values(report, mention, meaning, released, Reading(dims, year, place))
    ):
        return found
    rest = meaning.rest
    for name in filter(None, place):
        rest = rest.replace(name, "")
    named = village_in(meaning.lead, place, released)
    sentence = "" if meaning.is_scoped else words_before(report.text, mention)
    village = named or village_in(sentence, place, released, in_full=True)
    own = village[1] if village else place
    level = _LEVEL.match(meaning.scope)
    if level and level[3]:
        own = (place[0], None, None)
    is_of_level = level is None or bool(level[1]) == bool(own[2])
    is_named = (
        named is not None or meaning.is_scoped or any(name in meaning.lead for name in filter(None, own))
    )
    says_year = not meaning.subject.by_year or stated_year(meaning.lead, report.year) is not None
    return Reading(
        dims=dims,
        year=year,
        place=own,
        rest=rest.replace(village[0], "") if village else rest,
        is_stated=is_of_level and is_named and says_year and not report.is_several,
    )


def _named_values(
    report: Report, mention: Mention, meaning: Meaning, released: Released, reading: Reading
) -> Reading | None:
    """The reading by dimensions whose values the release has and the words name, as 分红 of a partner or 岗位 of a type: the
    values next before the figure, else the first behind it. It is never sure, as other values may be meant."""
    start, end = mention.figure.at
    before = _SEGMENT_END.split(report.text[max(0, start - _REACH) : start])[-1]
    behind = _SEGMENT_END.split(report.text[end : end + _REACH])[0]
    found = []
    for dims in released.dims_of(meaning.measure, reading.place, reading.year):
        # the cohort of the year itself need not be named
        given = {*reading.dims.values(), str(reading.year)}
        values = [value for value in dims.values() if value not in given]
        if values and set(dims) <= {*meaning.subject.by, *reading.dims}:
            nearness = [_nearness(value, before, behind) for value in values]
            found += [(min(nearness), len(dims), dims)] if all(nearness) else []
    if not found:
        return None
    dims = max(found, key=lambda one: one[:2])[2]
    lead = meaning.lead
    for value in sorted(dims.values(), key=len, reverse=True):
        lead = lead.replace(value, "")
    return replace(reading, dims={**reading.dims, **dims}, rest=words_left(lead, meaning.subject))


def _nearness(value: str, before: str, behind: str) -> float:
    """How near the figure the value stands, more before it than behind; 0 where it stands in neither."""
    if value in before:
        return 1 + before.rfind(value) + len(value)
    return 1 / (2 + behind.find(value)) if value in behind else 0


def other_readings(meaning: Meaning, released: Released, reading: Reading) -> Iterator[Reading]:
    """Other readings that may be meant: all years up to now, the years around, the township, the county, villages."""
    county, township, village = reading.place
    if meaning.subject.by_year:
        if not reading.is_stated:
            yield replace(reading, dims={"cohort": "cumulative"})
    elif reading.year is not None:
        yield from (replace(reading, year=reading.year + years) for years in (-1, 1))
    if village:
        yield replace(reading, place=(county, township, None))
    yield replace(reading, place=(county, None, None))
    if not village:
        own = (
            other
            for places in released.villages.values()
            for other in places
            if other[:2] == reading.place[:2]
        )
        yield from (replace(reading, place=other) for other in own)
