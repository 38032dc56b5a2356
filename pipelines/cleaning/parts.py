"""Steps for amounts that are split into adjacent columns, one for each level of funds."""

from pipelines.cleaning.parsing import Irregular, value_sql
from pipelines.cleaning.rejections import reason_columns
from pipelines.cleaning.source import SheetSource
from pipelines.common.sql import literal
from pipelines.reading.levels import Parts
from pipelines.reading.match import Match
from pipelines.rules import Violation


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
    """SELECT of typed rows: one for each term whose part a row states, and as they are those that state none."""
    column = match.register.across.column if match.register.across else ""
    terms = dict.fromkeys(term for one in match.parts for term in one.terms)
    stated = ", ".join(f"{one.column}_part_{n}" for one in match.parts for n in range(1, len(one.terms) + 1))
    selects = [f"select * from {rows} where coalesce({stated}, null) is null"]
    for term in terms:
        parts = {
            one.column: f"{one.column}_part_{[*one.terms].index(term) + 1}" if term in one.terms else "null"
            for one in match.parts
        }
        values = ", ".join(f"{part} as {name}" for name, part in parts.items())
        selects.append(
            f"""select * replace ({literal(term)} as {column}, {values}) from {rows}
                where coalesce({", ".join([*parts.values(), "null"])}) is not null"""
        )
    return " union all ".join(selects)
