"""Step: set aside rows whose amount is in another unit than the column says: 400000 among tens in 万元, or beside the
50 that were allocated."""

from collections.abc import Iterator
from itertools import combinations

from pipelines.cleaning.parsing import Irregular, value_sql
from pipelines.cleaning.rejections import reject_rows
from pipelines.cleaning.source import SheetSource
from pipelines.registers.columns import Column
from pipelines.rules import Violation

_FACTOR = 10_000
"""Yuan in 万元: an amount that was written in yuan is so many times too large."""
_AT_LEAST = 1_000
"""So many times the largest of all other amounts: no list of projects has one that large among them by chance."""


def find_other_units(source: SheetSource, cells: str, irregular: Irregular) -> str | None:
    """Cells → other_units(row, rule, reason_zh, reason_en): rows with a number of 10000 or more in a column of 万元 that is a
    thousand times the largest of the others, of which there are no fewer, or a thousand times an earlier stage of the
    same money: nobody spends so much of it; or with the same number in 万元 and then in 元. None where there are none.

    A number that states its unit itself is what it says.
    """
    amounts = [column for column in source.mapped if column.kind == "money" and not column.is_per_unit]
    in_wan = {column for column in amounts if source.contexts[column.name].money_unit == "万元"}
    found = {
        row: Violation("other_unit", {"title": column.title, "column": column.name})
        for column in amounts
        if column in in_wan
        for row in _outliers(source, cells, irregular, column)
    }
    for earlier, later in _in_order(source, amounts):
        if later in in_wan:
            one, other, times = earlier, later, f">= {_AT_LEAST}"
        elif earlier in in_wan:
            one, other, times = later, earlier, f"= {_FACTOR}"
        else:
            continue
        fields = {"title": other.title, "column": other.name, "earlier_title": one.title, "earlier": one.name}
        rows = _beyond(source, cells, irregular, one, other, times)
        found |= {row: Violation("other_unit_than", fields) for row in rows if row not in found}
    return reject_rows(source, "other_units", found)


def _in_order(source: SheetSource, amounts: list[Column]) -> Iterator[tuple[Column, Column]]:
    """Pairs of amounts of the same money, the earlier stage first: what was due before what was paid of it."""
    known = {column.name: column for column in amounts}
    stages = source.register.stages
    yield from combinations([known[name] for name in (stages.amounts if stages else ()) if name in known], 2)
    yield from ((known[one.open_beside], one) for one in amounts if one.open_beside in known)


def _beyond(
    source: SheetSource, cells: str, irregular: Irregular, one: Column, other: Column, times: str
) -> list[int]:
    """Return rows in which the other amount, a bare number, is this many times the one."""
    value, beyond = (value_sql(source, irregular, column, is_data=True) for column in (one, other))
    rows = source.db.execute(
        f"""select cells.row from {cells} as cells {irregular.joins} where class = 'data'
            and {value} > 0 and {beyond} {times} * {value} and regexp_full_match(cells.{other.name}, '[0-9,.]+')"""
    )
    return [row for (row,) in rows.fetchall()]


def _outliers(source: SheetSource, cells: str, irregular: Irregular, column: Column) -> list[int]:
    rows = source.db.execute(
        f"""with amounts as (
                select cells.row, {value_sql(source, irregular, column, is_data=True)} as amount,
                    regexp_full_match(cells.{column.name}, '[0-9,.]+') as is_bare
                from {cells} as cells {irregular.joins} where class = 'data'
            ),
            sides as (
                select *, is_bare and amount >= {_FACTOR * _FACTOR} as is_large from amounts where amount > 0
            )
            select row from sides
            where is_large
                and (select count(*) filter (is_large) <= count(*) filter (not is_large) from sides)
                and (select min(amount) from sides where is_large)
                    >= {_AT_LEAST} * (select max(amount) from sides where not is_large)
            order by row"""
    )
    return [row for (row,) in rows.fetchall()]
