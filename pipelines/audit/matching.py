"""A figure of a report and the number of a mart: which one it is, and whether they agree."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pipelines.audit.identity import is_exact, rounding, shown
from pipelines.audit.kinds import kind_of
from pipelines.audit.mentions import Mention
from pipelines.audit.periods import stated_cohort, stated_year, words_before
from pipelines.audit.places import village_in
from pipelines.audit.released import Computed, Coverage, Place, Released
from pipelines.audit.subjects import Meaning
from pipelines.marts.answers import WHOLE
from pipelines.reconciling.wording import DESCRIBING

PASS, FAIL, UNCERTAIN, NOT_ASSESSABLE = "PASS", "FAIL", "UNCERTAIN", "NOT_ASSESSABLE"
_SURE_FROM = 100
"""A value below it may agree by chance."""
_NEARLY = Decimal("0.1")
_FIRST_HEADING = re.compile("^一、", re.MULTILINE)
_LEVEL = re.compile("[全我本](?:(村|社区)|([镇乡街])|([县区市]))")


@dataclass(frozen=True)
class Verdict:
    """Whether a figure agrees with the marts, and why. dims, period, area, kind: what the words say of it; computed: the
    number that it was compared with."""

    verdict: str
    reason: str = ""
    kind: str = "observed"
    dims: dict[str, str] | None = None
    period: str | None = None
    area: str | None = None
    computed: Computed | None = None


@dataclass(frozen=True)
class _Reading:
    """One way to read a figure: the cut, year and place that it may be of. is_stated: its own words state year and place."""

    dims: dict[str, str]
    year: int | None
    place: Place
    is_stated: bool = False

    @property
    def cut(self) -> str:
        parts = {
            name: value for name, value in self.dims.items() if value != WHOLE and name not in DESCRIBING
        }
        return "|".join(f"{name}={parts[name]}" for name in sorted(parts))

    @property
    def words(self) -> str:
        """As people say it: 某村 2018 年."""
        year = self.dims.get("cohort") or self.dims.get("exit_year") or self.year
        return f"{_name(self.place)}{'累计' if year == 'cumulative' else f' {year} 年' if year else ''}"


@dataclass(frozen=True)
class Report:
    """What a report as a whole is of: its folded text, year, and township; both None where nothing says them. is_several:
    the file holds several reports, each of which begins with 一、."""

    text: str
    year: int | None
    place: Place | None

    @property
    def is_several(self) -> bool:
        return len(_FIRST_HEADING.findall(self.text)) > 1


def judge(
    report: Report,
    mentions: Sequence[Mention],
    meanings: Sequence[Meaning | None],
    released: Released | None,
    coverage: Callable[[Computed], Coverage],
) -> list[Verdict]:
    """A verdict for each figure. FAIL only where the words leave one reading, no other makes the figure true, and what the
    mart leaves out does not explain the difference."""
    return [
        _judge(report, mention, meaning, released, coverage)
        for mention, meaning in zip(mentions, meanings, strict=True)
    ]


def _judge(
    report: Report,
    mention: Mention,
    meaning: Meaning | None,
    released: Released | None,
    coverage: Callable[[Computed], Coverage],
) -> Verdict:
    kind = kind_of(report.text, mention)
    if meaning is None:
        return Verdict(NOT_ASSESSABLE, "没有读懂它说的是哪个指标", kind)
    kind = meaning.subject.kind or kind
    dims, year = _dims_and_year(report, mention, meaning)
    known = Verdict(NOT_ASSESSABLE, "没有可以核对的版本", kind, dims, _period(dims, year))
    if released is None:
        return known
    if report.place is None:
        return replace(known, reason="没有读出报告是哪个乡镇的")
    reading, rest = _reading(report, mention, meaning, released, dims, year)
    known = replace(known, area=_name(reading.place))
    number = _find(released, meaning, reading)
    if number and _agrees(mention, number.value):
        return _agreeing(replace(known, computed=number), mention, rest)
    if rest:
        return Verdict(NOT_ASSESSABLE, f"“{rest}”没有读懂，说的可能只是一部分", kind)
    other = _agreeing_other(mention, meaning, released, reading)
    if number is None:
        return _unanswered(known, mention, meaning, released, reading, other)
    return _disagreeing(replace(known, computed=number), mention, meaning, reading, other, coverage)


# -- reading ------------------------------------------------------------------------------------------------------


def _dims_and_year(report: Report, mention: Mention, meaning: Meaning) -> tuple[dict[str, str], int | None]:
    """The dimensions of the figure, and its year: that of its words, else of its sentence, else of the report."""
    dims = dict(meaning.subject.dims)
    if cohort := stated_cohort(meaning.lead):
        return {**dims, "cohort": cohort}, report.year
    year = (
        stated_year(meaning.lead, report.year)
        or stated_year(words_before(report.text, mention), report.year)
        or report.year
    )
    if meaning.subject.by_year and year is not None:
        dims["exit_year"] = str(year)
    return dims, year


def _period(dims: dict[str, str], year: int | None) -> str | None:
    return dims["cohort"] if dims.get("cohort", "")[:1].isdigit() else str(year) if year else None


def _reading(
    report: Report,
    mention: Mention,
    meaning: Meaning,
    released: Released,
    dims: dict[str, str],
    year: int | None,
) -> tuple[_Reading, str]:
    """What the words say that the figure is of, and the words that nothing understood."""
    assert report.place is not None
    rest = meaning.rest
    for name in filter(None, report.place):
        rest = rest.replace(name, "")
    named = village_in(meaning.lead, report.place, released)
    nearby = (
        None if meaning.is_scoped else village_in(words_before(report.text, mention), report.place, released)
    )
    village = named or nearby
    rest = rest.replace(village[0], "") if village else rest
    own = village[1] if village else report.place
    level = _LEVEL.match(meaning.scope)
    if level and level[3]:
        own = (report.place[0], None, None)
    is_of_level = level is None or bool(level[1]) == bool(own[2])
    says_place = (
        is_of_level
        and (named is not None or meaning.is_scoped or _names(meaning, own))
        and not report.is_several
    )
    says_year = not meaning.subject.by_year or stated_year(meaning.lead, report.year) is not None
    return _Reading(dims, year, own, says_place and says_year), rest


def _names(meaning: Meaning, place: Place) -> bool:
    return any(name in meaning.lead for name in filter(None, place))


def _name(place: Place) -> str:
    return next(name for name in reversed(place) if name)


# -- comparing ----------------------------------------------------------------------------------------------------


def _find(released: Released, meaning: Meaning, reading: _Reading) -> Computed | None:
    return released.find(meaning.measure, reading.cut, meaning.subject.subject, reading.place, reading.year)


def _agrees(mention: Mention, computed: float) -> bool:
    """Whether the figure is the number as printed; words like 约 and 以上 leave room."""
    figure, value = mention.figure, Decimal(repr(computed))
    difference = value - figure.value
    match figure.bound:
        case "about":
            return abs(difference) <= _NEARLY * abs(value)
        case "more_than" | "at_least":
            return 0 <= difference <= _NEARLY * abs(value)
        case "less_than" | "at_most":
            return 0 <= -difference <= _NEARLY * abs(value)
    # a rate may be cut off instead of rounded
    return abs(difference) <= (figure.step if figure.unit == "fraction" else rounding(figure))


def _agreeing(known: Verdict, mention: Mention, rest: str) -> Verdict:
    if rest and mention.figure.value < _SURE_FROM:
        return replace(known, verdict=UNCERTAIN, reason=f"数相同，但“{rest}”没有读懂，可能是碰巧")
    return replace(known, verdict=PASS, reason="")


def _agreeing_other(
    mention: Mention, meaning: Meaning, released: Released, reading: _Reading
) -> tuple[_Reading, Computed] | None:
    """The nearest other reading by which the figure is true."""
    for other in _others(meaning, released, reading):
        number = _find(released, meaning, other)
        if number and _agrees(mention, number.value):
            return other, number
    return None


def _others(meaning: Meaning, released: Released, reading: _Reading) -> Iterator[_Reading]:
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


def _unanswered(
    known: Verdict,
    mention: Mention,
    meaning: Meaning,
    released: Released,
    reading: _Reading,
    other: tuple[_Reading, Computed] | None,
) -> Verdict:
    """Where the release has no number for the reading: true by another one, or not to be assessed."""
    if other and mention.figure.value >= _SURE_FROM and "cohort" in other[0].dims:
        return replace(
            known, verdict=PASS, computed=other[1], dims=other[0].dims, reason=f"按{other[0].words}"
        )
    marts = "、".join(sorted(released.answering.get(meaning.measure, ())))
    if not marts:
        return replace(known, reason="没有集市表回答这个指标")
    if other:
        return replace(known, verdict=UNCERTAIN, computed=other[1], reason=f"和{other[0].words}的数相同")
    return replace(known, reason=f"{marts} 没有{reading.words}的这个数：缺台账，或者没有按这个口径分")


def _disagreeing(
    known: Verdict,
    mention: Mention,
    meaning: Meaning,
    reading: _Reading,
    other: tuple[_Reading, Computed] | None,
    coverage: Callable[[Computed], Coverage],
) -> Verdict:
    assert known.computed is not None
    value = Decimal(repr(known.computed.value))
    says = f"表中{reading.words}是 {shown(value, mention.figure.unit)}"
    if doubt := _doubt(known, mention, meaning, reading, other):
        return replace(known, verdict=UNCERTAIN, reason=f"{says}；{doubt}")
    left_out = coverage(known.computed)
    is_count = mention.figure.unit in ("persons", "households")
    if left_out.missing_units or (
        left_out.rows_set_aside
        and not (is_count and abs(value - mention.figure.value) > left_out.rows_set_aside)
    ):
        return replace(known, verdict=UNCERTAIN, reason=f"{says}；但表中的数不全：{left_out}")
    return replace(known, verdict=FAIL, reason="；".join(filter(None, [says, _explained(mention, value)])))


def _doubt(
    known: Verdict,
    mention: Mention,
    meaning: Meaning,
    reading: _Reading,
    other: tuple[_Reading, Computed] | None,
) -> str | None:
    """Why a figure that is not the number may be right all the same."""
    if other:
        return f"和{other[0].words}的数相同"
    if not reading.is_stated:
        return "没有写明是哪一年、哪里的全部"
    if not is_exact(mention.figure):
        return "报告写的是约数"
    if not (meaning.subject.stock or meaning.subject.by_year):
        return "口径可能不同"
    if reading.year is None or known.kind not in ("observed", "planned", "target"):
        return "没有读出年度或者性质"
    return None


def _explained(mention: Mention, value: Decimal) -> str:
    """The slip of the pen that makes the number of the figure, or nothing."""
    figure = mention.figure
    for factor in (Decimal(10_000), Decimal(10)):
        if any(
            abs(figure.value * times - value) <= rounding(figure) * times for times in (factor, 1 / factor)
        ):
            return f"差 {factor} 倍"
    written, wanted = str(int(figure.value / figure.step)), str(int(value / figure.step))
    return "数字颠倒" if written != wanted and sorted(written) == sorted(wanted) else ""
