"""Small cells: counts that point at somebody are withheld where figures leave the office, on site and in workbooks.

A count of 1 or 2 of a village is two families that everybody there knows. It is withheld, and since what is shown
adds up (villages to townships, causes to all who are left), so are as many other rows as it takes that sums do not
give it away. Whether they do is found by trying: what can be said of each withheld count from all that is shown.
"""

import shutil
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from pathlib import Path
from typing import NamedTuple

import duckdb
from pydantic import BaseModel, ConfigDict, NonNegativeInt, ValidationError

from pipelines.catalogue import Catalogue
from pipelines.marts.mart import Mart
from pipelines.policy import FOLDER as POLICY
from pipelines.problems import Problem
from pipelines.publishing.areas import has_areas
from pipelines.publishing.release import DATABASE, make_current
from pipelines.registers.contract import AREA_LEVELS
from pipelines.sql import transaction
from pipelines.yaml_files import read_yaml

WITHHELD = "*"
"""What stands where a count is withheld."""

_AREA = ("area_level", *AREA_LEVELS)
_PROTECTED_UNITS = ("户", "人", "户次")


class Sum(BaseModel):
    """Rows of one mart add up to those of another that agree in area and `by`; `columns`: own column → theirs."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    mart: str
    by: tuple[str, ...]
    only: dict[str, tuple[str, ...]] = {}
    columns: dict[str, str]


class Rule(BaseModel):
    """How a mart's counts hang together; pipelines/policy/small_cells.yml says what each line means."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    public: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    parts: dict[str, str] = {}
    together: dict[str, tuple[str, ...]] = {}
    after: dict[str, str] = {}
    sums: tuple[Sum, ...] = ()


class SmallCells(BaseModel):
    """The policy: counts from 1 to below `threshold` are withheld; 0 withholds nothing."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    threshold: NonNegativeInt
    source: str
    marts: dict[str, Rule] = {}

    def rule(self, mart: Mart) -> Rule:
        return self.marts.get(mart.name, Rule())

    def public(self, mart: Mart) -> set[str]:
        """Columns that a withheld row shows."""
        return {*_AREA, *mart.key, *self.rule(mart).public}


def load_small_cells(path: Path = POLICY / "small_cells.yml") -> SmallCells:
    """The policy on small cells. Raises Problem where the file is not valid."""
    try:
        return SmallCells.model_validate(read_yaml(path))
    except ValidationError as error:
        first = error.errors()[0]
        raise Problem(f"{path}: {'.'.join(map(str, first['loc']))}: {first['msg']}.") from None


def withheld_in(database: Path, catalogue: Catalogue) -> dict[str, set[int]]:
    """As `withheld`, of a release's database."""
    marts = catalogue.marts.values()
    with duckdb.connect(str(database), read_only=True) as release:
        return withheld(marts, {mart.name: _records(release, mart) for mart in marts}, load_small_cells())


def open_publishable(
    database: Path, catalogue: Catalogue, hidden: Mapping[str, set[int]] | None = None
) -> duckdb.DuckDBPyConnection:
    """A connection to a release on which every mart reads as it may be shown.

    Each mart has the column `is_withheld` there; where it is true, all columns but the public ones are NULL. Where
    the key says more of a row than its area and year, a withheld row is not there at all: that it exists tells of
    somebody. Table `withheld` names mart and area of every withheld row, and `reconciliation` is
    quality.reconciliation without small counts. hidden: what `withheld_in` gave, where it is known already.
    """
    hidden = withheld_in(database, catalogue) if hidden is None else hidden
    release = duckdb.connect(str(database), read_only=True)
    _withhold(release, catalogue, hidden)
    return release


def write_publishable(release: Path, catalogue: Catalogue, marts: Path) -> None:
    """Make `marts` a folder of releases with one in it, the one given as it may be shown.

    What reads a release as a whole, as notebooks do, reads this one without knowing.
    """
    folder = marts / "releases" / release.name
    folder.mkdir(parents=True)
    for name in (DATABASE, "release.json"):
        shutil.copyfile(release / name, folder / name)
    with duckdb.connect(str(folder / DATABASE)) as db, transaction(db):
        _withhold(db, catalogue, withheld_in(release / DATABASE, catalogue))
        db.execute("create temp table reconciled as from reconciliation")
        db.execute("delete from quality.reconciliation")
        db.execute("insert into quality.reconciliation select * exclude (is_small) from reconciled")
        for mart in catalogue.marts.values():
            columns = ", ".join(column.name for column in mart.columns)
            own = f"{Path(DATABASE).stem}.main.{mart.name}"
            db.execute(f"delete from {own}")
            db.execute(f"insert into {own} select {columns} from temp.main.{mart.name}")
    make_current(marts, folder)


