"""The header rows of a sheet, and which of its columns is which of a register's.

What the sheet is, of all that its headers allow, is decided by `statements.identify`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache

from pipelines.deliveries.notes import Value
from pipelines.reading.labels import Label, goes_on, header_text, is_data, labels_of
from pipelines.reading.levels import Parts, find_levels, find_parts, find_split
from pipelines.reading.money_headers import column_of_money, stage_words
from pipelines.reading.normalise import normalise
from pipelines.reading.sheets import FILLER, Sheet
from pipelines.reading.vocabularies import terms_of
from pipelines.registers.contract import Column, Register

DEEPEST_HEADER = 3
FEWEST_COLUMNS = 3
"""So many known headers in a row make a header."""
_USUAL_HEADER, _LATEST_HEADER = 20, 50
"""Rows: further down a header is looked for only where none fits above, for every row that is tried costs time."""

AMENDED = re.compile("^(调整|变更|修订|修改|核定|核减|追加|优化)后的?")
"""What a header has of an amount that another column states as it was before."""
_CHANGE = re.compile("(调整|变更|追加|核减|调增|调减|增减)(资金|金额|数额?|额|情况)?")
_IS_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?")


@dataclass(frozen=True)
class Candidate:
    """The columns of one register that a row, read as its header, has.

    `columns` maps a column of the contract to its index in the row, counted from 1, `units` to the unit that its header
    states; `joined` counts the columns that need all rows of a header in levels; `grain` is the form of the register
    whose headers it has, the register's own by default; `parts` are the amounts that are split into parts.
    """

    register: Register
    header_row: int
    labels: list[Label]
    columns: dict[str, int] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    joined: int = 0
    grain: str | None = None
    parts: tuple[Parts, ...] = ()

    @property
    def score(self) -> int:
        """How many columns of the contract the header has."""
        return len(self.columns)

    @property
    def taken(self) -> set[int]:
        """Indices of the columns that are read."""
        return {*self.columns.values(), *(index for one in self.parts for index in one.terms.values())}

    @property
    def free_labels(self) -> list[Label]:
        """Headers that match no column of the register."""
        taken = self.taken
        return [
            label for index, label in enumerate(self.labels, start=1) if label.readings and index not in taken
        ]

    def forms(self, column: str) -> bool:
        """Whether the sheet lacks the column and it is formed from another one."""
        return self.columns.get(column) == self.columns.get(self.register.by_name[column].of_head or "", 0)

    def missing(self, supplied_columns: set[str]) -> list[tuple[str, ...]]:
        """Required columns, or groups of which one is, that neither the sheet nor the delivery's defaults provide."""
        have = supplied_columns | set(self.columns)
        required = [(column.name,) for column in self.register.columns if column.required]
        return [group for group in (*required, *self.register.require_any) if not have & set(group)]

    def repeated(self) -> dict[int, Column]:
        """Column index → column of the contract, for each header that repeats an earlier one."""
        known, taken = columns_by_header(self.register), self.taken
        known = {
            header: column for header, column in known.items() if header not in _fallbacks(self.register)
        }
        found = {}
        for index, label in enumerate(self.labels, start=1):
            column = next(filter(None, (_named(known, reading, label) for reading in label.readings)), None)
            if column and column.name in self.columns and index not in taken:
                found[index] = column
        return found


@dataclass(frozen=True)
class Headers:
    """The first rows of a sheet, and what each of them is as the header of a register.

    `rows` are the rows as sent, `texts` those with content as `normalise` has them, `readings` the row and the labels
    of each header that there may be, `candidates` the best of them for each register, by name.
    """

    rows: list[list[str]]
    texts: list[list[str]]
    readings: list[tuple[int, list[Label]]]
    candidates: dict[str, Candidate]


def find_headers(
    sheet: Sheet,
    registers: Mapping[str, Register],
    supplied_columns: set[str],
    stated: Mapping[str, str] | None = None,
) -> Headers:
    """The header of each register that the sheet's first rows fit best.

    `supplied_columns` are columns that the delivery's notes provide, `stated` the columns by their headers that the notes
    name, by canonical name, title or another header. Rows far down are looked at only where none above
    holds all that a register needs.
    """
    rows = [[] if row == [FILLER] else row for row in sheet.head()]
    numbers = [number for number, row in enumerate(rows, start=1) if row][: _LATEST_HEADER + DEEPEST_HEADER]
    texts = [[header_text(cell) for cell in rows[number - 1]] for number in numbers]
    anywhere = known_headers(registers)
    titles = [
        (number, normalise(cells[0]))
        for number in numbers
        if len(cells := [cell for cell in rows[number - 1] if cell.strip()]) == 1
    ]
    titles.append((0, normalise(sheet.name)))
    for latest in (_USUAL_HEADER, _LATEST_HEADER):
        readings = [*_readings(texts, numbers, latest, sheet, anywhere)]
        candidates = {
            name: _with_told(sheet, _with_formed(_with_amounts(rows, best)))
            for name, register in registers.items()
            for best in [_with_amended(sheet, _best_header(register, readings, titles, stated or {}))]
        }
        if any(one.score and not one.missing(supplied_columns) for one in candidates.values()):
            break
    return Headers(rows, texts, readings, candidates)


