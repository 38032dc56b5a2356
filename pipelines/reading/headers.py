"""Which register a sheet is, and which of its columns is which: told by the headers, never by the file name."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from rapidfuzz import fuzz, process

from pipelines.reading.normalise import normalise
from pipelines.reading.sheets import Sheet
from pipelines.registers.contract import Column, Register

_DEEPEST_HEADER = 3
_LATEST_HEADER = 20
_UNIT = re.compile(r"\((?:单位:?)?(万元|元|%|‰|户|人|个|亩|月|公里|米)(?:/[^)]*)?\)$")
_UNIT_LINE = re.compile(r"单位[::]?\(?(万元|元)")
_LIKELY = 60


@dataclass(frozen=True)
class Match:
    """A sheet recognised as a register.

    `columns` maps the contract's column to its place in the row, counted from 1; `labels` to its header as
    compared; `units` to the unit that its header states. `title_unit` is 万元 or 元 where a line above the data
    states it, `unknown` the headers that no column claims. Data begin after `header_row`.
    """

    register: Register
    header_row: int
    columns: dict[str, int]
    labels: dict[str, str]
    units: dict[str, str]
    title_unit: str | None
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class NoMatch:
    """A sheet that is no register, or that lacks what a register needs, or that is two equally.

    `rule` is 'not_a_register' (then the sheet holds no data), 'missing_header' or 'ambiguous_register'.
    """

    rule: str
    zh: str
    en: str
    register: str | None = None


@dataclass(frozen=True)
class _Candidate:
    register: Register
    header_row: int
    labels: list[tuple[str, ...]]
    places: dict[str, int] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)

    @property
    def score(self) -> int:
        return len(self.places)

    def missing(self, given: set[str]) -> list[str]:
        """Titles of required columns that neither the sheet nor the delivery's defaults provide."""
        have = given | set(self.places)
        names = [
            column.title for column in self.register.columns if column.required and column.name not in have
        ]
        for group in self.register.require_any:
            if not have & set(group):
                names.append("/".join(self.register.by_name[name].title for name in group))
        return names


def recognise(sheet: Sheet, registers: dict[str, Register], given: set[str]) -> Match | NoMatch:
    """The register that the sheet's headers fit best; `given` are columns that the delivery's notes provide."""
    head = sheet.head()
    # the shallowest first: a title above a header adds nothing to it
    readings = [
        (first + depth, _labels(head, first, depth, sheet))
        for depth in range(1, _DEEPEST_HEADER + 1)
        for first in range(min(len(head) - depth + 1, _LATEST_HEADER))
    ]
    best = {name: _best_header(register, readings) for name, register in registers.items()}
    fitting = sorted(
        (candidate for candidate in best.values() if candidate.score and not candidate.missing(given)),
        key=lambda candidate: -candidate.score,
    )
    if len(fitting) > 1 and fitting[0].score == fitting[1].score:
        first, second = fitting[0].register, fitting[1].register
        return NoMatch(
            "ambiguous_register",
            f"表头同时符合“{first.title}”和“{second.title}”(各识别 {fitting[0].score} 列),无法判断是哪一种台账。",
            f"headers fit {first.name} and {second.name} equally ({fitting[0].score} columns each).",
        )
    if fitting:
        return _match(fitting[0], head)
    nearest = max(best.values(), key=lambda candidate: candidate.score / len(candidate.register.columns))
    if nearest.score < 2:
        return NoMatch(
            "not_a_register", "未识别到任何台账的表头,按非数据表处理。", "no register's headers found."
        )
    return _missing_header(nearest, given)


def _best_header(register: Register, readings: list[tuple[int, list[tuple[str, ...]]]]) -> _Candidate:
    known = _known_headers(register)
    best = _Candidate(register, 0, [])
    for header_row, labels in readings:
        candidate = _candidate(register, known, labels, header_row)
        if candidate.score > best.score:
            best = candidate
    return best


