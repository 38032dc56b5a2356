"""Which rows are withheld so that no count of a few households or persons is shown, or can be worked out.

What is shown adds up: villages to townships, causes to all who are left. So a small count is withheld, and then its
bounds are computed from all that is shown; as long as those give it away, one more row is withheld.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from math import inf
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, NonNegativeInt, ValidationError

from pipelines.common.errors import UserError
from pipelines.common.yaml_files import read_yaml
from pipelines.marts.coverage import COLUMNS as COVERAGE
from pipelines.marts.disclosure import Disclosure
from pipelines.marts.mart import Mart
from pipelines.policy import FOLDER as POLICY
from pipelines.registers.areas import AREA_COLUMNS, AREA_LEVELS, AREA_NAMES


class SmallCells(BaseModel):
    """The policy: counts from 1 to below `threshold` are withheld; 0 withholds nothing."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    threshold: NonNegativeInt
    source: str


def public_columns(mart: Mart) -> set[str]:
    """Columns that a withheld row shows. What it rests on counts sheets and rows of lists, of which nobody is in a count."""
    return {*AREA_NAMES, *mart.key, *_rule(mart).public, *COVERAGE}


def _rule(mart: Mart) -> Disclosure:
    return mart.disclosure or Disclosure()


@cache
def load_small_cells(path: Path = POLICY / "small_cells.yml") -> SmallCells:
    """The policy on small cells. Raises UserError where the file is not valid."""
    try:
        return SmallCells.model_validate(read_yaml(path))
    except ValidationError as error:
        first = error.errors()[0]
        raise UserError(f"{path}: {'.'.join(map(str, first['loc']))}: {first['msg']}.") from None


def withheld(
    marts: Iterable[Mart], rows: Mapping[str, Sequence[Mapping]], threshold: int
) -> dict[str, set[int]]:
    """Mart → indices of its rows that are withheld, so that no count below the threshold follows from what is shown.

    rows: every row of each mart as column → value. A reader is taken to know every equation between counts, even
    where data break it; from that, the most that a small count can be must still reach the threshold.
    """
    cells = _Cells()
    for mart in marts:
        cells.add(mart, rows[mart.name])
    for mart in marts:
        cells.connect(mart, rows)
    hidden = cells.small(threshold)
    while True:
        bounds = cells.bounds(hidden)
        exposed = cells.exposed(bounds, threshold)
        more = {row for cell in exposed if (row := bounds.nearest_shown(cell))}
        if not more:
            break
        hidden = cells.with_companions(hidden | more)
    found: dict[str, set[int]] = {mart: set() for mart in rows}
    for row in hidden:
        found[row.mart].add(row.number)
    return found


class _Row(NamedTuple):
    mart: str
    number: int


class _Cell(NamedTuple):
    row: _Row
    measure: str


