"""What is reported of a sheet beside its faults: headers that nothing reads, rows that nobody sees, a year from its title."""

from collections.abc import Iterator, Sequence

from pipelines.deliveries.period import Period
from pipelines.reading.match import Match, UnmappedHeader
from pipelines.reading.sheets import Sheet
from pipelines.rules import Notice
from pipelines.statements.statement import Statement

_NAMED_ROWS = 5


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


def sheet_notices(
    sheet: Sheet, statement: Statement, match: Match, years: Sequence[int], period: Period
) -> Iterator[Notice]:
    """Notices of a sheet as a whole; `years` are those that its words state where its columns state none."""
    if sheet.is_hidden:
        yield Notice("hidden_sheet")
    yield from _unseen_rows(sheet, match)
    if statement.role == "continuation":
        yield Notice(statement.reason.rule, statement.reason.fields)
    for year in years:
        yield _year_from_words(match, year, period)


def _unseen_rows(sheet: Sheet, match: Match) -> Iterator[Notice]:
    """Notices of rows of data that are hidden or struck out."""
    for rows, is_hidden in ((sheet.hidden_rows, True), (sheet.struck_rows, False)):
        data = [row for row in rows if row > match.header_row]
        if data:
            more = "…" if len(data) > _NAMED_ROWS else ""
            fields = {"count": len(data), "rows": tuple(data[:_NAMED_ROWS]), "more": more}
            yield Notice("hidden_rows" if is_hidden else "struck_rows", fields, len(data))


def _year_from_words(match: Match, year: int, period: Period) -> Notice:
    column = next(column for column in match.register.columns if column.is_period_year)
    other = None if year == period.ends_on.year else period.name
    fields = {"column": column.name, "title": column.title, "year": year, "period": other}
    return Notice("year_from_words", fields)
