"""Assign the labels of a header to the columns of a register, by the words of the header alone."""

from collections.abc import Mapping

from pipelines.reading.candidate import Candidate
from pipelines.reading.known_headers import column_named, is_of_a_month, titles_of
from pipelines.reading.labels import A_QUARTER, DONE, THIS_TIME, THIS_YEAR, Label
from pipelines.reading.levels import WHOLE, find_levels, find_parts, find_split
from pipelines.reading.money_headers import column_of_money, stage_words
from pipelines.reading.normalise import normalise
from pipelines.reading.rounds import find_rounds
from pipelines.reading.units import COUNTED
from pipelines.registers.columns import Column
from pipelines.registers.contract import Register

_TOLD_BY_HEADING = {"money", "count", "ratio", "measure", "date"}
"""Kinds of columns that several headings have below them, of which each is of something else."""


def assign_columns(
    register: Register,
    known: Mapping[str, Column],
    fallbacks: frozenset[str],
    labels: list[Label],
    header_row: int,
) -> Candidate:
    """Assign each label to the column that `known` maps its header to; headers in `fallbacks` only name a column that
    no other header names."""
    columns: dict[str, int] = {}
    units: dict[str, str] = {}
    words = [label.parts for label in labels]
    levels, split = find_levels(register, words), find_split(register, known, words)
    joined = _take_titles(register, known, labels, columns, units, {*levels, *split})
    columns |= _named_as_whole(register, known, fallbacks, labels, columns)
    for is_fallback in (False, True):
        for index, label in enumerate(labels, start=1):
            if index in columns.values():
                continue
            for reading in label.readings:
                column = column_named(known, reading, label)
                if column and (
                    _is_of_else(register, column, label)
                    or (column.kind == "area" and index in levels)
                    or (column.kind in ("money", "count") and index in split)
                    or (reading in fallbacks) != is_fallback
                    or (column.kind in _TOLD_BY_HEADING and not label.says(reading))
                ):
                    continue
                if column and column.name not in columns:
                    columns[column.name] = index
                    joined += reading in label.joined
                    if label.unit:
                        units[column.name] = label.unit
                    break
    columns |= _named_beside(register, labels, columns)
    columns |= _named_with_more(register, known, labels, columns)
    columns |= _whole_counts(known, labels, columns)
    columns |= _named_by_parts(register, labels, columns)
    columns |= _standing_in(register, labels, columns)
    parts = find_parts(register, known, words, columns, levels, split)
    parts += find_rounds(known, labels, {*columns, *(one.column for one in parts)})
    for one in parts:
        columns[one.column] = one.whole or min(one.terms.values())
        joined += 1
        if unit := labels[columns[one.column] - 1].unit:
            units[one.column] = unit
    columns |= _of_a_month(register, known, labels, columns)
    joint = _joint(register, labels, columns)
    columns |= {name: indices[0] for name, indices in joint.items()}
    grain, more = _grain(register, columns, labels)
    return Candidate(
        register, header_row, labels, columns | more, units, joined, grain, tuple(parts), joint=joint
    )


def _take_titles(
    register: Register,
    known: Mapping[str, Column],
    labels: list[Label],
    columns: dict[str, int],
    units: dict[str, str],
    levels: set[int],
) -> int:
    """Assign labels that are the title of a column first: 会议类型 is read, not 会议名称 to its left. Return how many of them
    need all rows of the header."""
    joined = 0
    for index, label in enumerate(labels, start=1):
        reading = next((one for one in label.readings if one in known), "")
        column = column_named(known, reading, label) if index not in levels else None
        if column and _is_of_else(register, column, label):
            continue
        if column and column.name not in columns and reading == titles_of(register).get(column.name):
            columns[column.name] = index
            joined += reading in label.joined
            if label.unit:
                units[column.name] = label.unit
    return joined


def _named_as_whole(
    register: Register,
    known: Mapping[str, Column],
    fallbacks: frozenset[str],
    labels: list[Label],
    columns: Mapping[str, int],
) -> dict[str, int]:
    """Return column → index for amounts of which a header says that it is their whole, which counts beside its parts: 实发合计
    beside 月保障金 and 补发. Beside an amount of this year the whole is that of earlier years as well: 资金合计 of 上年结转 and
    本年安排."""
    found: dict[str, int] = {}
    of_this_year = {
        column.name
        for label in labels
        if THIS_YEAR.match(label.name) and (column := column_of_money(register, label.name, label.unit))
    }
    budget = {*register.stages.budget} if register.stages else set()
    of_this_year |= budget if budget & of_this_year else set()
    for index, label in enumerate(labels, start=1):
        column = known.get(label.whole_of) if label.whole_of not in fallbacks else None
        if column and column.kind == "money" and column.name not in {*columns, *of_this_year}:
            found.setdefault(column.name, index)
    return found