@cache
def _known_headers(register: Register) -> dict[str, Column]:
    return {
        normalise(header): column
        for column in reversed(register.columns)
        for header in (column.title, *column.headers, column.name)
    }


def _labels(head: list[list[str]], first: int, depth: int, sheet: Sheet) -> list[tuple[str, ...]]:
    """For each column the ways in which its header may be read, the fullest first."""
    rows = head[first : first + depth]
    width = max(len(row) for row in rows)
    rows = [[normalise(cell) for cell in row] + [""] * (width - len(row)) for row in rows]
    for index, row in enumerate(rows[:-1]):
        _spread_right(row, rows[index + 1], first + index + 1, sheet)
    labels = []
    for parts in zip(*rows, strict=True):
        present = [part for position, part in enumerate(parts) if part and part not in parts[:position]]
        labels.append(tuple(dict.fromkeys(("".join(present), present[0], present[-1]))) if present else ())
    return labels


def _spread_right(row: list[str], below: list[str], number: int, sheet: Sheet) -> None:
    """Give a merged parent header to every column that it spans."""
    for top, left, bottom, right in sheet.merged:
        if top <= number <= bottom:
            for place in range(left, min(right, len(row))):
                row[place] = row[place] or row[left - 1]
    if not sheet.merged:
        for place in range(1, len(row)):
            if not row[place] and below[place] and row[place - 1] and below[place - 1]:
                row[place] = row[place - 1]


def _candidate(
    register: Register, known: dict[str, Column], labels: list[tuple[str, ...]], header_row: int
) -> _Candidate:
    places: dict[str, int] = {}
    units: dict[str, str] = {}
    for place, readings in enumerate(labels, start=1):
        for reading in readings:
            column = known.get(reading) or known.get(_UNIT.sub("", reading))
            if column and column.name not in places:
                places[column.name] = place
                stated = [unit for text in (reading, *readings) if (unit := _UNIT.search(text))]
                if stated:
                    units[column.name] = stated[0][1]
                break
    return _Candidate(register, header_row, labels, places, units)


def _match(candidate: _Candidate, head: list[list[str]]) -> Match:
    register = candidate.register
    ignored = {normalise(header) for header in register.ignored_headers}
    taken = set(candidate.places.values())
    unknown = tuple(
        readings[0]
        for place, readings in enumerate(candidate.labels, start=1)
        if readings and place not in taken and not ignored & set(readings)
    )
    titles = "".join(normalise(cell) for row in head[: candidate.header_row] for cell in row)
    title_unit = _UNIT_LINE.search(titles)
    return Match(
        register,
        candidate.header_row,
        candidate.places,
        {name: candidate.labels[place - 1][-1] for name, place in candidate.places.items()},
        candidate.units,
        title_unit[1] if title_unit else None,
        unknown,
    )


def _missing_header(nearest: _Candidate, given: set[str]) -> NoMatch:
    register = nearest.register
    missing = nearest.missing(given)
    taken = set(nearest.places.values())
    free = [
        readings[0]
        for place, readings in enumerate(nearest.labels, start=1)
        if readings and place not in taken
    ]
    zh = f"按“{register.title}”识别,但缺少必需的列“{'”“'.join(missing)}”"
    en = f"read as {register.name}, but the required column {', '.join(missing)} is missing"
    for proposal in _proposals(missing[0], free):
        zh += f";最相近的列是“{proposal}”,若就是它,请把它加入 {register.name}.yml 该列的 headers"
        en += f"; the likeliest column is {proposal}: if it is, add it to that column's headers in {register.name}.yml"
    return NoMatch("missing_header", zh + "。", en + ".", register.name)


def _proposals(title: str, free: list[str]) -> Iterator[str]:
    found = process.extractOne(title, free, scorer=fuzz.WRatio, score_cutoff=_LIKELY)
    if found:
        yield found[0]
