"""The step that finds what is wrong: cells and rows that break a rule, each with its reason."""

from collections.abc import Iterator

from pipelines.cleaning.parsing import Irregular
from pipelines.cleaning.source import SheetSource
from pipelines.common.sql import literal
from pipelines.registers.contract import Column
from pipelines.rules import Violation

_MASKED = "rpad(left(raw, if(len(raw) < 6, 1, 2)), len(raw)::integer, '*')"
_LIKE_A_NUMBER = "([0-9０-９] ?){9}"
"""Digits enough for a telephone, an ID number or an account, whichever column they stand in."""
_LIKE_A_NAME = r"\p{Han}{2,4}|\p{Han}+[·•]\p{Han}+"
_COLUMNS = "row, column_index, header, rule, reason_zh, reason_en, raw"
_NOTHING = """select null::bigint as row, null::integer as column_index, null::varchar as header, null::varchar as rule,
    null::varchar as reason_zh, null::varchar as reason_en, null::varchar as raw where false"""


def find_faults(
    source: SheetSource, cells: str, irregular: Irregular, without_content: str, second_table: int | None
) -> str:
    """Cells, parsed_<column> and rows_without_content → faults(row, column_index, header, rule, reason_zh, reason_en,
    raw), `raw` masked where it may be of somebody.

    A row that is too long, or of a second table, has that one fault: what else is wrong with it follows from there.
    """
    of_cells = " union all ".join([_NOTHING, *_of_cells(source, cells, irregular)])
    second = second_table or "9223372036854775807"
    return source.make(
        "faults",
        f"""with of_cells as (
            select faults.* from ({of_cells}) as faults join {cells} as cells using (row)
            where not cells.is_too_long and row < {second}
        ),
        -- where no ID number stands in its column, a name may stand in another's
        masked as (
            select * replace (if(regexp_full_match(raw, '{_LIKE_A_NAME}')
                and row in (select row from of_cells where rule = 'malformed_id_number'), {_MASKED}, raw) as raw)
            from of_cells
        ),
        of_rows as (
            select row, {_constants("second_table", row=second_table)} from {cells}
            where class = 'data' and row >= {second}
            union all
            select row, {_constants("too_many_cells")} from {cells}
            where class = 'data' and is_too_long and row < {second}
        ),
        told as (from masked union all from of_rows)
        from told
        union all
        select row, null, null, rule, reason_zh, reason_en, null
        from {without_content} join {cells} as cells using (row)
        where class = 'data' and row not in (select row from told)""",
    )


def _of_cells(source: SheetSource, cells: str, irregular: Irregular) -> Iterator[str]:
    """SELECTs of the faults in each column."""
    for column in source.mapped:
        name, where = column.name, f"{source.match.columns[column.name]}, {literal(column.title)}"
        if name in irregular.invalid:
            yield f"""
                select row, {where}, rule, reason_zh, reason_en, if({_is_private(column)}, {_MASKED}, raw)
                from {cells} as cells join parsed_{name} on cells.{name} = raw
                where class = 'data' and rule is not null"""
        if column.required:
            blank = f"{name} is null"
            if name in irregular.columns:
                blank += f" or {name} in (select raw from parsed_{name} where value is null and rule is null)"
            zh, en = map(literal, Violation("missing_value").sentences)
            yield f"""
                select row, {where}, 'missing_value', {zh}, {en}, null
                from {cells} where class = 'data' and ({blank})"""


def _is_private(column: Column) -> str:
    """SQL for whether a spelling may not be shown.

    Of words behind a number that are no unit the reason says nothing: they may be a name.
    """
    if column.is_private:
        return "true"
    return f"regexp_matches(raw, '{_LIKE_A_NUMBER}') or reason_zh = {literal(Violation('wrong_unit').zh)}"


def _constants(rule: str, **fields: object) -> str:
    zh, en = map(literal, Violation(rule, fields).sentences)
    return f"null as column_index, null as header, '{rule}' as rule, {zh} as reason_zh, {en} as reason_en, null as raw"