def _of_a_month(
    register: Register, known: Mapping[str, Column], labels: list[Label], columns: Mapping[str, int]
) -> dict[str, int]:
    """Return column → index for amounts that the sheet states for each month alone, or else in a 合计 behind what changes
    them: the months, or what is paid besides."""
    if register.months is None:
        return {}
    found: dict[str, int] = {}
    taken, months = {*columns.values()}, columns.get(register.months or "")
    for index, label in enumerate(labels, start=1):
        for column in filter(None, (column_named(known, reading, label) for reading in label.readings)):
            if is_of_a_month(register, column, label) and column.name not in columns and index not in taken:
                found.setdefault(column.name, index)
    for name, first in found.items():
        behind = {at for at, label in enumerate(labels, start=1) if label.is_supplement or at == months}
        wholes = (at for at, label in enumerate(labels, start=1) if label.name in WHOLE and at not in taken)
        found[name] = next((at for at in wholes if any(first < one < at for one in behind)), first)
    return found


def _is_of_else(register: Register, column: Column, label: Label) -> bool:
    """Whether the label is of something else than the column that its words name: what is paid each month, or a number of
    villages, 行政村(个)."""
    return is_of_a_month(register, column, label) or (column.kind == "area" and label.unit in COUNTED)


def _named_beside(register: Register, labels: list[Label], columns: Mapping[str, int]) -> dict[str, int]:
    """Return column → index for headers that name a column only beside columns that are assigned already."""
    found: dict[str, int] = {}
    for column in register.columns:
        if column.name in columns or not columns.keys() & {*column.beside}:
            continue
        for index, label in enumerate(labels, start=1):
            if {*column.headers_beside} & {*label.readings} and index not in columns.values():
                found.setdefault(column.name, index)
    return found


def _named_with_more(
    register: Register, known: Mapping[str, Column], labels: list[Label], columns: Mapping[str, int]
) -> dict[str, int]:
    """Return column → index for counts and, in a flow, its amount of what was done (实代缴人数, 实际补助金额), counts and amounts
    of the time that a flow is of (本月人数, 本学期补助金额, 全年发放金额), of which nothing shorter is there, as a quarter is."""
    forms = [(DONE, "count")]
    if register.counts == "flow":
        in_parts = any(A_QUARTER.match(label.name) for label in labels)
        forms += [(THIS_TIME, "money"), (THIS_TIME, "count"), *([] if in_parts else [(THIS_YEAR, "money")])]
    across = register.across
    done = across.amount if across and register.counts == "flow" else None
    found: dict[str, int] = {}
    taken = {*columns.values()}
    free = [
        (at, one.name) for at, one in enumerate(labels, start=1) if at not in taken and one.says(one.name)
    ]
    for words, kind in forms:
        for index, name in free:
            column = known.get(words.sub("", name)) if words.match(name) else None
            is_done = words is DONE and column is not None and column.name == done
            if column and (column.kind == kind or is_done) and column.name not in columns:
                found.setdefault(column.name, index)
    return found


def _whole_counts(
    known: Mapping[str, Column], labels: list[Label], columns: Mapping[str, int]
) -> dict[str, int]:
    """Return column → index for counts that the header above a whole names: 签约人数 over 合计 and 脱贫人口."""
    found: dict[str, int] = {}
    for index, label in enumerate(labels, start=1):
        column = known.get(label.whole or "")
        if column and column.kind == "count" and column.name not in columns and index not in columns.values():
            found.setdefault(column.name, index)
    return found


def _named_by_parts(register: Register, labels: list[Label], columns: Mapping[str, int]) -> dict[str, int]:
    """Return column → index for amounts that exactly one header names by its parts."""
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


def _standing_in(register: Register, labels: list[Label], columns: Mapping[str, int]) -> dict[str, int]:
    """Return column → index for required columns that a fallback header names, though it is another column's own: a list
    of roads names its works by 道路名称."""
    found: dict[str, int] = {}
    for column in register.columns:
        if column.required and column.fallback_headers and column.name not in columns:
            named = {normalise(header) for header in column.fallback_headers}
            at = [
                index for index, label in enumerate(labels, start=1) if not named.isdisjoint(label.readings)
            ]
            found |= {column.name: at[-1]} if at else {}
    return found


def _joint(register: Register, labels: list[Label], columns: Mapping[str, int]) -> dict[str, tuple[int, ...]]:
    """Return column → indices of the columns that are together its text, in the order of the contract: 务工所在省, 务工所在市."""
    found: dict[str, tuple[int, ...]] = {}
    taken = {*columns.values()}
    at = {label.name: index for index, label in enumerate(labels, start=1) if index not in taken}
    for column in register.columns:
        indices = tuple(at[header] for header in column.headers_of_parts if header in at)
        if indices and column.name not in columns:
            found[column.name] = indices
    return found


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
