"""Counts of all marts, how they add up, and within which bounds a reader knows those that are withheld."""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import inf
from typing import NamedTuple

from pipelines.disclosure.history import Count, Key, Withheld, key_of
from pipelines.disclosure.small_cells import protected_counts, rule_of
from pipelines.marts.disclosure import Series
from pipelines.marts.mart import Mart
from pipelines.registers.areas import AREA_COLUMNS, AREA_LEVELS


class Row(NamedTuple):
    mart: str
    number: int


class Cell(NamedTuple):
    row: Row
    measure: str


@dataclass(frozen=True, eq=False)
class Equation:
    """The cells of one side add up to those of the other, but for a `surplus` of the parts where data break it."""

    number: int
    parts: tuple[Cell, ...]
    wholes: tuple[Cell, ...]
    surplus: int

    @property
    def cells(self) -> tuple[Cell, ...]:
        return self.parts + self.wholes


@dataclass
class Cells:
    """Counts of all marts, how they add up, and which rows are withheld together.

    `told` are the counts that a release before has shown as they are, `kept` the rows of villages that one before has
    withheld.
    """

    values: dict[Cell, int] = field(default_factory=dict)
    told: set[Cell] = field(default_factory=set)
    kept: set[Row] = field(default_factory=set)
    equations: list[Equation] = field(default_factory=list)
    of_cell: dict[Cell, list[Equation]] = field(default_factory=lambda: defaultdict(list))
    companions: dict[Row, list[Row]] = field(default_factory=dict)
    followers: dict[Row, list[Row]] = field(default_factory=lambda: defaultdict(list))
    _families: dict[tuple, list[Row]] = field(default_factory=lambda: defaultdict(list))
    _keys: dict[Row, Key] = field(default_factory=dict)
    _villages: set[Row] = field(default_factory=set)
    _marts: list[str] = field(default_factory=list)

    def add(self, mart: Mart, rows: Sequence[Mapping]) -> None:
        """The counts of a mart; those that are 0 or unknown hide nothing and are left out."""
        self._marts.append(mart.name)
        rule, counts_of = rule_of(mart), counter_of(mart)
        for index, record in enumerate(rows):
            row = Row(mart.name, index)
            self._keys[row] = key_of(mart, record)
            if record.get("village") is not None:
                self._villages.add(row)
            self.values |= {Cell(row, name): value for name, value in counts_of(record).items()}
            for rest, (whole, part) in rule.rests.items():
                self._add_equation(
                    self._known([row], part) + self._known([row], rest), self._known([row], whole)
                )
            family: tuple = (row,)
            for name, terms in rule.together.items():
                family = (name, _area_of(record), *(record.get(term, term) for term in terms))
            self._families[family].append(row)
            self.companions[row] = self._families[family]

    def connect(self, mart: Mart, rows: Mapping[str, Sequence[Mapping]]) -> None:
        """What a reader can add up: rows below an area, and rows that are the parts of another mart's."""
        rule, own = rule_of(mart), rows[mart.name]
        others = [name for name in mart.key if name not in AREA_COLUMNS]
        measures = sorted({*mart.counts, *rule.rests})
        parts: dict[tuple, list[Row]] = defaultdict(list)
        wholes: dict[tuple, list[Row]] = defaultdict(list)
        for index, record in enumerate(own):
            rest = tuple(record[name] for name in others)
            row = Row(mart.name, index)
            wholes[_area_of(record), rest].append(row)
            parts[_above(_area_of(record)), rest].append(row)
        self._equate(parts, wholes, {measure: measure for measure in measures})
        for name, column in rule.after.items():
            leaders = {(_area_of(r), r["year"]): Row(name, index) for index, r in enumerate(rows[name])}
            for index, record in enumerate(own):
                if leader := leaders.get((_area_of(record), record[column])):
                    row = Row(mart.name, index)
                    self.followers[leader].append(row)
                    for whole, shares in rule.shares.items():
                        cells = tuple(cell for share in shares for cell in self._known([row], share))
                        self._add_equation(cells, self._known([leader], whole))
        for sum_ in rule.sums:
            parts, wholes = defaultdict(list), defaultdict(list)
            for grouped, name, only in ((parts, mart.name, sum_.only), (wholes, sum_.mart, {})):
                for index, record in enumerate(rows[name]):
                    if all(record[column] in values for column, values in only.items()):
                        key = (_area_of(record), tuple(record[column] for column in sum_.by))
                        grouped[key].append(Row(name, index))
            self._equate(parts, wholes, sum_.columns)
        if rule.series:
            self._follow(mart, own, rule.series)

    def _follow(self, mart: Mart, records: Sequence[Mapping], series: Series) -> None:
        """What a reader can add up from one row to the next of a series."""
        others = [name for name in mart.key if name != series.by]
        runs: dict[tuple, list[tuple]] = defaultdict(list)
        for index, record in enumerate(records):
            if record[series.by] is not None:
                runs[tuple(record[name] for name in others)].append(
                    (record[series.by], Row(mart.name, index))
                )
        for run in runs.values():
            rows = [row for _, row in sorted(run)]
            for before, row in pairwise(rows):
                for column, step in series.grows.items():
                    parts = self._known([before], column) + self._known([row], step)
                    self._add_equation(parts, self._known([row], column))
                for column, step in series.shrinks.items():
                    parts = self._known([row], column) + self._known([row], step)
                    self._add_equation(parts, self._known([before], column))

    def _equate(
        self,
        parts: Mapping[tuple, Sequence[Row]],
        wholes: Mapping[tuple, Sequence[Row]],
        columns: Mapping[str, str],
    ) -> None:
        for key, rows in parts.items():
            for own, theirs in columns.items():
                small, large = self._known(rows, own), self._known(wholes.get(key, ()), theirs)
                self._add_equation(small, large)

    def _add_equation(self, parts: tuple[Cell, ...], wholes: tuple[Cell, ...]) -> None:
        if not (parts and wholes):
            return
        surplus = sum(self.values[c] for c in parts) - sum(self.values[c] for c in wholes)
        equation = Equation(len(self.equations), parts, wholes, surplus)
        self.equations.append(equation)
        for cell in equation.cells:
            self.of_cell[cell].append(equation)

    def remember(self, before: Withheld, shown: Mapping[Count, int]) -> None:
        """Add what releases before have told: `before` is what the last one withheld, `shown` the counts that are known."""
        self.kept = {row for row, key in self._keys.items() if key in before.ever.get(row.mart, ())}
        self.told = {cell for cell, value in self.values.items() if shown.get(self._count(cell)) == value}

    def withheld(self, hidden: set[Row], before: Withheld) -> Withheld:
        """The hidden rows, as a release keeps them for the next one."""
        rows: dict[str, set[int]] = {mart: set() for mart in self._marts}
        ever = {mart: {*before.ever.get(mart, ())} for mart in self._marts}
        for row in hidden:
            rows[row.mart].add(row.number)
            if row in self._villages:
                ever[row.mart].add(self._keys[row])
        told = [self._count(cell) for cell in self.values if cell.row in hidden and cell in self.told]
        return Withheld(rows=rows, ever=ever, told=told)

    def _count(self, cell: Cell) -> Count:
        return Count(cell.row.mart, self._keys[cell.row], cell.measure)

    def _known(self, rows: Iterable[Row], measure: str) -> tuple[Cell, ...]:
        return tuple(cell for row in rows if (cell := Cell(row, measure)) in self.values)

    def small(self, threshold: int) -> set[Row]:
        """Rows with a count below the threshold, those that a release before withheld, and the companions of both."""
        small = {cell.row for cell, value in self.values.items() if value < threshold}
        return self.with_companions(small | self.kept)

    def with_companions(self, rows: set[Row]) -> set[Row]:
        """The rows and all that are withheld where they are."""
        found, fresh = set(rows), list(rows)
        while fresh:
            row = fresh.pop()
            more = {*self.companions[row], *self.followers[row]} - found
            found |= more
            fresh += more
        return found

    def bounds(self, hidden: set[Row]) -> "Bounds":
        """The bounds of each withheld count, computed from all that is shown."""
        bounds = Bounds(self.values, hidden, self.told)
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

    def exposed(self, bounds: "Bounds", threshold: int) -> list[Cell]:
        """Counts that what is shown proves to be below the threshold."""
        return [
            cell
            for cell, value in self.values.items()
            if value < threshold and bounds.most[cell] < threshold and cell not in self.told
        ]


