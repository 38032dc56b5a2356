"""What a release computes: each number that a mart answers, with the place and year that it is of."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import duckdb

from pipelines.common.sql import literal
from pipelines.marts.answers import WHOLE
from pipelines.marts.mart import Mart
from pipelines.reconciling.computing import computed_sql

Place = tuple[str | None, str | None, str | None]
"""County, township and village; what is below its level is None."""


Cut = tuple[str, frozenset[tuple[str, str | None]]]
"""A mart, and the dimensions that it answers by, each with its value; None for any."""


@dataclass(frozen=True)
class Computed:
    """One number of a release. year: None for whichever; subject: None for any; cut: as `reconciling.computing` writes it."""

    mart: str
    level: str
    place: Place
    year: int | None
    subject: str | None
    measure: str
    cut: str
    value: float


@dataclass
class Released:
    """The numbers by measure and cut, and by measure and place, the townships and villages that they are of, and the marts
    that answer each measure, of which subject (None: of any), those without a number included; and by which dimensions."""

    numbers: dict[tuple[str, str], list[Computed]] = field(default_factory=lambda: defaultdict(list))
    by_place: dict[tuple[str, Place], list[Computed]] = field(default_factory=lambda: defaultdict(list))
    townships: dict[str, set[Place]] = field(default_factory=lambda: defaultdict(set))
    villages: dict[str, set[Place]] = field(default_factory=lambda: defaultdict(set))
    answering: dict[str, set[tuple[str, str | None]]] = field(default_factory=lambda: defaultdict(set))
    cuts: dict[str, set[Cut]] = field(default_factory=lambda: defaultdict(set))

    def add(self, number: Computed) -> None:
        """Take up a number."""
        self.numbers[number.measure, number.cut].append(number)
        self.by_place[number.measure, number.place].append(number)
        if number.level == "township" and number.place[1]:
            self.townships[number.place[1]].add(number.place)
        if number.level == "village" and number.place[2]:
            self.villages[number.place[2]].add(number.place)

    def find(self, measure: str, cut: str, subject: str, place: Place, year: int | None) -> Computed | None:
        """The number of the place and year; None where the release has none, or more than one mart would answer."""
        level = "village" if place[2] else "township" if place[1] else "county"
        found = [
            one
            for one in self.numbers.get((measure, cut), ())
            if one.place == place
            and one.level == level
            and one.subject in (None, subject)
            and one.year in (None, year)
        ]
        return found[0] if len({one.value for one in found}) == 1 else None

    def marts_of(self, measure: str, subject: str) -> list[str]:
        """The marts that answer the measure: those that mean it in this subject alone, else the one that has the subject's
        name, else all."""
        answering = self.answering.get(measure, set())
        own = {mart for mart, of in answering if of == subject}
        of_any = {mart for mart, of in answering if of is None}
        return sorted(own or of_any & {subject} or of_any)

    def mart_of(self, measure: str, subject: str, dims: Mapping[str, str]) -> str | None:
        """The mart that answers the measure: the only one, or the only one that does so by these dimensions."""
        marts = self.marts_of(measure, subject)
        given = {(name, value) for name, value in dims.items() if value != WHOLE}
        fitting = {
            mart
            for mart, cut in self.cuts.get(measure, ())
            if mart in marts
            and len(cut) == len(given)
            and all((name, value) in cut or (name, None) in cut for name, value in given)
        }
        found = marts if len(marts) == 1 else fitting
        return next(iter(found)) if len(found) == 1 else None

    def of_place(self, place: Place) -> Iterator[Computed]:
        """The numbers of a place, whatever they measure."""
        return (one for (_, other), found in self.by_place.items() if other == place for one in found)

    def dims_of(self, measure: str, place: Place, year: int | None) -> list[dict[str, str]]:
        """The dimensions by which the release has numbers of the measure for the place and year."""
        return [
            dict(part.split("=", 1) for part in one.cut.split("|"))
            for one in self.by_place.get((measure, place), ())
            if one.cut and one.year in (None, year)
        ]


def read_released(db: duckdb.DuckDBPyConnection, marts: Collection[Mart]) -> Released:
    """The numbers of the release's marts; a mart that the release does not have, or has in an older form, answers nothing."""
    released = Released()
    for mart in marts:
        for answer in mart.answers:
            for measure in answer.measures:
                released.answering[measure].add((mart.name, answer.subject))
                any_value: set[tuple[str, str | None]] = {(name, None) for name in answer.by}
                released.cuts[measure] |= {
                    (mart.name, frozenset({*any_value, *cut.items()})) for cut in answer.cuts
                }
        if mart.answers:
            _add(released, mart.name, _rows(db, mart))
    return released


def _rows(db: duckdb.DuckDBPyConnection, mart: Mart) -> list[tuple]:
    try:
        return db.execute(computed_sql([mart])).fetchall()
    except (duckdb.BinderException, duckdb.CatalogException):
        return []


def _add(released: Released, mart: str, rows: Iterable[tuple]) -> None:
    for level, county, township, village, year, subject, measure, cut, value in rows:
        if value is None or level is None:
            continue
        place = (county, township, village)
        released.add(Computed(mart, level, place, year, subject, measure, cut, value))


def query_of(number: Computed) -> str:
    """The SELECT of the mart's rows that the number is made of."""
    names = ("county", "township", "village")
    where = [f"area_level = {literal(number.level)}"]
    where += [f"{name} = {literal(part)}" for name, part in zip(names, number.place, strict=True) if part]
    where += [f"year = {number.year}"] if number.year is not None else []
    return f"from {number.mart} where {' and '.join(where)}"


@dataclass(frozen=True)
class Coverage:
    """What a number leaves out: units that should have reported and did not, and rows that were set aside."""

    missing_units: int = 0
    rows_set_aside: int = 0

    def __str__(self) -> str:
        units = f"还有 {self.missing_units} 个单位没有报" if self.missing_units else ""
        rows = f"有 {self.rows_set_aside} 行没有采用" if self.rows_set_aside else ""
        return "，".join(filter(None, [units, rows]))


def coverage_of(db: duckdb.DuckDBPyConnection, number: Computed) -> Coverage:
    """What the mart says that the rows of the number leave out."""
    columns = {row[0] for row in db.execute(f"describe {number.mart}").fetchall()}
    if not columns.issuperset({"units_reporting", "units_expected", "rows_set_aside"}):
        return Coverage()
    row = db.execute(
        f"select max(units_expected - units_reporting), max(rows_set_aside) {query_of(number)}"
    ).fetchone()
    missing, aside = row or (0, 0)
    return Coverage(missing or 0, aside or 0)
