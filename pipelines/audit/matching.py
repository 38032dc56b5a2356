"""A figure of a report and the number of a mart: which one it is, and whether they agree."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pipelines.audit.identity import is_exact, rounding, shown
from pipelines.audit.kinds import kind_of
from pipelines.audit.mentions import Mention
from pipelines.audit.readings import (
    Reading,
    Report,
    dims_and_years,
    name_of,
    other_readings,
    read_figure,
)
from pipelines.audit.released import Computed, Coverage, Released
from pipelines.audit.slips import find_misprint
from pipelines.audit.subjects import Meaning
from pipelines.reconciling.wording import MEASURES

PASS, FAIL, UNCERTAIN, NOT_ASSESSABLE = "PASS", "FAIL", "UNCERTAIN", "NOT_ASSESSABLE"
_SURE_FROM = 100
"""A value below it may agree by chance."""
_LEAST_TELLING = 10
"""A value below it is that of many measures."""
NEARLY = Decimal("0.1")
"""Share of a computed value that words like 约 leave open."""


@dataclass(frozen=True)
class Verdict:
    """Whether a figure agrees with the marts, and why. dims, period, area, kind: what the words say of it; computed: the
    number that it was compared with; answering: the mart that answers the measure, where it is one."""

    verdict: str
    reason: str = ""
    kind: str = "observed"
    dims: dict[str, str] | None = None
    period: str | None = None
    area: str | None = None
    computed: Computed | None = None
    answering: str | None = None

    @property
    def mart(self) -> str | None:
        """The mart that the figure was compared with, else the one that answers its measure."""
        return self.computed.mart if self.computed else self.answering


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
    dims, years = dims_and_years(report, mention, meaning)
    names = {name: value for name, value in meaning.names if name not in dims}
    if years.stated and "cohort" in meaning.subject.by and "cohort" not in dims:
        names["cohort"] = years.stated
    known = Verdict(NOT_ASSESSABLE, "没有可以核对的版本", kind, {**names, **dims}, years.period)
    if released is None:
        return known
    if report.place is None:
        return replace(known, reason="没有读出报告是哪个乡镇的")
    reading = read_figure(report, report.place, mention, meaning, released)
    marts = released.marts_of(meaning.measure, meaning.subject.subject)
    answering = released.mart_of(meaning.measure, meaning.subject.subject, reading.dims)
    known = replace(known, area=name_of(reading.place), dims={**names, **reading.dims}, answering=answering)
    number = _find(released, meaning, reading)
    if meaning.is_inferred:
        return _suggesting(known, mention, marts, number)
    if number and _agrees(mention, number.value):
        return _agreeing(replace(known, computed=number), mention, reading.rest)
    if reading.rest:
        return replace(known, reason=f"“{reading.rest}”没有读懂，说的可能只是一部分")
    other = _agreeing_other(mention, meaning, released, reading)
    if number is None:
        return _unanswered(known, mention, meaning, released, reading, other)
    return _disagreeing(replace(known, computed=number), mention, meaning, released, reading, other, coverage)


# -- comparing ----------------------------------------------------------------------------------------------------


def _find(released: Released, meaning: Meaning, reading: Reading) -> Computed | None:
    return released.find(meaning.measure, reading.cut, meaning.subject.subject, reading.place, reading.year)


def _agrees(mention: Mention, computed: float) -> bool:
    """Whether the figure is the number as printed; words like 约 and 以上 leave room."""
    figure, value = mention.figure, Decimal(repr(computed))
    difference = value - figure.value
    match figure.bound:
        case "about":
            return abs(difference) <= NEARLY * abs(value)
        case "more_than" | "at_least":
            return 0 <= difference <= NEARLY * abs(value)
        case "less_than" | "at_most":
            return 0 <= -difference <= NEARLY * abs(value)
    # a rate may be cut off instead of rounded
    return abs(difference) <= (figure.step if figure.unit == "fraction" else rounding(figure))


def _agreeing(known: Verdict, mention: Mention, rest: str) -> Verdict:
    if rest and mention.figure.value < _SURE_FROM:
        return replace(known, verdict=UNCERTAIN, reason=f"数相同，但“{rest}”没有读懂，可能是碰巧")
    return replace(known, verdict=PASS, reason="")


def _suggesting(known: Verdict, mention: Mention, marts: Sequence[str], number: Computed | None) -> Verdict:
    """Where only the words around suggest what the figure measures: it may agree, and is never wrong."""
    if number and _agrees(mention, number.value):
        known = replace(known, computed=number)
        if mention.figure.value >= _SURE_FROM:
            return replace(known, verdict=PASS, reason="按上下文读作这个指标")
        return replace(known, verdict=UNCERTAIN, reason="数相同，但指标是按上下文读的，可能是碰巧")
    asked = f"可以和 {'、'.join(marts)} 核对" if marts else "没有集市表回答这个指标"
    return replace(known, reason=f"指标是按上下文读的，没有把握；{asked}")


def _agreeing_other(
    mention: Mention, meaning: Meaning, released: Released, reading: Reading
) -> tuple[Reading, Computed] | None:
    """The nearest other reading by which the figure is true."""
    for other in other_readings(meaning, released, reading):
        number = _find(released, meaning, other)
        if number and _agrees(mention, number.value):
            return other, number
    return None


def _unanswered(
    known: Verdict,
    mention: Mention,
    meaning: Meaning,
    released: Released,
    reading: Reading,
    other: tuple[Reading, Computed] | None,
) -> Verdict:
    """Where the release has no number for the reading: true by another one, or not to be assessed."""
    if other and mention.figure.value >= _SURE_FROM and "cohort" in other[0].dims:
        return replace(
            known, verdict=PASS, computed=other[1], dims=other[0].dims, reason=f"按{other[0].words}"
        )
    marts = "、".join(released.marts_of(meaning.measure, meaning.subject.subject))
    if not marts:
        return replace(known, reason="没有集市表回答这个指标")
    if other:
        return replace(known, verdict=UNCERTAIN, computed=other[1], reason=f"和{other[0].words}的数相同")
    return replace(known, reason=f"{marts} 没有{reading.words}的这个数：缺台账，或者没有按这个口径分")


def _disagreeing(
    known: Verdict,
    mention: Mention,
    meaning: Meaning,
    released: Released,
    reading: Reading,
    other: tuple[Reading, Computed] | None,
    coverage: Callable[[Computed], Coverage],
) -> Verdict:
    assert known.computed is not None
    value = Decimal(repr(known.computed.value))
    slip = find_misprint(mention.figure, value) or _of_another(mention, reading, meaning, released)
    says = "；".join(filter(None, [f"表中{reading.words}是 {shown(value, mention.figure.unit)}", slip]))
    if doubt := _doubt(known, mention, meaning, reading, other):
        return replace(known, verdict=UNCERTAIN, reason=f"{says}；{doubt}")
    left_out = coverage(known.computed)
    is_count = mention.figure.unit in ("persons", "households")
    if left_out.missing_units or (
        left_out.rows_set_aside
        and not (is_count and abs(value - mention.figure.value) > left_out.rows_set_aside)
    ):
        return replace(known, verdict=UNCERTAIN, reason=f"{says}；但表中的数不全：{left_out}")
    return replace(known, verdict=FAIL, reason=says)


def _doubt(
    known: Verdict,
    mention: Mention,
    meaning: Meaning,
    reading: Reading,
    other: tuple[Reading, Computed] | None,
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


def _of_another(mention: Mention, reading: Reading, meaning: Meaning, released: Released) -> str:
    """Another number of the place and year that the figure states, or nothing: two figures may have changed places."""
    if mention.figure.value < _LEAST_TELLING:
        return ""
    same = (
        one
        for one in released.of_place(reading.place)
        if one.year in (None, reading.year)
        and (one.measure, one.cut) != (meaning.measure, reading.cut)
        and _agrees(mention, one.value)
    )
    found = next(same, None)
    return f"和 {found.mart} 的 {MEASURES.get(found.measure, found.measure)} 相同" if found else ""