def _readings(
    texts: list[list[str]], numbers: list[int], latest: int, sheet: Sheet, anywhere: frozenset[str]
) -> Iterator[tuple[int, list[Label]]]:
    """Row and labels of each header that one of the rows may begin, if a word of it is a header `anywhere`.

    The shallowest come first: a title above a header adds nothing to it. None ends above a row that only goes on with it,
    and none ends with a row of data.
    """
    going_on = {
        row for row in range(1, len(texts)) if goes_on(texts[row], numbers[row - 1], numbers[row], sheet)
    }
    data = {row for row, text in enumerate(texts) if is_data(text)}
    for depth in range(1, DEEPEST_HEADER + 1):
        for first in range(min(len(texts) - depth + 1, latest)):
            if first + depth in going_on or first + depth - 1 in data:
                continue
            labels = labels_of(texts[first : first + depth], numbers[first] - 1, sheet)
            if any(reading in anywhere for label in labels for reading in label.readings):
                yield numbers[first + depth - 1], labels


def known_headers(registers: Mapping[str, Register]) -> frozenset[str]:
    """Every header of every register, as `is_header` compares them."""
    return frozenset(header for register in registers.values() for header in columns_by_header(register))


def _best_header(
    register: Register,
    readings: list[tuple[int, list[Label]]],
    titles: list[tuple[int, str]],
    stated: Mapping[str, str],
) -> Candidate:
    """Of the readings the one with the most columns of the register. `titles` are lines that may be a title, by row."""
    known, others = columns_by_header(register), _fallbacks(register)
    if stated:
        named = {normalise(header): known.get(normalise(name)) for header, name in stated.items()}
        known = known | {header: column for header, column in named.items() if column}
        others = others - named.keys()
    best = Candidate(register, 0, [])
    for header_row, labels in readings:
        if not stated and best.score > _most_columns(register, labels):
            continue
        titled = _titled_headers(register, [text for row, text in titles if row < header_row])
        candidate = _candidate(
            register,
            titled | known if titled else known,
            others | titled.keys() if titled else others,
            labels,
            header_row,
        )
        # of two readings with as many columns the one that needs all rows of its header
        if (candidate.score, candidate.joined) > (best.score, best.joined):
            best = candidate
    return best


def _most_columns(register: Register, labels: list[Label]) -> int:
    """No fewer columns than the labels have of the register: what each may name, and what a grain adds to them."""
    if register.across or stage_words(register):
        return len(register.columns)
    words = _all_headers(register)
    more = max((len(grain.headers) for grain in register.grains.values()), default=0)
    return more + sum(not words.isdisjoint(label.readings) for label in labels)


@cache
def _all_headers(register: Register) -> frozenset[str]:
    """Every header that names a column of the register by itself, wherever it stands."""
    contextual = (
        header for column in register.columns for header in (*column.headers_beside, *column.headers_titled)
    )
    return frozenset([*columns_by_header(register), *contextual])


def _with_formed(candidate: Candidate) -> Candidate:
    """With columns that are formed from the heads of households: rows state who is a head, and how many members there are,
    or every row is a head with the size of the household."""
    grains, columns = candidate.register.grains, candidate.columns
    heads = {name for grain in grains.values() for name in grain.implies}
    own = grains.get(candidate.grain or "")
    is_of_heads = own is not None and bool(own.implies) and not own.implies.keys() & columns.keys()
    has_size = bool({grain.size for grain in grains.values()} & columns.keys())
    if not (heads and has_size and (heads <= columns.keys() or is_of_heads)):
        return candidate
    formed = {
        column.name: columns[column.of_head]
        for column in candidate.register.columns
        if column.of_head in columns and column.name not in columns
    }
    return replace(candidate, columns={**columns, **formed})


