"""Columns of a candidate that the rows below its header decide: amended amounts, parts of amounts, columns that are
formed from the heads of households, codes and counts that another column states, times of which a cell states both
days, places under a header that may be of anything."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from pipelines.reading.both_counts import with_both_counts
from pipelines.reading.candidate import Candidate
from pipelines.reading.known_headers import columns_by_header
from pipelines.reading.normalise import normalise
from pipelines.reading.sheets import Sheet
from pipelines.reading.ticks import find_ticked
from pipelines.reading.times import days_of_time
from pipelines.reading.vocabularies import terms_of
from pipelines.registers.columns import Column

AMENDED = re.compile("^(调整|变更|修订|修改|核定|核减|追加|优化)后的?")
"""What a header has of an amount that another column states as it was before."""
_CHANGE = re.compile("(调整|变更|追加|核减|调增|调减|增减)(资金|金额|数额?|额|情况)?")
_YEAR_BESIDE = re.compile(r"\s*20\d\d年?底?\D{2,}|\D{2,}20\d\d年?\D?$")
"""A year before or behind a term: 2019年已脱贫, 已脱贫(2019年)."""
_OF_PLACES = frozenset({"单位", "单位名称", "名称", "地区", "地区名称", "区域", "地名"})
"""Headers under which tables of totals name places, and others name something else."""
_VILLAGE = re.compile(r".+(村|社区|居委会|村委会|嘎查)")
_TOWNSHIP = re.compile(r".+(镇|乡|街道|农场|办事处|管委会|苏木)")
_TOTAL = re.compile(r"(总|合|小)\s*计|全[镇乡县区]")
_IS_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?")


def infer_columns(sheet: Sheet, rows: list[list[str]], candidate: Candidate) -> Candidate:
    """Return the candidate with the columns that its rows decide; `rows` are the first rows of the sheet."""
    amended = _with_amended(sheet, candidate)
    placed = _with_places(sheet, amended)
    told = _with_told(sheet, _with_formed(_with_ticked(rows, _with_amounts(rows, placed))))
    return _with_times(sheet, replace(told, columns=with_both_counts(rows, told)))


def _with_amended(sheet: Sheet, candidate: Candidate) -> Candidate:
    """Read an amount from its amended column if every row states the amount before and the change."""
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


def _with_places(sheet: Sheet, candidate: Candidate) -> Candidate:
    """Read villages, or townships, from the one column under a header of anything whose cells all name some.

    Unread, it would leave the sum of a township beside its villages, as rows of one place.
    """
    known, read = candidate.register.by_name.keys(), candidate.columns.keys()
    if read & {"village", "place"} or "village" not in known:
        return candidate
    found = {}
    for index, label in enumerate(candidate.labels, start=1):
        if index not in candidate.taken and _OF_PLACES & {*label.readings}:
            cells = {cell.strip() for cell in _cells_below(sheet, candidate.header_row, index)} - {""}
            named = {cell for cell in cells if not _TOTAL.fullmatch(cell)}
            villages = {cell for cell in named if _VILLAGE.fullmatch(cell)}
            townships = {cell for cell in named if _TOWNSHIP.fullmatch(cell)} - villages
            if len(villages) > 1 and named == villages | townships:
                found[index] = "village"
            elif len(townships) > 1 and named == townships and "township" not in read:
                found[index] = "township"
    if len(found) != 1:
        return candidate
    [(index, column)] = found.items()
    return replace(candidate, columns={**candidate.columns, column: index})


def _numbers(sheet: Sheet, header_row: int, indices: tuple[int, ...]) -> Iterator[tuple[Decimal, ...]]:
    """The numbers in these columns of each row below the header that has any, a blank as 0."""
    for cells in sheet.rows_below(header_row):
        texts = [
            cells[index - 1].strip().replace(",", "") if len(cells) >= index else "" for index in indices
        ]
        if any(texts) and all(not text or _IS_NUMBER.fullmatch(text) for text in texts):
            yield tuple(Decimal(text or 0) for text in texts)


def _with_amounts(rows: list[list[str]], candidate: Candidate) -> Candidate:
    """Drop parts of an amount whose cells are words: 低保 may head a yes or a no."""
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


def _with_ticked(rows: list[list[str]], candidate: Candidate) -> Candidate:
    """Add codes whose terms head columns of ticks."""
    ticked = find_ticked(rows, candidate)
    columns = {name: min(terms.values()) for name, terms in ticked.items()}
    return (
        replace(candidate, columns={**candidate.columns, **columns}, ticked=ticked) if ticked else candidate
    )


def _with_formed(candidate: Candidate) -> Candidate:
    """Add columns that are formed from the heads of households, if rows state who is a head, and how many members
    there are, or every row is a head with the size of the household."""
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


def _with_told(sheet: Sheet, candidate: Candidate) -> Candidate:
    """Add codes that another column states: one of its cells has a term that values of that column do not imply; and columns
    of years that stand beside the terms of a code."""
    beside = {
        column.told_by.column: index
        for column in candidate.register.columns
        if column.told_by
        and column.is_dated
        and column.told_by.column not in candidate.columns
        and (index := candidate.columns.get(column.name))
        and any(map(_YEAR_BESIDE.match, _cells_below(sheet, candidate.header_row, index)))
    }
    told = beside | {
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


def _with_times(sheet: Sheet, candidate: Candidate) -> Candidate:
    """Add the first and the last day of a time that every cell of one column states."""
    columns = {**candidate.columns}
    for last in candidate.register.columns:
        if last.since is None or last.name in columns:
            continue
        named = {normalise(header) for header in last.headers_of_time}
        labels = enumerate(candidate.labels, start=1)
        free = (at for at, label in labels if at not in candidate.taken and named & {*label.readings})
        at = columns.get(last.since) or next(free, None)
        cells = [
            cell
            for row in sheet.rows_below(candidate.header_row)
            if at and len(row) >= at and (cell := row[at - 1].strip())
        ]
        if at and cells and all(map(days_of_time, cells)):
            columns |= {last.since: at, last.name: at}
    return candidate if columns == candidate.columns else replace(candidate, columns=columns)


def _terms_below(sheet: Sheet, header_row: int, index: int, column: Column) -> Iterator[str]:
    """The column's terms in cells below the header, at the index counted from 1."""
    terms = terms_of(column.argument or "")
    for cell in _cells_below(sheet, header_row, index):
        if term := terms.get(normalise(cell)):
            yield term


def _cells_below(sheet: Sheet, header_row: int, index: int) -> Iterator[str]:
    return (cells[index - 1] for cells in sheet.rows_below(header_row) if len(cells) >= index)
