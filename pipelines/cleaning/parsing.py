"""Steps from cells as text to values: irregular spellings, each looked at once, and names of places.

A spelling that SQL can cast is regular; `values.parse` decides what the others mean.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from pipelines.cleaning.source import SheetSource
from pipelines.common.sql import literal, scalar
from pipelines.reading.headers import FEWEST_COLUMNS
from pipelines.reading.labels import is_header
from pipelines.reading.normalise import normalise
from pipelines.registers.columns import Column
from pipelines.rules import InvalidValue, Notice
from pipelines.values.locating import locate
from pipelines.values.masking import masked
from pipelines.values.parse import parse
from pipelines.values.sql_casts import SqlCast, sql_cast
from pipelines.values.terms import terms_of


@dataclass(frozen=True)
class Irregular:
    """Which columns have a table parsed_<column>(raw, value, rule, reason_zh, reason_en, shown), a row for each
    irregular spelling in rows of data, `shown` masked; and, by column, the spellings that are invalid."""

    columns: frozenset[str]
    invalid: Mapping[str, list[str]]
    several: Mapping[str, list[str]]
    """By column, the spellings that contain several terms."""

    @property
    def joins(self) -> str:
        """SQL that joins each of the tables to `cells`."""
        return "\n".join(
            f"left join parsed_{name} on cells.{name} = parsed_{name}.raw" for name in sorted(self.columns)
        )


def parse_irregular_values(source: SheetSource, cells: str) -> Irregular:
    """Cells → parsed_<column> of each column that has irregular spellings."""
    irregular, invalid, several = set(), {}, {}
    for column, spellings in _irregular_spellings(source, cells).items():
        irregular.add(column.name)
        rows = [_parsed(source, column, spelling) for spelling in spellings]
        if broken := [spelling for spelling, _, rule, *_ in rows if rule]:
            invalid[column.name] = broken
        context = source.contexts[column.name]
        if many := [one for one in spellings if column.many and len(terms_of(one, column, context)) > 1]:
            several[column.name] = many
        source.make(
            f"parsed_{column.name}",
            """select unnest($1) as raw, unnest($2::varchar[]) as value, unnest($3::varchar[]) as rule,
                      unnest($4::varchar[]) as reason_zh, unnest($5::varchar[]) as reason_en,
                      unnest($6::varchar[]) as shown""",
            [list(values) for values in zip(*rows, strict=True)],
        )
    return Irregular(frozenset(irregular), invalid, several)


def several_terms(source: SheetSource, cells: str, irregular: Irregular) -> list[Notice]:
    """A notice for each column of which cells contain several terms."""
    notices = []
    for name, spellings in irregular.several.items():
        rows = scalar(
            source.db,
            f"select count(*) from {cells} where class = 'data' and {name} in (select unnest(?))",
            [spellings],
        )
        fields = {"header": source.register.by_name[name].title, "column": name}
        notices.append(Notice("several_terms", fields, rows))
    return notices


def value_sql(source: SheetSource, irregular: Irregular, column: Column, *, is_data: bool) -> str:
    """SQL for the value of a cell, in a query that joins the table of the column's irregular spellings.

    In a data row what is not irregular is regular; a spelling of another row was not looked at and may be neither.
    """
    form = _cast(source, column)
    parsed = f"parsed_{column.name}.value::{column.sql_type}" if column.name in irregular.columns else None
    if form and parsed and is_data:
        return f"if(parsed_{column.name}.raw is null, {form.value}, {parsed})"
    forms = [form.value if is_data else form.value_or_null] if form else []
    forms += [parsed] if parsed else []
    return f"coalesce({', '.join([*forms, f'null::{column.sql_type}'])})"


def find_second_table(source: SheetSource, cells: str, irregular: Irregular) -> tuple[str, int | None]:
    """Cells → single_cells, and the row of the first header that does not repeat the sheet's own, if any.

    Rows from there on are of another table. A header repeated in other spellings is not a row of data.
    """
    suspects = _rows_with_headers(source, cells, irregular)
    if not suspects:
        return cells, None
    repeated, second = [], None
    for number, line in source.sheet.lines():
        if number not in suspects:
            continue
        texts = [cell.strip() for cell in source.sheet.cells(line)]
        if sum(is_header(text, source.known_headers) for text in texts) < FEWEST_COLUMNS:
            continue
        if not _repeats_header(source, texts):
            second = number
            break
        repeated.append(number)
    if not repeated:
        return cells, second
    return source.reclass("single_cells", cells, repeated, "header"), second


def name_places(source: SheetSource, cells: str) -> str | None:
    """Cells → named_places(raw, township, village, is_wider): the area that a place as written names, where it names one.

    None where the sheet has no column of places.
    """
    if "place" not in source.match.columns:
        return None
    places = source.db.execute(f"select distinct place from {cells} where place is not null").fetchall()
    townships = _townships(source)
    own = source.delivery.area["township"]
    named = [
        (raw, found.township, _village(source, found.village), found.is_wider)
        for (raw,) in places
        for found in (locate(raw, townships, own),)
    ]
    return source.make(
        "named_places",
        """select unnest($1::varchar[]) as raw, unnest($2::varchar[]) as township, unnest($3::varchar[]) as village,
            unnest($4::boolean[]) as is_wider""",
        [list(values) for values in zip(*named, strict=True)] or [[], [], [], []],
    )


def _cast(source: SheetSource, column: Column) -> SqlCast | None:
    return sql_cast(column, f"cells.{column.name}", source.contexts[column.name])


def _irregular_spellings(source: SheetSource, cells: str) -> dict[Column, list[str]]:
    """Column → its irregular spellings, for the columns that have any, by one query over the rows."""
    tests = {}
    for column in source.mapped:
        form = _cast(source, column)
        tests[column] = f"{column.name} is not null" + (f" and not ({form.test})" if form else "")
    any_of = ", ".join(f"bool_or({test})" for test in tests.values())
    [has] = source.db.execute(f"select {any_of} from {cells} as cells where class = 'data'").fetchall()
    found = {}
    for (column, test), has_any in zip(tests.items(), has, strict=True):
        if has_any:
            spellings = source.db.execute(
                f"select distinct {column.name} from {cells} as cells where class = 'data' and {test}"
            )
            found[column] = [spelling for (spelling,) in spellings.fetchall()]
    return found


def _parsed(
    source: SheetSource, column: Column, spelling: str
) -> tuple[str, str | None, str | None, str | None, str | None, str | None]:
    context = source.contexts[column.name]
    try:
        return spelling, parse(column, spelling, context), None, None, None, None
    except InvalidValue as fault:
        shown = masked(spelling, column, context.terms, holds_persons=source.register.holds_persons)
        return spelling, None, fault.violation.rule, *fault.violation.sentences, shown


def _rows_with_headers(source: SheetSource, cells: str, irregular: Irregular) -> set[int]:
    """Rows of data in which an invalid value is a header of some register."""
    found = [
        f"{name} in ({', '.join(map(literal, headers))})"
        for name, spellings in irregular.invalid.items()
        if (headers := [raw for raw in spellings if is_header(raw, source.known_headers)])
    ]
    if not found:
        return set()
    rows = source.db.execute(f"select row from {cells} where class = 'data' and ({' or '.join(found)})")
    return {row for (row,) in rows.fetchall()}


def _repeats_header(source: SheetSource, texts: list[str]) -> bool:
    indices = source.match.columns
    return all(
        len(texts) >= indices[name] and normalise(texts[indices[name] - 1]) == normalise(header)
        for name, header in source.match.headers.items()
    )


def _townships(source: SheetSource) -> dict[str, str]:
    """Each spelling of a known township → its name."""
    places = source.delivery.places
    own = source.delivery.area["township"]
    names = {name: name for name in [*places.names("township"), *([own] if own else [])]}
    return places.former_names("township", source.delivery.period.ends_on) | names


def _village(source: SheetSource, name: str | None) -> str | None:
    """The name as a cell of villages would be read."""
    try:
        return name and parse(source.register.by_name["village"], name, source.contexts["village"])
    except InvalidValue:
        return None
