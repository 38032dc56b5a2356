"""Codes whose terms stand side by side, of which each row ticks one: 省外, 省内, 县内 below 务工区域."""

import re
from collections.abc import Mapping, Sequence

from pipelines.reading.candidate import Candidate
from pipelines.reading.known_headers import columns_by_header
from pipelines.reading.normalise import normalise
from pipelines.reading.vocabularies import terms_of_code
from pipelines.registers.columns import Column

TICKS = ("√", "✓", "✔", "☑", "■", "●", "是")
NO_TICKS = ("×", "✗", "□", "☐", "○", "否", "/", "-", "—")
_TOTAL = re.compile(r"\d+[户人]?")
"""What the row of a total has below a term."""
_SHORTEST = 2
"""Letters of a term: 是 and 否 below a question are none."""


def find_ticked(rows: Sequence[Sequence[str]], candidate: Candidate) -> dict[str, Mapping[str, int]]:
    """Code → term → index of the column in which it is ticked, for codes that no header names; `rows` are the first rows of
    the sheet. Of several codes that have the same terms it is the one that their heading names."""
    register, known = candidate.register, columns_by_header(candidate.register)
    found: dict[str, Mapping[str, int]] = {}
    for column in register.columns:
        if column.kind == "code" and column.name not in candidate.columns:
            terms, heading = _ticked_terms(rows[candidate.header_row :], candidate, column)
            if terms and (not heading or known.get(heading[-1]) in (column, None)):
                found[column.name] = terms
    claims = [index for terms in found.values() for index in terms.values()]
    return {
        name: terms
        for name, terms in found.items()
        if all(claims.count(index) == 1 for index in terms.values())
    }


def _ticked_terms(
    below: Sequence[Sequence[str]], candidate: Candidate, column: Column
) -> tuple[dict[str, int], tuple[str, ...]]:
    """The terms of the code that head columns of ticks, by index, and the heading above all of them."""
    terms, taken = terms_of_code(column), candidate.taken
    free = [
        (index, label.parts)
        for index, label in enumerate(candidate.labels, start=1)
        if label.parts and index not in taken
    ]
    named = [(index, parts) for index, parts in free if len(parts[-1]) >= _SHORTEST and parts[-1] in terms]
    named = [(index, parts) for index, parts in named if _has_ticks(below, index)]
    headings = {parts[:-1] for _, parts in named}
    if len(named) < 2 or len(headings) != 1:
        return {}, ()
    heading = headings.pop()
    is_whole = not heading or sum(parts[:-1] == heading for _, parts in free) == len(named)
    found = {terms[parts[-1]]: index for index, parts in named}
    return (found, heading) if is_whole and len(found) == len(named) else ({}, ())


def _has_ticks(rows: Sequence[Sequence[str]], index: int) -> bool:
    """Whether the column has ticks and, but for totals, nothing else."""
    cells = [text for row in rows if len(row) >= index and (text := normalise(row[index - 1]))]
    others = [cell for cell in cells if cell not in TICKS and cell not in NO_TICKS]
    return len(others) < len(cells) and all(map(_TOTAL.fullmatch, others))
