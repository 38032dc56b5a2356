"""The header rows of a sheet: which of its first rows are the header of each register.

What the sheet is, of all that its headers allow, is decided by `statements.identify`.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from pipelines.reading.assignment import assign_columns
from pipelines.reading.candidate import Candidate
from pipelines.reading.inferred_columns import infer_columns
from pipelines.reading.known_headers import (
    columns_by_header,
    fallback_headers,
    known_headers,
    registers_by_header,
)
from pipelines.reading.labels import Label, goes_on, header_text, is_data, labels_of
from pipelines.reading.money_headers import stage_words
from pipelines.reading.normalise import normalise
from pipelines.reading.sheets import FILLER, Sheet
from pipelines.registers.columns import Column
from pipelines.registers.contract import Register

DEEPEST_HEADER = 3
FEWEST_COLUMNS = 3
"""So many known headers in a row make a header."""
_USUAL_HEADER, _LATEST_HEADER = 20, 50
"""Rows: further down a header is looked for only where none fits above, for every row that is tried costs time."""


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
    anywhere, naming = known_headers(registers), registers_by_header(registers)
    titles = [
        (number, normalise(cells[0]))
        for number in numbers
        if len(cells := [cell for cell in rows[number - 1] if cell.strip()]) == 1
    ]
    titles.append((0, normalise(sheet.name)))
    for latest in (_USUAL_HEADER, _LATEST_HEADER):
        readings = [*_readings(texts, numbers, latest, sheet, anywhere)]
        named = [_named_in(labels, naming) for _, labels in readings]
        candidates = {
            name: infer_columns(sheet, rows, _best_header(register, readings, named, titles, stated or {}))
            for name, register in registers.items()
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


def _named_in(labels: list[Label], naming: Mapping[str, frozenset[str]]) -> Counter[str]:
    """Register → how many of the labels may name a column of it, for all registers at once: a sheet is of few of them."""
    return Counter(
        name
        for label in labels
        for name in frozenset().union(*(naming.get(reading, ()) for reading in label.readings))
    )


def _best_header(
    register: Register,
    readings: list[tuple[int, list[Label]]],
    named: list[Counter[str]],
    titles: list[tuple[int, str]],
    stated: Mapping[str, str],
) -> Candidate:
    """Return the reading with the most columns of the register. `named` are of each reading how many labels may name one,
    `titles` lines that may be a title, by row."""
    by_notes = tuple((normalise(header), normalise(name)) for header, name in stated.items())
    best = Candidate(register, 0, [])
    for (header_row, labels), counted in zip(readings, named, strict=True):
        if not stated and _most_columns(register, counted[register.name]) < best.score:
            continue
        titled = _titled_column(register, [text for row, text in titles if row < header_row])
        candidate = _assigned(register, titled, by_notes, tuple(labels))
        # of two readings with as many columns the one that needs all rows of its header
        if (candidate.score, candidate.joined) > (best.score, best.joined):
            best = replace(candidate, header_row=header_row)
    return best


@lru_cache(maxsize=8192)
def _assigned(
    register: Register, titled: str | None, stated: tuple[tuple[str, str], ...], labels: tuple[Label, ...]
) -> Candidate:
    """The columns that the labels are below titles of the column `titled`, and where notes have `stated` columns by their
    headers. Remembered: the sheets of a delivery have their headers in common."""
    known, others = columns_by_header(register), fallback_headers(register)
    if stated:
        named = {header: known.get(name) for header, name in stated}
        known = known | {header: column for header, column in named.items() if column}
        others = others - named.keys()
    if titled:
        below_title = dict.fromkeys(register.by_name[titled].headers_titled, register.by_name[titled])
        known, others = below_title | known, others | below_title.keys()
    return assign_columns(register, known, others, [*labels], 0)


def _most_columns(register: Register, named: int) -> int:
    """Return an upper bound of the columns that a header has of which so many labels may name one: these, and those that
    a grain adds."""
    if register.across or stage_words(register):
        return len(register.columns)
    return named + max((len(grain.headers) for grain in register.grains.values()), default=0)


def _titled_column(register: Register, titles: list[str]) -> str | None:
    """Return the column that some headers name only below these titles; none if the titles have words of several."""
    titled = [
        column.name
        for column in _columns_titled(register)
        if any(word in text for word in column.titled for text in titles)
    ]
    return titled[0] if len(titled) == 1 else None


@cache
def _columns_titled(register: Register) -> tuple[Column, ...]:
    return tuple(column for column in register.columns if column.titled)
