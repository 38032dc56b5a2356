"""The written reports of deliveries: their figures for quality.reconciliation, and where they contradict themselves."""

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines.audit.audit import Audit, Release, audit_report
from pipelines.audit.dimensions import known_values
from pipelines.audit.figures import Figure
from pipelines.audit.identity import Identity, rounding
from pipelines.audit.matching import NEARLY, NOT_ASSESSABLE, UNCERTAIN, Verdict
from pipelines.audit.output import IDENTITIES, place_of, plain
from pipelines.audit.released import coverage_of, read_released
from pipelines.catalogue.quality import QUALITY_TABLES
from pipelines.common.errors import UserError
from pipelines.engines.workbench import Workbench
from pipelines.marts.mart import Mart

_UNITS = {"yuan": "CNY", "persons": "person", "households": "household", "fraction": "percent"}
_MODALITIES = {
    "observed": "actual",
    "planned": "planned",
    "target": "target",
    "estimate": "forecast",
    "rule": "rule",
}
_OF_PEOPLE = ("persons", "households")
_FOLLOWING = ("sum", "difference", "change", "ratio")
"""Types of identities by which one figure gives another away."""
_QUOTED = re.compile("“[^”]*”")
_OTHER = re.compile("和.*的数相同$")
_YEARS = re.compile(r"(?:<=)?\d{4}(?:-\d{4})?")
_NAME = re.compile("[a-z_]+")


@dataclass(frozen=True)
class Delivered:
    """A report of a delivery. file: its name as it is shown; area: the township that the unit is of, where it is one."""

    unit: str
    period: str
    file: str
    path: Path
    area: str | None


def record_reports(workbench: Workbench, reports: Sequence[Delivered], marts: Collection[Mart]) -> None:
    """Make quality.report_figures and quality.contradictions of the reports, compared with the marts of the build."""
    db = workbench.connection
    # without reports nobody waits for the numbers
    numbers = read_released(db, marts if reports else ())
    release = Release(numbers, lambda number: coverage_of(db, number))
    figures: list[dict] = []
    contradictions: list[dict] = []
    titles = {mart.name: mart.title for mart in marts}
    for report in reports:
        try:
            audit = audit_report(report.path, release, report.area)
        except UserError as problem:
            figures.append(_row(report) | {"figure_id": report.file, "doubt": problem.sentences[0]})
            continue
        figures += _figures(report, audit, titles)
        contradictions += (_contradiction(report, audit, identity) for identity in audit.broken)
    _keep(workbench, "report_figures", figures)
    _keep(workbench, "contradictions", contradictions)


def _row(report: Delivered) -> dict:
    return {"unit": report.unit, "period": report.period, "file": report.file, "is_compared": False}


def _figures(report: Delivered, audit: Audit, titles: Mapping[str, str]) -> Iterator[dict]:
    smallest = _smallest_counts(audit)
    for number, (figure, verdict) in enumerate(zip(audit.figures, audit.verdicts, strict=True)):
        meaning, computed = audit.meanings[number], verdict.computed
        is_compared = computed is not None and verdict.verdict != NOT_ASSESSABLE
        least, most = _room(figure)
        yield _row(report) | {
            "figure_id": f"{report.file}·{number + 1}",
            "place": place_of(audit.document.anchor(figure.start)),
            **_where(report, verdict),
            "subject": computed.subject
            if computed and computed.subject
            else meaning and meaning.subject.subject,
            "measure": meaning and meaning.measure,
            "dims": json.dumps(_dims(verdict), ensure_ascii=False),
            "reported_value": plain(figure.value),
            "value_unit": _UNITS.get(figure.unit, figure.unit),
            "modality": _MODALITIES[verdict.kind],
            "least": least,
            "most": most,
            "is_compared": is_compared,
            "doubt": _doubt(verdict, titles),
            "smallest_count": smallest.get(number),
        }