def _withhold(
    release: duckdb.DuckDBPyConnection, catalogue: Catalogue, hidden: Mapping[str, set[int]]
) -> None:
    """The temporary tables of `open_publishable`."""
    policy = load_small_cells()
    areas = ", ".join(f"{level} varchar" for level in AREA_LEVELS)
    release.execute(f"create temp table withheld (mart varchar, {areas})")
    for mart in catalogue.marts.values():
        _shadow(release, mart, hidden[mart.name], policy)
    release.execute(
        "create temp view reconciliation as select * replace (if(is_small, null, computed_value) as computed_value, "
        "if(is_small, null, difference) as difference) from (select *, value_unit in ('household', 'person') and "
        f"computed_value > 0 and computed_value < {policy.threshold} as is_small from quality.reconciliation)"
    )


def _shadow(release: duckdb.DuckDBPyConnection, mart: Mart, hidden: set[int], policy: SmallCells) -> None:
    """A table named as the mart and found before it: whatever reads the mart on this connection reads this."""
    public, never = policy.public(mart), policy.rule(mart).never if policy.threshold else ()
    shown = [
        column.name
        if column.name in public
        else f"case when {'false' if column.name in never else 'not is_withheld'} then {column.name} end as {column.name}"
        for column in mart.columns
    ]
    source = f"(select *, list_contains(?::bigint[], rowid) as is_withheld from main.{mart.name})"
    places = sorted(hidden)
    if has_areas(mart):
        release.execute(
            f"insert into withheld select '{mart.name}', {', '.join(AREA_LEVELS)} from {source} where is_withheld",
            [places],
        )
    listed = "" if _is_listed(mart) else "where not is_withheld"
    release.execute(
        f"create temp table {mart.name} as select {', '.join(shown)}, is_withheld from {source} {listed}",
        [places],
    )


def _is_listed(mart: Mart) -> bool:
    """Whether a withheld row is seen to be there: it is where its key says no more of it than area and year."""
    return {*mart.key} <= {*_AREA, "year"}


def is_small_change(mart: Mart, column: str, old: str | None, new: str | None) -> bool:
    """Whether a change tells of a count that is withheld now or was before; without a column, of a row that went."""
    counts = {c.name for c in mart.columns if c.unit in _PROTECTED_UNITS}
    if not column:
        return bool(counts) and new is None and not _is_listed(mart)
    return column in counts and any(0 < int(v) < load_small_cells().threshold for v in (old, new) if v)


def shown_rows(
    release: duckdb.DuckDBPyConnection, mart: Mart, condition: str = "true", values: Sequence[str] = ()
) -> list[tuple]:
    """The mart's rows as they are shown, WITHHELD in the place of each count that is: counties first, then by key.

    release: of `open_publishable`.
    """
    public = load_small_cells().public(mart)
    level = "case area_level when 'county' then 1 when 'township' then 2 else 3 end"
    order = ", ".join(f"{column} nulls first" for column in mart.key if column != "area_level")
    names = ", ".join(column.name for column in mart.columns)
    found = release.execute(
        f"select {names}, is_withheld from {mart.name} where {condition} order by {level}, {order}", values
    ).fetchall()
    return [
        tuple(
            WITHHELD if is_withheld and column.name not in public else value
            for column, value in zip(mart.columns, row, strict=True)
        )
        for *row, is_withheld in found
    ]


def withheld(
    marts: Iterable[Mart], rows: Mapping[str, Sequence[Mapping]], policy: SmallCells
) -> dict[str, set[int]]:
    """Mart → places of its rows that are withheld, so that nothing shown tells a count below the threshold.

    rows: every row of each mart as column → value. A reader is taken to know every equation between counts, even
    where data break it; from that, the most that a small count can be must still reach the threshold.
    """
    cells = _Cells()
    for mart in marts:
        cells.add(mart, rows[mart.name], policy)
    for mart in marts:
        cells.connect(mart, rows, policy.rule(mart))
    hidden = cells.small(policy.threshold)
    while True:
        bounds = cells.bounds(hidden)
        exposed = cells.exposed(bounds, policy.threshold)
        more = {row for cell in exposed if (row := bounds.nearest_shown(cell))}
        if not more:
            break
        hidden = cells.with_companions(hidden | more)
    found: dict[str, set[int]] = {mart: set() for mart in rows}
    for row in hidden:
        found[row.mart].add(row.place)
    return found


