"""Step: find the cells and rows that break a rule, each with its reason."""

from collections.abc import Iterator, Sequence

from pipelines.cleaning.parsing import Irregular
from pipelines.cleaning.rejections import reason_columns
from pipelines.cleaning.source import SheetSource
from pipelines.common.sql import literal
from pipelines.reading.levels import part_of
from pipelines.registers.columns import Column
from pipelines.rules import Violation
from pipelines.values.identifiers import NO_NUMBER

_APART = ("amount_taken_back", "wider_place")
"""Rules of values by which a row may count although the column is essential."""
_NOTHING = """select null::bigint as row, null::varchar as level, null::integer as column_index, null::varchar as header,
    null::varchar as rule, null::varchar as reason_zh, null::varchar as reason_en, null::varchar as raw where false"""


def find_faults(
    source: SheetSource,
    cells: str,
    irregular: Irregular,
    rejected: Sequence[str],
    taken_back: str | None,
    second_table: int | None,
) -> str:
    """Cells, parsed_<column>, tables of rejected rows (row, rule, reason_zh, reason_en) and taken_back → faults(row, level,
    column_index, header, rule, reason_zh, reason_en, raw), `raw` masked where it may be of somebody.

    A fault of level `row` sets its row aside, one of level `cell` that cell alone. A row that is too long, or of a
    second table, has that one fault: what else is wrong with it follows from there.
    """
    by_remark = [f"select * exclude (name, is_unpaid) from {taken_back}"] if taken_back else []
    of_cells = " union all ".join([_NOTHING, *_of_cells(source, cells, irregular, taken_back), *by_remark])
    second = second_table or "9223372036854775807"
    return source.make(
        "faults",
        f"""with of_cells as (
            select faults.* from ({of_cells}) as faults join {cells} as cells using (row)
            where not cells.is_too_long and row < {second}
        ),
        of_rows as (
            select row, {_constants("second_table", row=second_table)} from {cells}
            where class = 'data' and row >= {second}
            union all
            select row, {_constants("too_many_cells")} from {cells}
            where class = 'data' and is_too_long and row < {second}
        ),
        found as (from of_cells union all from of_rows)
        from found
        union all
        select row, 'row', null, null, rule, reason_zh, reason_en, null
        from ({" union all ".join(f"from {table}" for table in rejected)}) join {cells} as cells using (row)
        where class = 'data' and row not in (select row from found where level = 'row')""",
    )


def level_of(source: SheetSource, irregular: Irregular, column: Column, rule: str = "") -> str:
    """SQL for what a fault in the column sets aside: its `row`, or the `cell` alone. Of money that a remark takes back
    only the amount itself is missing; a row that names a wider place counts there."""
    is_apart = column.heeds_remark and rule in ("amount_taken_back", "remark_takes_back")
    essential = source.needed if is_apart else source.register.essential | source.needed
    if rule == "wider_place" or column.name not in essential:
        return "'cell'"
    return f"if({may_be_open(source, irregular, column)}, 'cell', 'row')" if column.open_beside else "'row'"


def may_be_open(source: SheetSource, irregular: Irregular, column: Column) -> str:
    """SQL for whether the row states what it may leave the column open beside."""
    beside = column.open_beside
    if beside not in source.match.columns:
        return "false"
    unread = f"select raw from parsed_{beside} where value is null" if beside in irregular.columns else "''"
    return f"({beside} is not null and {beside} not in ({unread}))"


def _has_stand_in(source: SheetSource, irregular: Irregular, column: Column) -> str:
    """SQL for whether another number stands in for a missing ID number: that of a member, or of whom the row says that there
    is none. A head without one is a cell that was forgotten."""
    number = column.stands_in
    if number not in source.match.columns or number is None:
        return "false"
    implied = [pair for grain in source.register.grains.values() for pair in grain.implies.items()]
    is_member = " or ".join(
        f"({name} is not null and {name} not in ({', '.join(map(literal, spellings))}))"
        for name, head in implied
        if name in source.match.columns
        for spellings in [[text for text, term in source.contexts[name].terms.items() if term == head]]
    )
    says_so = f"regexp_full_match(replace({column.name}, ' ', ''), {literal(NO_NUMBER.pattern)})"
    return f"(not {_blank(irregular, number)} and (coalesce({says_so}, false) or {is_member or 'false'}))"


def _of_cells(source: SheetSource, cells: str, irregular: Irregular, taken_back: str | None) -> Iterator[str]:
    """SELECTs of the faults in each column."""
    for column in source.mapped:
        name = column.name
        level = level_of(source, irregular, column)
        where = f"{source.match.columns[name]}, {literal(column.title)}"
        if name in irregular.invalid:
            apart = " ".join(
                f"when '{rule}' then {level_of(source, irregular, column, rule)}" for rule in _APART
            )
            of_value = f"case rule {apart} else {level} end"
            yield f"""
                select row, {of_value}, {where}, rule, reason_zh, reason_en, shown
                from {cells} as cells join parsed_{name} on cells.{name} = raw
                where class = 'data' and rule is not null"""
        if name in source.needed:
            blank = " and ".join(_blank(irregular, one) for one in cells_of(source, column))
            if taken_back:
                blank += f" and row not in (select row from {taken_back} where name = '{name}')"
            missing = f"if({_has_stand_in(source, irregular, column)}, 'cell', {level})"
            yield f"""
                select row, {missing}, {where}, {reason_columns(Violation("missing_value"))}, null
                from {cells} where class = 'data' and ({blank})"""


def cells_of(source: SheetSource, column: Column) -> list[str]:
    """Columns of cells that state what the column does: itself, and the parts of an amount."""
    return [one.name for one in source.mapped if part_of(one.name) == column.name]


def _blank(irregular: Irregular, name: str) -> str:
    """SQL for whether the cell is blank."""
    if name not in irregular.columns:
        return f"{name} is null"
    return (
        f"({name} is null or {name} in (select raw from parsed_{name} where value is null and rule is null))"
    )


def _constants(rule: str, **fields: object) -> str:
    reason = reason_columns(Violation(rule, fields))
    return f"'row' as level, null as column_index, null as header, {reason}, null as raw"