def _smallest_counts(audit: Audit) -> dict[int, int | float]:
    """Figure → the smallest count of people among it and those that it follows from or that follow from it: of a sum those
    are its parts, which any of them would give away beside the whole."""
    counts = {
        number: plain(figure.value)
        for number, figure in enumerate(audit.figures)
        if figure.unit in _OF_PEOPLE and figure.value > 0
    }
    smallest = dict(counts)
    for identity in audit.identities:
        if identity.type not in _FOLLOWING:
            continue
        members = identity.figures[:-1] if identity.type == "sum" else identity.figures
        least = min((counts[member] for member in members if member in counts), default=None)
        if least is not None:
            smallest |= {member: min(least, smallest.get(member, least)) for member in members}
    return smallest


def _where(report: Delivered, verdict: Verdict) -> dict:
    """Area and year of what it was compared with, else as far as the words say them."""
    if verdict.computed is None:
        return {"township": report.area, "figure_period": verdict.period}
    county, township, village = verdict.computed.place
    year = verdict.computed.year or verdict.period
    return {"county": county, "township": township, "village": village, "figure_period": year and str(year)}


def _dims(verdict: Verdict) -> dict[str, str]:
    """Those that it was compared by, else those of a vocabulary that the words name: any other word may name a person."""
    if verdict.computed is None:
        return {
            name: value
            for name, value in (verdict.dims or {}).items()
            if _YEARS.fullmatch(value) or value in known_values()
        }
    cut = verdict.computed.cut
    return dict(part.split("=", 1) for part in cut.split("|")) if cut else {}


def _room(figure: Figure) -> tuple[float, float]:
    """Least and most that the number may be for the figure to be right as printed."""
    value, step = figure.value, figure.step if figure.unit == "fraction" else rounding(figure)
    low, high = value / (1 + NEARLY), value / (1 - NEARLY)
    least, most = {
        "exact": (value - step, value + step),
        "about": (low, high),
        "more_than": (value, high),
        "at_least": (value, high),
        "less_than": (low, value),
        "at_most": (low, value),
    }[figure.bound]
    return float(least), float(most)


def _doubt(verdict: Verdict, titles: Mapping[str, str]) -> str | None:
    """Why the figure is in doubt or was not compared, without words of the text and other numbers of the release; marts are
    called by their titles."""
    if verdict.verdict not in (UNCERTAIN, NOT_ASSESSABLE):
        return None
    reason = verdict.reason.rpartition("；")[2] if verdict.verdict == UNCERTAIN else verdict.reason
    reason = _OTHER.sub("也可能说的是别的年份或者地区", _QUOTED.sub("有的词", reason))
    return _NAME.sub(lambda name: titles.get(name[0], name[0]), reason)


def _contradiction(report: Delivered, audit: Audit, identity: Identity) -> dict:
    figures = [audit.figures[number] for number in identity.figures]
    people = [figure.value for figure in figures if figure.unit in _OF_PEOPLE]
    return {
        "unit": report.unit,
        "period": report.period,
        "file": report.file,
        "place": place_of(audit.document.anchor(figures[0].start)),
        "kind": IDENTITIES[identity.type],
        "figures": "、".join(figure.text for figure in figures),
        "explanation": identity.explanation,
        "assuming": identity.assuming or None,
        "smallest_count": plain(min(people)) if people else None,
    }


def _keep(workbench: Workbench, name: str, rows: Iterable[dict]) -> None:
    columns = QUALITY_TABLES[name].columns
    described = ", ".join(f"{column.name} {column.type}" for column in columns)
    workbench.connection.execute(f"create or replace temp table kept_{name} ({described})")
    values = [[row.get(column.name) for column in columns] for row in rows]
    if values:
        places = ", ".join("?" * len(columns))
        workbench.connection.executemany(f"insert into kept_{name} values ({places})", values)
    workbench.keep(f"quality.{name}", f"from kept_{name}")
