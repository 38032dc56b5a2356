"""Columns whose cells state two counts: households and persons, 42户168人."""

import re
from collections.abc import Mapping, Sequence

from pipelines.reading.candidate import Candidate
from pipelines.reading.known_headers import columns_by_header
from pipelines.reading.labels import Label
from pipelines.reading.normalise import normalise
from pipelines.registers.columns import Column
from pipelines.registers.contract import Register

BOTH = r"\s*(\d[\d,]*)\s*户\s*[/、,，和及]?\s*(\d[\d,]*)\s*人\s*"
"""A cell with a number of households and one of persons, for Python and RE2."""
_COUNTERPARTS = {"households": "persons", "persons": "households"}


def with_both_counts(rows: Sequence[Sequence[str]], candidate: Candidate) -> dict[str, int]:
    """The columns of the candidate, and counts that stand in cells of the other, in the sheet's first rows."""
    register, columns, below = candidate.register, candidate.columns, rows[candidate.header_row :]
    known = columns_by_header(register)
    found: dict[str, int] = {}
    for name, index in columns.items():
        other, label = _counterpart(register, name), candidate.labels[index - 1]
        if other and other.name not in columns and known.get(label.name) == register.by_name.get(name):
            cells = (row[index - 1] for row in below if len(row) >= index)
            found |= {other.name: index} if any(re.fullmatch(BOTH, normalise(cell)) for cell in cells) else {}
    return {**columns, **found}


def counted_together(
    register: Register, columns: Mapping[str, int], headers: Mapping[str, str]
) -> dict[Column, Column]:
    """Column whose cells state two counts, by its header → the other one that they state."""
    known, found = columns_by_header(register), {}
    for name, index in columns.items():
        other = _counterpart(register, name)
        is_named = known.get(Label.of([normalise(headers[name])]).name) == register.by_name[name]
        if other and columns.get(other.name) == index and is_named:
            found[register.by_name[name]] = other
    return found


def _counterpart(register: Register, name: str) -> Column | None:
    """The count of persons beside one of households, or the other way round."""
    column = register.by_name.get(name)
    for word, other in _COUNTERPARTS.items():
        if column and column.kind == "count" and word in name:
            return register.by_name.get(name.replace(word, other))
    return None
