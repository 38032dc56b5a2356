"""A sheet without a header that goes on from the sheet before it."""

import re
from collections.abc import Callable
from dataclasses import replace

from pipelines.reading.match import Match
from pipelines.reading.normalise import normalise
from pipelines.reading.sheets import Sheet
from pipelines.registers.columns import Column
from pipelines.registers.loading import load_vocabulary
from pipelines.rules import Notice
from pipelines.statements.statement import Statement

_PATTERNS = {
    "person_id_number": r"\d{15}|\d{17}[\dXx].{0,4}",
    "household_id": r"\d{4,}",
    "bank_account": r"[\d ]{8,}",
    "phone": r"[\d-]{7,}",
    "money": r"-?[\d,]+(\.\d+)?\D{0,2}",
    "count": r"\d{1,6}\D?",
    "year": r"(19|20)\d\d年?",
    "month": r"(19|20)\d\d.?\d\d?月?.*",
    "date": r"(19|20)\d\d.?\d\d?.?\d\d?日?",
}
_AREAS = {"county": r".*[县市区旗]", "township": r".*([乡镇]|街道)", "village": r".*(村|社区|居委会)"}
_FEWEST_TELLING = 3
_MOSTLY = 0.9


def continued_statements(
    sheet: Sheet, words: tuple[str, ...], before: tuple[Statement, ...]
) -> tuple[Statement, ...]:
    """The statements of the sheet before it, where the sheet goes on from them without a header. `words` are its own."""
    found = []
    for one in before:
        if one.match and (match := continued_match(sheet, one.match)):
            reason = Notice("continued_sheet", {"register": one.register, "title": one.match.register.title})
            found.append(
                replace(
                    one, role="continuation", reason=reason, words=words, confidence="likely", match=match
                )
            )
    return tuple(found)


def continued_match(sheet: Sheet, before: Match) -> Match | None:
    """The columns of the sheet before it, where what the first rows hold is of the kinds of these columns.

    Columns are compared by their kind: places, numbers of persons and households, amounts, years, terms of a vocabulary.
    Titles, rows with one cell alone, may come first.
    """
    rows = sheet.head()
    titles = 0
    while titles < len(rows) and sum(bool(cell.strip()) for cell in rows[titles]) < 2:
        titles += 1
    telling = 0
    for column in before.mapped:
        test = _test(column)
        cells = [
            row[index - 1].strip()
            for row in rows[titles:]
            if len(row) >= (index := before.columns[column.name])
        ]
        filled = [cell for cell in cells if cell]
        if test and filled:
            if sum(map(test, filled)) < _MOSTLY * len(filled):
                return None
            telling += 1
    if telling < _FEWEST_TELLING:
        return None
    return replace(before, header_row=titles)


def _test(column: Column) -> Callable[[str], bool] | None:
    """Whether a cell is of the column's kind; None where any words are."""
    if column.kind == "code":
        terms = {normalise(term) for pair in load_vocabulary(column.argument or "").items() for term in pair}
        return lambda cell: normalise(cell) in terms
    pattern = _PATTERNS.get(column.kind) or _AREAS.get(column.name)
    return (lambda cell: re.fullmatch(pattern, cell) is not None) if pattern else None