def note_on_small_cells() -> str:
    """What a reader of site or workbooks is told of it; empty where the policy withholds nothing."""
    threshold = load_small_cells().threshold
    told = f"户数或人数不足 {threshold} 的行，以及能推算出它们的行，不列出或以 {WITHHELD} 代替；全部数据在数据库和笔记本里。"
    return told if threshold else ""


class _Row(NamedTuple):
    mart: str
    place: int


class _Cell(NamedTuple):
    row: _Row
    measure: str


class _Equation(NamedTuple):
    """The cells of one side add up to those of the other."""

    parts: tuple[_Cell, ...]
    wholes: tuple[_Cell, ...]

    @property
    def cells(self) -> tuple[_Cell, ...]:
        return self.parts + self.wholes


@dataclass
class _Cells:
    """Counts of all marts, how they add up, and which rows are withheld together."""

    values: dict[_Cell, int] = field(default_factory=dict)
    equations: list[_Equation] = field(default_factory=list)
    of_cell: dict[_Cell, list[_Equation]] = field(default_factory=lambda: defaultdict(list))
    companions: dict[_Row, list[_Row]] = field(default_factory=dict)
    followers: dict[_Row, list[_Row]] = field(default_factory=lambda: defaultdict(list))
    _families: dict[tuple, list[_Row]] = field(default_factory=lambda: defaultdict(list))

    def add(self, mart: Mart, rows: Sequence[Mapping], policy: SmallCells) -> None:
        """The counts of a mart; those that are 0 or unknown hide nothing and are left out."""
        rule, public = policy.rule(mart), policy.public(mart)
        measures = [
            c.name
            for c in mart.columns
            if c.unit in _PROTECTED_UNITS and c.name not in public and c.name not in rule.never
        ]
        for place, record in enumerate(rows):
            row = _Row(mart.name, place)
            counts = {name: record[name] for name in measures}
            for part, whole in rule.parts.items():
                if record[part] is not None and record[whole] is not None:
                    counts[f"{whole} less {part}"] = record[whole] - record[part]
            for name, value in counts.items():
                if value and value > 0:
                    self.values[_Cell(row, name)] = value
            family: tuple = (row,)
            for name, terms in rule.together.items():
                family = (name, _area_of(record), *(record.get(term, term) for term in terms))
            self._families[family].append(row)
            self.companions[row] = self._families[family]

    def connect(self, mart: Mart, rows: Mapping[str, Sequence[Mapping]], rule: Rule) -> None:
        """What a reader can add up: rows below an area, and rows that are the parts of another mart's."""
        own = rows[mart.name]
        others = [name for name in mart.key if name not in _AREA]
        measures = sorted({cell.measure for cell in self.values if cell.row.mart == mart.name})
        parts: dict[tuple, list[_Row]] = defaultdict(list)
        wholes: dict[tuple, list[_Row]] = defaultdict(list)
        for place, record in enumerate(own):
            rest = tuple(record[name] for name in others)
            row = _Row(mart.name, place)
            wholes[_area_of(record), rest].append(row)
            parts[_above(_area_of(record)), rest].append(row)
        self._equate(parts, wholes, {measure: measure for measure in measures})
        for name, column in rule.after.items():
            leaders = {(_area_of(r), r["year"]): _Row(name, place) for place, r in enumerate(rows[name])}
            for place, record in enumerate(own):
                if leader := leaders.get((_area_of(record), record[column])):
                    self.followers[leader].append(_Row(mart.name, place))
        for sum_ in rule.sums:
            parts, wholes = defaultdict(list), defaultdict(list)
            for grouped, name, only in ((parts, mart.name, sum_.only), (wholes, sum_.mart, {})):
                for place, record in enumerate(rows[name]):
                    if all(record[column] in values for column, values in only.items()):
                        key = (_area_of(record), tuple(record[column] for column in sum_.by))
                        grouped[key].append(_Row(name, place))
            self._equate(parts, wholes, sum_.columns)

    def _equate(
        self,
        parts: Mapping[tuple, Sequence[_Row]],
        wholes: Mapping[tuple, Sequence[_Row]],
        columns: Mapping[str, str],
    ) -> None:
        for key in parts.keys() & wholes.keys():
            for own, theirs in columns.items():
                equation = _Equation(self._known(parts[key], own), self._known(wholes[key], theirs))
                if equation.parts and equation.wholes:
                    self.equations.append(equation)
                    for cell in equation.cells:
                        self.of_cell[cell].append(equation)

    def _known(self, rows: Iterable[_Row], measure: str) -> tuple[_Cell, ...]:
        return tuple(cell for row in rows if (cell := _Cell(row, measure)) in self.values)

    def small(self, threshold: int) -> set[_Row]:
        """Rows with a count below the threshold, and their companions."""
        return self.with_companions({cell.row for cell, value in self.values.items() if value < threshold})

    def with_companions(self, rows: set[_Row]) -> set[_Row]:
        """The rows and all that are withheld where they are."""
        found, fresh = set(rows), list(rows)
        while fresh:
            row = fresh.pop()
            more = {*self.companions[row], *self.followers[row]} - found
            found |= more
            fresh += more
        return found

    def bounds(self, hidden: set[_Row]) -> "_Bounds":
        """What all that is shown says of each withheld count."""
        bounds = _Bounds(self.values, hidden)
        waiting = deque(e for e in self.equations if any(cell.row in hidden for cell in e.cells))
        queued = set(waiting)
        while waiting:
            equation = waiting.popleft()
            queued.discard(equation)
            for cell in bounds.tighten(equation):
                for touched in self.of_cell[cell]:
                    if touched not in queued:
                        queued.add(touched)
                        waiting.append(touched)
        return bounds

    def exposed(self, bounds: "_Bounds", threshold: int) -> list[_Cell]:
        """Small counts of which what is shown tells that they are below the threshold."""
        return [
            cell for cell, value in self.values.items() if value < threshold and bounds.most[cell] < threshold
        ]