def _with_amended(sheet: Sheet, candidate: Candidate) -> Candidate:
    """With an amount as it was amended, where every row states what it was before and by how much it changed."""
    known = columns_by_header(candidate.register)
    changes = [index for index, label in enumerate(candidate.labels, 1) if _CHANGE.fullmatch(label.name)]
    for index, label in enumerate(candidate.labels, start=1):
        column = known.get(AMENDED.sub("", label.name)) if AMENDED.match(label.name) else None
        before = candidate.columns.get(column.name) if column and column.kind == "money" else None
        if column and before not in (None, index) and len(changes) == 1:
            triples = [*_numbers(sheet, candidate.header_row, (before or 0, changes[0], index))]
            if triples and all(old + change == new for old, change, new in triples):
                units = {**candidate.units} | ({column.name: label.unit} if label.unit else {})
                return replace(candidate, columns={**candidate.columns, column.name: index}, units=units)
    return candidate


def _numbers(sheet: Sheet, header_row: int, indices: tuple[int, ...]) -> Iterator[tuple[Decimal, ...]]:
    """The numbers in these columns of each row below the header that has any, a blank as 0."""
    for cells in sheet.rows_below(header_row):
        texts = [
            cells[index - 1].strip().replace(",", "") if len(cells) >= index else "" for index in indices
        ]
        if any(texts) and all(not text or _IS_NUMBER.fullmatch(text) for text in texts):
            yield tuple(Decimal(text or 0) for text in texts)


def _with_amounts(rows: list[list[str]], candidate: Candidate) -> Candidate:
    """Without parts of an amount whose cells are words: 低保 may be above a yes or a no."""
    parts = [
        replace(one, terms={term: index for term, index in one.terms.items() if not _has_words(below, index)})
        for one in candidate.parts
        for below in [rows[candidate.header_row :]]
    ]
    if parts == [*candidate.parts]:
        return candidate
    columns = {**candidate.columns}
    for one in parts:
        if first := one.whole or min(one.terms.values(), default=None):
            columns[one.column] = first
        else:
            del columns[one.column]
    return replace(candidate, columns=columns, parts=tuple(one for one in parts if one.terms or one.whole))


def _has_words(rows: list[list[str]], index: int) -> bool:
    """Whether most cells in the column hold no number."""
    cells = [cell for row in rows if len(row) >= index and (cell := row[index - 1].strip())]
    return 2 * sum(not re.search(r"\d", cell) for cell in cells) > len(cells)


def _with_told(sheet: Sheet, candidate: Candidate) -> Candidate:
    """With codes that another column tells: where one of its cells has a term that is not implied by the others' values."""
    told = {
        column.name: index
        for column in candidate.register.columns
        if column.told_by
        and column.name not in candidate.columns
        and (index := candidate.columns.get(column.told_by.column))
        and any(
            term != column.told_by.term for term in _terms_below(sheet, candidate.header_row, index, column)
        )
    }
    return replace(candidate, columns={**candidate.columns, **told}) if told else candidate


def _terms_below(sheet: Sheet, header_row: int, index: int, column: Column) -> Iterator[str]:
    """The column's terms in cells below the header, at the index counted from 1."""
    terms = terms_of(column.argument or "")
    for cells in sheet.rows_below(header_row):
        if len(cells) >= index and (term := terms.get(normalise(cells[index - 1]))):
            yield term


def _titled_headers(register: Register, titles: list[str]) -> dict[str, Column]:
    """Headers that name a column below these titles: where the titles have words of one column alone."""
    titled = [
        column
        for column in register.columns
        if any(word in text for word in column.titled for text in titles)
    ]
    return (
        {header: column for column in titled for header in column.headers_titled} if len(titled) == 1 else {}
    )


@cache
def columns_by_header(register: Register) -> dict[str, Column]:
    """Header, as `normalise` has it, → the column that it names."""
    return {
        normalise(header): column
        for column in reversed(register.columns)
        for header in (column.title, *column.headers, *column.fallback_headers, column.name)
    }


def columns_named(values: Mapping[str, Value], register: Register) -> dict[str, Value]:
    """Values by column of the register, of what names each by its canonical name, its title or a header."""
    known = columns_by_header(register)
    return {column.name: value for name, value in values.items() if (column := known.get(normalise(name)))}


@cache
def _fallbacks(register: Register) -> frozenset[str]:
    return frozenset(normalise(header) for one in register.columns for header in one.fallback_headers)


