"""Steps for amounts that are split into adjacent columns, one for each level of funds."""

from collections.abc import Iterator

from pipelines.cleaning.parsing import Irregular, value_sql
from pipelines.cleaning.rejections import reason_columns
from pipelines.cleaning.source import SheetSource
from pipelines.common.sql import literal, scalar
from pipelines.reading.levels import Parts
from pipelines.reading.match import Match
from pipelines.rules import Notice, Violation


def find_disagreeing_parts(source: SheetSource, cells: str, irregular: Irregular) -> str | None:
    """Cells → disagreeing_parts(row, rule, reason_zh, reason_en): rows whose parts do not add up to what they state for
    the whole; None where no amount is both split and given as a whole."""
    selects = [
        f"""select cells.row, {reason_columns(Violation("parts_disagree", {"title": title}))}
            from {cells} as cells {irregular.joins}
            where class = 'data' and ({total}) is not null and ({whole}) <> ({total})"""
        for one in source.match.parts
        if one.whole and one.terms
        for total in [sum_sql(source, irregular, one)]
        for whole in [value_sql(source, irregular, source.register.by_name[one.column], is_data=True)]
        for title in [source.register.by_name[one.column].title]
    ]
    if not selects:
        return None
    return source.make("disagreeing_parts", " union all ".join(selects))


def sum_sql(source: SheetSource, irregular: Irregular, one: Parts) -> str:
    """SQL for the sum of an amount's parts, NULL where a row states none, in a query with the joins of `value_sql`."""
    values = [
        value_sql(source, irregular, source.register.by_name[f"{one.column}_part_{number}"], is_data=True)
        for number in range(1, len(one.terms) + 1)
    ]
    added = " + ".join(f"coalesce({value}, 0)" for value in values)
    return f"if(coalesce({', '.join(values)}) is null, null, {added})"


def rows_per_part(rows: str, match: Match) -> str:
    """SELECT of typed rows: one for each term whose part a row states, and as they are those that state none.

    Amounts that are not split stand beside the one part that is not 0; where there are several, in a row without a term.
    """
    column = match.register.across.column if match.register.across else ""
    has = _has_part(match)
    parts = {term: _parts_of(match, term) for term in has}
    states = {
        term: f"coalesce({', '.join([*columns.values(), 'null'])}) is not null"
        for term, columns in parts.items()
    }
    filled = " + ".join(f"({test})::integer" for test in has.values())
    selects = [f"select * from {rows} where not ({' or '.join(states.values())})"]
    for term, values in parts.items():
        stated = {name: values.get(name, "null") for name in match.split}
        apart = {name: f"if(({filled}) = 1 and ({has[term]}), {name}, null)" for name in match.unsplit}
        replaced = ", ".join(f"{value} as {name}" for name, value in (stated | apart).items())
        selects.append(
            f"select * replace ({literal(term)} as {column}, {replaced}) from {rows} where {states[term]}"
        )
    if match.unsplit:
        blank = ", ".join(f"null as {name}" for name in match.split)
        selects.append(
            f"""select * replace (null as {column}, {blank}) from {rows}
                where ({" or ".join(states.values())}) and ({filled}) <> 1
                    and coalesce({", ".join(match.unsplit)}) is not null"""
        )
    return " union all ".join(selects)


def unsplit_notices(source: SheetSource, rows: str) -> Iterator[Notice]:
    """A notice on typed rows of several parts with amounts that no part states."""
    match = source.match
    if not (match.rows_per_part and match.unsplit and match.register.across):
        return
    several = " + ".join(f"({test})::integer" for test in _has_part(match).values())
    count = scalar(
        source.db,
        f"select count(*) from {rows} where ({several}) > 1 and coalesce({', '.join(match.unsplit)}) is not null",
    )
    if count:
        by_name = match.register.by_name
        titles = "、".join(by_name[name].title for name in match.unsplit)
        fields = {
            "count": count,
            "titles": titles,
            "columns": ", ".join(match.unsplit),
            "term": by_name[match.register.across.column].title,
        }
        yield Notice("unsplit_amounts", fields, count)


def _has_part(match: Match) -> dict[str, str]:
    """Term → SQL for whether a row has a part of it that is not 0."""
    terms = dict.fromkeys(term for one in match.parts for term in one.terms)
    return {
        term: " or ".join(f"coalesce({part}, 0) <> 0" for part in _parts_of(match, term).values())
        for term in terms
    }


def _parts_of(match: Match, term: str) -> dict[str, str]:
    """Amount → the column with its part of the term."""
    return {
        one.column: f"{one.column}_part_{[*one.terms].index(term) + 1}"
        for one in match.parts
        if term in one.terms
    }
