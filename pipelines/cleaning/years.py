"""Step: find the year of each row of a sheet without a column for it: its headings may state it, and a column that is
not read may contradict the year of title, name or period."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.cleaning.parsing import Irregular, value_sql
from pipelines.cleaning.rejections import reject_rows
from pipelines.cleaning.row_classes import ORDINAL
from pipelines.cleaning.source import SheetSource
from pipelines.deliveries.period import year_in_digits
from pipelines.reading.match import Match
from pipelines.reading.sheets import Sheet
from pipelines.registers.columns import Column
from pipelines.rules import Notice, Violation
from pipelines.statements.years import names_years, stated_years

_ORDINAL = re.compile(rf"({ORDINAL}|[(（]?\d{{1,2}}([)）][、.．]?|[、.．]))(?=\D|$)")
_NUMBER = re.compile(r"[¥￥]?-?[\d,]+(\.\d+)?%?")
_TOTAL = re.compile("[合小总共]\\s*计|汇总")
_OF_ANOTHER_EVENT = re.compile("脱贫|退出|摘帽|出列|完工|竣工|验收|建成|开工")
_YEARS = re.compile(
    r"(?!.*(完工|竣工|验收|建成|开工|成立|出生|脱贫|退出|摘帽|认定|建档|毕业|投|入股|出资)).{0,6}(年度|年份)"
)
"""Headers of columns of years that may say which year money is of."""
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


_FEWEST_LATER = 2
"""Households from which later years are no slip."""


@dataclass(frozen=True)
class _Heading:
    """A heading in the rows: `years` are those that it names, None where it names a span of them."""

    row: int
    level: str
    years: tuple[int, ...] | None


@dataclass(frozen=True)
class RowYears:
    """`table` has the year of each row of data that a heading gives one (row, year), `rejected` the rows of which the
    year is not certain (row, rule, reason_zh, reason_en); None where there are none."""

    table: str | None = None
    rejected: str | None = None
    notices: tuple[Notice, ...] = ()


def find_row_years(source: SheetSource, cells: str, irregular: Irregular) -> RowYears:
    """Cells → row_years and unclear_years, of a register whose rows are counted under a year that the sheet, by the
    columns that are read, does not state. A year that the delivery's notes state holds."""
    register = source.register
    column = next(iter(register.year_columns), None)
    if column is None or column.name in {*source.match.columns, *source.defaults}:
        return RowYears()
    data = {row for (row,) in source.db.execute(f"select row from {cells} where class = 'data'").fetchall()}
    lines = [*source.lines()]
    by_row: dict[int, tuple[int, ...] | None] = {}
    if states_years(source.sheet, source.match):
        by_row = {row: years_of_events(source.match, texts) or None for row, texts in lines if row in data}
    elif column.is_period_year:
        sections = _sections(lines, data, _default(source))
        by_row = {row: years for row, years in sections.items() if row in data}
    unclear = {
        row: Violation("unclear_year") for row, years in by_row.items() if years is None or len(years) > 1
    }
    certain = {row: years[0] for row, years in by_row.items() if years and len(years) == 1}
    unclear |= _contradicted(source, column, lines, data, certain)
    unclear |= _paid_in_other_years(source, column, cells, irregular)
    stated = sorted({*certain.values()} - {_default(source)})
    return RowYears(
        _row_years(source, certain) if certain else None,
        reject_rows(source, "unclear_years", unclear),
        (Notice("year_from_headings", {"years": stated}, len(certain)),) if stated else (),
    )


def states_years(sheet: Sheet, match: Match) -> bool:
    """Whether rows state their year beside a term of their events (学期: 2022年秋季)."""
    return any(years_of_events(match, cells) for cells in sheet.rows_below(match.header_row))


def years_of_events(match: Match, cells: Sequence[str]) -> tuple[int, ...]:
    """The years that the cells of a row state beside terms of its event."""
    register = match.register
    indices = [
        match.columns[name]
        for name in register.event_columns
        if name in match.columns and register.by_name[name].kind == "code"
    ]
    return stated_years(cells[index - 1] for index in indices if len(cells) >= index)


def _sections(
    lines: list[tuple[int, list[str]]], data: set[int], default: int
) -> dict[int, tuple[int, ...] | None]:
    """Row → the years that the heading above it names; of rows below none that names any there is no entry.

    A heading without a year ends what one of its level began; where they are not numbered, nobody knows, unless rows
    below none are of that year too.
    """
    found: dict[int, tuple[int, ...] | None] = {}
    current: _Heading | None = None
    for row, texts in lines:
        heading = _heading(row, texts, is_data=row in data)
        if heading is None:
            if current:
                found[row] = current.years
        elif heading.years != ():
            current = heading
        elif current and heading.level == current.level:
            is_certain = heading.level or current.years == (default,)
            current = None if is_certain else _Heading(row, "", None)
    return found