def _candidate(
    register: Register,
    known: Mapping[str, Column],
    fallbacks: frozenset[str],
    labels: list[Label],
    header_row: int,
) -> Candidate:
    """The columns of the labels that `known` maps by header, those of `fallbacks` where no other names them."""
    columns: dict[str, int] = {}
    units: dict[str, str] = {}
    words = [label.parts for label in labels]
    levels, split = find_levels(register, words), find_split(register, known, words)
    joined = _take_titles(register, known, labels, columns, units, {*levels, *split})
    for is_fallback in (False, True):
        for index, label in enumerate(labels, start=1):
            if index in columns.values():
                continue
            for reading in label.readings:
                column = _named(known, reading, label)
                if column and (
                    (column.kind == "area" and index in levels)
                    or (column.kind == "money" and index in split)
                    or (reading in fallbacks) != is_fallback
                ):
                    continue
                if column and column.name not in columns:
                    columns[column.name] = index
                    joined += reading in label.joined
                    if label.unit:
                        units[column.name] = label.unit
                    break
    columns |= _named_beside(register, labels, columns)
    columns |= _whole_counts(known, labels, columns)
    columns |= _named_by_parts(register, labels, columns)
    parts = find_parts(register, known, words, columns, levels, split)
    for one in parts:
        columns[one.column] = one.whole or min(one.terms.values())
        joined += 1
        if unit := labels[columns[one.column] - 1].unit:
            units[one.column] = unit
    grain, more = _grain(register, columns, labels)
    return Candidate(register, header_row, labels, columns | more, units, joined, grain, tuple(parts))


def _take_titles(
    register: Register,
    known: Mapping[str, Column],
    labels: list[Label],
    columns: dict[str, int],
    units: dict[str, str],
    levels: set[int],
) -> int:
    """Add the columns whose own titles are there: 会议类型 is read, and not 会议名称 to the left of it. How many of them need
    all rows of the header."""
    joined = 0
    for index, label in enumerate(labels, start=1):
        reading = next((one for one in label.readings if one in known), "")
        column = _named(known, reading, label) if index not in levels else None
        if column and column.name not in columns and reading == _titles(register).get(column.name):
            columns[column.name] = index
            joined += reading in label.joined
            if label.unit:
                units[column.name] = label.unit
    return joined


@cache
def _titles(register: Register) -> dict[str, str]:
    """Column → its title, as headers are compared."""
    return {column.name: normalise(column.title) for column in register.columns}


def _named(known: Mapping[str, Column], reading: str, label: Label) -> Column | None:
    """The column that the reading names: what is for each mu is none of the whole, but the register's one amount of that kind."""
    column = known.get(reading)
    if not (column and label.is_rate and column.kind == "money") or column.is_per_unit:
        return column
    rates = {one.name: one for one in known.values() if one.kind == "money" and one.is_per_unit}
    return next(iter(rates.values())) if len(rates) == 1 else None


def _named_beside(register: Register, labels: list[Label], columns: Mapping[str, int]) -> dict[str, int]:
    """Columns, with their indices, whose headers name them only beside those that are known already."""
    found: dict[str, int] = {}
    for column in register.columns:
        if column.name in columns or not columns.keys() & {*column.beside}:
            continue
        for index, label in enumerate(labels, start=1):
            if {*column.headers_beside} & {*label.readings} and index not in columns.values():
                found.setdefault(column.name, index)
    return found


def _whole_counts(
    known: Mapping[str, Column], labels: list[Label], columns: Mapping[str, int]
) -> dict[str, int]:
    """Columns of counts, with their indices, that the header above a whole names: 签约人数 over 合计 and 脱贫人口."""
    found: dict[str, int] = {}
    for index, label in enumerate(labels, start=1):
        column = known.get(label.whole or "")
        if column and column.kind == "count" and column.name not in columns and index not in columns.values():
            found.setdefault(column.name, index)
    return found


def _named_by_parts(register: Register, labels: list[Label], columns: Mapping[str, int]) -> dict[str, int]:
    """Columns of money, with their indices, that one header alone names by its parts."""
    if not stage_words(register):
        return {}
    found: dict[str, list[int]] = {}
    taken = {*columns.values()}
    for index, label in enumerate(labels, start=1):
        if index in taken:
            continue
        named = {
            column.name
            for reading in label.readings
            if (len(label.parts) == 1 or len(reading) > len(label.parts[-1]))
            and (column := column_of_money(register, reading, label.unit))
        }
        if len(named) == 1:
            found.setdefault(named.pop(), []).append(index)
    return {name: indices[0] for name, indices in found.items() if len(indices) == 1 and name not in columns}


def _grain(
    register: Register, columns: Mapping[str, int], labels: list[Label]
) -> tuple[str | None, dict[str, int]]:
    """The form in which the register comes, and the columns that only this form has: the register's own form, or one
    whose rows state their size and whose headers are there."""
    for name, grain in register.grains.items():
        if grain.size in columns and not columns.keys() & set(grain.lacks):
            more = {
                column: index
                for column, headers in grain.headers.items()
                if column not in columns
                for index, label in enumerate(labels, start=1)
                if set(label.readings) & set(headers)
            }
            if more:
                return name, more
    return next(iter(register.grains), None), {}