@dataclass
class Bounds:
    """The least and the most that each count can be, to a reader who sees all rows but the hidden ones, and was told some
    of their counts before."""

    values: Mapping[Cell, int]
    hidden: set[Row]
    told: set[Cell]
    least: dict[Cell, float] = field(init=False)
    most: dict[Cell, float] = field(init=False)
    reasons: dict[Cell, dict[str, Equation]] = field(default_factory=lambda: defaultdict(dict))
    """Withheld cell → the equation that its most, or its least, was last drawn from."""

    def __post_init__(self) -> None:
        self.least = {cell: 0 if self._is_unknown(cell) else value for cell, value in self.values.items()}
        self.most = {cell: inf if self._is_unknown(cell) else value for cell, value in self.values.items()}

    def _is_unknown(self, cell: Cell) -> bool:
        return cell.row in self.hidden and cell not in self.told

    def tighten(self, equation: Equation) -> list[Cell]:
        """Narrow the bounds of the equation's withheld cells; returns the cells whose bounds changed."""
        news: list[tuple[dict[Cell, float], Cell, float]] = []
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
                if not self._is_unknown(cell):
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

    def nearest_shown(self, exposed: Cell) -> Row | None:
        """The row to withhold next so that the exposed count can be more.

        It is in the equation that exposes it or, where all of that is withheld, in those that this one draws
        on. Among equally near ones a part goes before a whole, the smallest first.
        """
        ring, seen = [self.reasons[exposed]["most"]], set[Equation]()
        while ring:
            # to withhold what was told before protects nothing
            shown = [
                (c in e.wholes, self.values[c], c)
                for e in ring
                for c in e.cells
                if c.row not in self.hidden and c not in self.told
            ]
            if shown:
                return min(shown)[-1].row
            seen.update(ring)
            behind = {reason for e in ring for c in e.cells for reason in self.reasons[c].values()}
            ring = sorted(behind - seen, key=lambda equation: equation.number)
        return None


def counter_of(mart: Mart) -> Callable[[Mapping], dict[str, int]]:
    """What gives the counts of a row that are protected and above 0, with the rests of parts: those are counts too."""
    measures, rests = protected_counts(mart), rule_of(mart).rests

    def counts_of(record: Mapping) -> dict[str, int]:
        counts = {name: record[name] for name in measures}
        for rest, (whole, part) in rests.items():
            if record[part] is not None and record[whole] is not None:
                counts[rest] = record[whole] - record[part]
        return {name: value for name, value in counts.items() if value and value > 0}

    return counts_of


def _area_of(record: Mapping) -> tuple[str | None, ...]:
    return tuple(record.get(level) for level in AREA_LEVELS)


def _above(area: tuple[str | None, ...]) -> tuple[str | None, ...]:
    """The area that holds it: the same without its lowest level."""
    lowest = max((index for index, name in enumerate(area) if name is not None), default=0)
    return tuple(name if index < lowest else None for index, name in enumerate(area))
