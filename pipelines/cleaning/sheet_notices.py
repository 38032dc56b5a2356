"""Report what is worth knowing of a sheet beside its faults: unread headers, hidden rows, comments, a year from its
title."""

import re
from collections.abc import Iterator, Mapping, Sequence

from xlsxwriter.utility import xl_rowcol_to_cell

from pipelines.deliveries.period import Period
from pipelines.reading.match import Match, UnmappedHeader
from pipelines.reading.sheets import Sheet
from pipelines.registers.contract import Register
from pipelines.rules import Notice
from pipelines.statements.statement import Statement

_MOST_NAMED = 5
_FIGURE = re.compile(r"[-+]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?")
_YEAR = re.compile(r"(19|20)\d\d")
_COUNT = re.compile("(户|人|人口|口)数?量?$")


def unread_headers(matches: Sequence[Match]) -> dict[str, list[UnmappedHeader]]:
    """Register → headers of a sheet that none of its matches reads, each of the register that it is likest to belong to."""
    read = {index for match in matches for index in match.columns.values()}
    likeliest: dict[int, tuple[str, UnmappedHeader]] = {}
    for match in matches:
        for header in match.unmapped:
            known = likeliest.get(header.index)
            if header.index not in read and (known is None or (header.proposal and not known[1].proposal)):
                likeliest[header.index] = match.register.name, header
    found: dict[str, list[UnmappedHeader]] = {}
    for _, (register, header) in sorted(likeliest.items(), key=lambda pair: pair[0]):
        found.setdefault(register, []).append(header)
    return found


def unread_notices(headers: Sequence[UnmappedHeader], register: Register) -> Iterator[Notice]:
    """A notice on each header that nothing reads, and one on all those of facts of which no column is told what it may be."""
    for header in headers:
        if not header.is_fact:
            yield header.notice(register)
    if facts := tuple(header.label for header in headers if header.is_fact):
        yield Notice("unread_facts", {"found": facts, "title": register.title, "register": register.name})


def sheet_notices(
    sheet: Sheet, statement: Statement, match: Match, years: Sequence[int], period: Period
) -> Iterator[Notice]:
    """Notices of a sheet as a whole; `years` are those that its words state where its columns state none."""
    if sheet.is_hidden:
        yield Notice("hidden_sheet")
    yield from _unseen(sheet, match.header_row)
    yield from _figures_above(sheet, match.header_row)
    if statement.role == "continuation":
        yield Notice(statement.reason.rule, statement.reason.fields)
    for year in years:
        yield _year_from_words(match, year, period)


def unread_totals(match: Match, registers: Mapping[str, Register]) -> Iterator[Notice]:
    """A notice on columns that nothing reads and that count the objects of a roll by area."""
    labels = [header.label for header in match.unmapped if _COUNT.search(header.label)]
    for roll in (one for one in registers.values() if one.is_roll and one.name != match.register.name):
        found = tuple(label for label in labels if any(word in label for word in roll.evidence.pro))
        if len(found) > 1:
            fields = {"found": found, "title": roll.title, "register": roll.name}
            yield Notice("unread_totals", fields)
            return


def _unseen(sheet: Sheet, header_row: int) -> Iterator[Notice]:
    """A notice on the rows below the header that are hidden, those that are struck out, and the cells with comments."""
    for rule, field, places in (
        ("hidden_rows", "rows", [str(row) for row in sheet.hidden_rows if row > header_row]),
        ("struck_rows", "rows", [str(row) for row in sheet.struck_rows if row > header_row]),
        (
            "comments",
            "cells",
            [xl_rowcol_to_cell(row - 1, column - 1) for row, column, _ in sheet.comments if row > header_row],
        ),
    ):
        if places:
            more = "…" if len(places) > _MOST_NAMED else ""
            fields = {"count": len(places), field: tuple(places[:_MOST_NAMED]), "more": more}
            yield Notice(rule, fields, len(places))


def _figures_above(sheet: Sheet, header_row: int) -> Iterator[Notice]:
    """A notice on the rows above the header that hold figures: of a form, or of a smaller table."""
    places = [
        row for row, cells in enumerate(sheet.head()[: header_row - 1], start=1) if _holds_figures(cells)
    ]
    if places:
        more = "…" if len(places) > _MOST_NAMED else ""
        fields = {
            "count": len(places),
            "rows": tuple(map(str, places[:_MOST_NAMED])),
            "more": more,
            "header": header_row,
        }
        yield Notice("figures_above", fields, len(places))


def _holds_figures(cells: Sequence[str]) -> bool:
    """Whether a row has two figures or more beside words; years over columns and numbers of columns are none."""
    filled = [text for cell in cells if (text := cell.strip())]
    figures = [text for text in filled if _FIGURE.fullmatch(text)]
    are_numbers_of_columns = figures == [str(number) for number in range(1, len(figures) + 1)]
    are_years = all(_YEAR.fullmatch(figure) for figure in figures)
    return 2 <= len(figures) < len(filled) and not are_numbers_of_columns and not are_years


def _year_from_words(match: Match, year: int, period: Period) -> Notice:
    column = match.register.year_columns[0]
    other = None if year == period.ends_on.year else period.name
    fields = {"column": column.name, "title": column.title, "year": year, "period": other}
    return Notice("year_from_words", fields)