@dataclass
class _Bounds:
    """The least and the most that each count can be, to a reader who sees all rows but the hidden ones."""

    values: Mapping[_Cell, int]
    hidden: set[_Row]
    least: dict[_Cell, float] = field(init=False)
    most: dict[_Cell, float] = field(init=False)
    reasons: dict[_Cell, dict[str, _Equation]] = field(default_factory=lambda: defaultdict(dict))
    """Withheld cell → the equation that its most, or its least, was last drawn from."""

    def __post_init__(self) -> None:
        self.least = {cell: 0 if cell.row in self.hidden else value for cell, value in self.values.items()}
        self.most = {cell: inf if cell.row in self.hidden else value for cell, value in self.values.items()}

    def tighten(self, equation: _Equation) -> list[_Cell]:
        """Draw from one equation what it leaves each of its withheld cells; those that it said something new of."""
        surplus = sum(self.values[c] for c in equation.parts) - sum(self.values[c] for c in equation.wholes)
        told = []
        for side, other, gap in (
            (equation.parts, equation.wholes, surplus),
            (equation.wholes, equation.parts, -surplus),
        ):
            for cell in side:
                if cell.row in self.hidden:
                    rest = [c for c in side if c != cell]
                    upper = sum(self.most[c] for c in other) + gap - sum(self.least[c] for c in rest)
                    lower = sum(self.least[c] for c in other) + gap - sum(self.most[c] for c in rest)
                    for bound, value, is_news in (
                        (self.most, upper, upper < self.most[cell]),
                        (self.least, lower, lower > self.least[cell]),
                    ):
                        if is_news:
                            bound[cell] = value
                            self.reasons[cell]["most" if bound is self.most else "least"] = equation
                            told.append(cell)
        return told

    def nearest_shown(self, exposed: _Cell) -> _Row | None:
        """The row to withhold next so that the exposed count can be more.

        It stands in the equation that exposes it or, where all of that is withheld, in those that this one draws
        on. Among equally near ones a part goes before a whole, the smallest first.
        """
        ring, seen = [self.reasons[exposed]["most"]], set()
        while ring:
            shown = [
                (c in e.wholes, self.values[c], c) for e in ring for c in e.cells if c.row not in self.hidden
            ]
            if shown:
                return min(shown)[-1].row
            seen.update(ring)
            behind = {reason for e in ring for c in e.cells for reason in self.reasons[c].values()}
            ring = sorted(behind - seen)
        return None


def _records(release: duckdb.DuckDBPyConnection, mart: Mart) -> list[dict]:
    names = [column.name for column in mart.columns]
    found = release.execute(f"select {', '.join(names)} from main.{mart.name} order by rowid").fetchall()
    return [dict(zip(names, values, strict=True)) for values in found]


def _area_of(record: Mapping) -> tuple[str | None, ...]:
    return tuple(record.get(level) for level in AREA_LEVELS)


def _above(area: tuple[str | None, ...]) -> tuple[str | None, ...]:
    """The area that holds it: the same without its lowest level."""
    lowest = max((place for place, name in enumerate(area) if name is not None), default=0)
    return tuple(name if place < lowest else None for place, name in enumerate(area))