@dataclass(frozen=True, eq=False)
class _Equation:
    """The cells of one side add up to those of the other, but for a `surplus` of the parts where data break it."""

    number: int
    parts: tuple[_Cell, ...]
    wholes: tuple[_Cell, ...]
    surplus: int

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

    def add(self, mart: Mart, rows: Sequence[Mapping]) -> None:
        """The counts of a mart; those that are 0 or unknown hide nothing and are left out."""
        rule = _rule(mart)
        unprotected = {*public_columns(mart), *rule.never}
        measures = [name for name in mart.counts if name not in unprotected]
        for index, record in enumerate(rows):
            row = _Row(mart.name, index)
            counts = {name: record[name] for name in measures}
            for rest, (whole, part) in rule.rests.items():
                if record[part] is not None and record[whole] is not None:
                    counts[rest] = record[whole] - record[part]
            for name, value in counts.items():
                if value and value > 0:
                    self.values[_Cell(row, name)] = value
            family: tuple = (row,)
            for name, terms in rule.together.items():
                family = (name, _area_of(record), *(record.get(term, term) for term in terms))
            self._families[family].append(row)
            self.companions[row] = self._families[family]

    def connect(self, mart: Mart, rows: Mapping[str, Sequence[Mapping]]) -> None:
        """What a reader can add up: rows below an area, and rows that are the parts of another mart's."""
        rule, own = _rule(mart), rows[mart.name]
        others = [name for name in mart.key if name not in AREA_COLUMNS]
        measures = sorted({cell.measure for cell in self.values if cell.row.mart == mart.name})
        parts: dict[tuple, list[_Row]] = defaultdict(list)
        wholes: dict[tuple, list[_Row]] = defaultdict(list)
        for index, record in enumerate(own):
            rest = tuple(record[name] for name in others)
            row = _Row(mart.name, index)
            wholes[_area_of(record), rest].append(row)
            parts[_above(_area_of(record)), rest].append(row)
        self._equate(parts, wholes, {measure: measure for measure in measures})
        for name, column in rule.after.items():
            leaders = {(_area_of(r), r["year"]): _Row(name, index) for index, r in enumerate(rows[name])}
            for index, record in enumerate(own):
                if leader := leaders.get((_area_of(record), record[column])):
                    self.followers[leader].append(_Row(mart.name, index))
        for sum_ in rule.sums:
            parts, wholes = defaultdict(list), defaultdict(list)
            for grouped, name, only in ((parts, mart.name, sum_.only), (wholes, sum_.mart, {})):
                for index, record in enumerate(rows[name]):
                    if all(record[column] in values for column, values in only.items()):
                        key = (_area_of(record), tuple(record[column] for column in sum_.by))
                        grouped[key].append(_Row(name, index))
            self._equate(parts, wholes, sum_.columns)

    def _equate(
        self,
        parts: Mapping[tuple, Sequence[_Row]],
        wholes: Mapping[tuple, Sequence[_Row]],
        columns: Mapping[str, str],
    ) -> None:
        for key, rows in parts.items():
            for own, theirs in columns.items():
                small, large = self._known(rows, own), self._known(wholes.get(key, ()), theirs)
                if small and large:
                    surplus = sum(self.values[c] for c in small) - sum(self.values[c] for c in large)
                    equation = _Equation(len(self.equations), small, large, surplus)
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
        """The bounds of each withheld count, computed from all that is shown."""
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
        """Counts that what is shown proves to be below the threshold."""
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
        """Narrow the bounds of the equation's withheld cells; returns the cells whose bounds changed."""
        news: list[tuple[dict[_Cell, float], _Cell, float]] = []
        for side, other, gap in (
            (equation.parts, equation.wholes, equation.surplus),
            (equation.wholes, equation.parts, -equation.surplus),
        ):
            highest = sum(self.most[c] for c in other) + gap
            lowest = sum(self.least[c] for c in other) + gap
            least = sum(self.least[c] for c in side)
            limited = sum(self.most[c] for c in side if self.most[c] < inf)
            unlimited = sum(self.most[c] == inf for c in side)
            for cell in side:
                if cell.row not in self.hidden:
                    continue
                upper = highest - (least - self.least[cell])
                others_unlimited = unlimited - (self.most[cell] == inf)
                own = self.most[cell] if self.most[cell] < inf else 0
                lower = -inf if others_unlimited else lowest - (limited - own)
                if upper < self.most[cell]:
                    news.append((self.most, cell, upper))
                if lower > self.least[cell]:
                    news.append((self.least, cell, lower))
        for bound, cell, value in news:
            bound[cell] = value
            self.reasons[cell]["most" if bound is self.most else "least"] = equation
        return [cell for _, cell, _ in news]

    def nearest_shown(self, exposed: _Cell) -> _Row | None:
        """The row to withhold next so that the exposed count can be more.

        It is in the equation that exposes it or, where all of that is withheld, in those that this one draws
        on. Among equally near ones a part goes before a whole, the smallest first.
        """
        ring, seen = [self.reasons[exposed]["most"]], set[_Equation]()
        while ring:
            shown = [
                (c in e.wholes, self.values[c], c) for e in ring for c in e.cells if c.row not in self.hidden
            ]
            if shown:
                return min(shown)[-1].row
            seen.update(ring)
            behind = {reason for e in ring for c in e.cells for reason in self.reasons[c].values()}
            ring = sorted(behind - seen, key=lambda equation: equation.number)
        return None


def _area_of(record: Mapping) -> tuple[str | None, ...]:
    return tuple(record.get(level) for level in AREA_LEVELS)


def _above(area: tuple[str | None, ...]) -> tuple[str | None, ...]:
    """The area that holds it: the same without its lowest level."""
    lowest = max((index for index, name in enumerate(area) if name is not None), default=0)
    return tuple(name if index < lowest else None for index, name in enumerate(area))