def _heading(row: int, texts: list[str], *, is_data: bool) -> _Heading | None:
    """The row as a heading: words in one cell, perhaps with a number before them and, where it is no data, sums."""
    filled = [text for text in texts if text]
    words = [text for text in filled if not _NUMBER.fullmatch(text)]
    level = _level(words[0]) if words else ""
    is_apart = len(words) == 2 and bool(level) and _ORDINAL.fullmatch(words[0]) is not None
    if (
        not words
        or filled[0] != words[0]
        or len(words) > 1 + is_apart
        or (is_data and len(filled) > len(words))
    ):
        return None
    text = words[-1]
    if _TOTAL.search(text):
        return None
    if _OF_ANOTHER_EVENT.search(text):
        return _Heading(row, level, ())
    years = stated_years([text])
    return _Heading(row, level, years if years or not names_years(text) else None)


def _level(text: str) -> str:
    """How the text is numbered, without its number: 一, (一 or 1; '' where it is not."""
    number = _ORDINAL.match(text)
    if not number:
        return ""
    bracket = "(" if text[0] in "(（" else ""
    return bracket + ("1" if re.search(r"\d", number[0]) else "一")


def _contradicted(
    source: SheetSource,
    column: Column,
    lines: list[tuple[int, list[str]]],
    data: set[int],
    certain: dict[int, int],
) -> dict[int, Violation]:
    """Rows of data that name other years, in a column that is not read, than the one that they would count under."""
    found: dict[int, Violation] = {}
    for header in source.match.unmapped:
        if not _YEARS.fullmatch(header.label):
            continue
        for row, texts in lines:
            cell = texts[header.index - 1] if row in data and len(texts) >= header.index else ""
            years = {int(year) for year in _YEAR.findall(year_in_digits(cell))}
            counted = certain.get(row, _default(source))
            if years and years != {counted}:
                fields = {
                    "header": header.label,
                    "found": tuple(sorted(years)),
                    "year": counted,
                    "title": column.title,
                }
                found[row] = Violation("another_year", fields | {"column": column.name})
    return found


def _paid_in_other_years(
    source: SheetSource, column: Column, cells: str, irregular: Irregular
) -> dict[int, Violation]:
    """Rows of events on days of other years than the period's, which only the folder says they are of."""
    register, period = source.register, source.delivery.period
    if register.event_year is None or source.year:
        return {}
    found: dict[int, Violation] = {}
    for day in (one for one in source.mapped if one.kind == "date" and one.name in register.event_columns):
        rows = source.db.execute(
            f"""select cells.row, year({value_sql(source, irregular, day, is_data=True)}) as year
                from {cells} as cells {irregular.joins}
                where class = 'data' and year not between {period.starts_on.year} and {period.ends_on.year}"""
        ).fetchall()
        fields = {"day": day.title, "title": column.title, "column": column.name, "year": _default(source)}
        found |= {row: Violation("day_of_another_year", fields | {"found": year}) for row, year in rows}
    return found


def later_events(source: SheetSource, rows: str, line: str) -> Violation | None:
    """Why a list is not of its day: it tells of two households or more what happened in a later year; None where it does not.
    `line` is that of delivery.yml by which it counts nevertheless."""
    register, year = source.register, source.delivery.period.ends_on.year
    column = next((one for one in source.mapped if one.name == register.past_year), None)
    if column is None or "household_id" not in source.match.columns:
        return None
    later, latest = source.db.execute(
        f"select count(distinct household_id), max({column.name}) from {rows} where {column.name} > {year}"
    ).fetchall()[0]
    if later < _FEWEST_LATER:
        return None
    fields = {"register": register.name, "title": column.title, "column": column.name, "households": later}
    fields |= {"latest": latest, "period": source.delivery.period.name, "line": line}
    return Violation("later_events", fields)


def _default(source: SheetSource) -> int:
    return source.year or source.delivery.period.ends_on.year


def _row_years(source: SheetSource, years: dict[int, int]) -> str:
    return source.make(
        "row_years",
        "select unnest($1::bigint[]) as row, unnest($2::integer[]) as year",
        [[*years], [*years.values()]],
    )
