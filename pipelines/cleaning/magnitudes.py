"""The step that sets aside rows whose amount is in another unit than the column says: 400000 among tens in 万元, or beside
the 50 that were allocated."""

from collections.abc import Iterator
from itertools import combinations

from pipelines.cleaning.parsing import Irregular, value_sql
from pipelines.cleaning.rejections import reject_rows
from pipelines.cleaning.source import SheetSource
from pipelines.registers.contract import Column
from pipelines.rules import Violation

_FACTOR = 10_000
"""Yuan in 万元: an amount that was written in yuan is so many times too large."""
_AT_LEAST = 1_000
"""So many times the largest of all other amounts: no list of projects has one that large among them by chance."""


def find_other_units(source: SheetSource, cells: str, irregular: Irregular) -> str | None:
    """Cells → other_units(row, rule, reason_zh, reason_en): rows with a number of 10000 or more in a column of 万元 that is a
    thousand times the largest of the others, of which there are no fewer, or a thousand times an earlier stage of the
    same money. None where there are none.

    A number that states its unit itself is what it says.
    """
    columns = [
        column
        for column in source.mapped
        if column.kind == "money"
        and not column.is_per_unit
        and source.contexts[column.name].money_unit == "万元"
    ]
    found = {
        row: Violation("other_unit", {"title": column.title, "column": column.name})
        for column in columns
        for row in _outliers(source, cells, irregular, column)
    }
    found |= {row: one for row, one in _beyond_stages(source, cells, irregular, columns) if row not in found}
    return reject_rows(source, "other_units", found)


def _beyond_stages(
    source: SheetSource, cells: str, irregular: Irregular, columns: list[Column]
) -> Iterator[tuple[int, Violation]]:
    """Rows with an amount that is a thousand times one of an earlier stage: nobody spends so much of what was allocated."""
    stages = source.register.stages
    known = {column.name: column for column in columns}
    order = [known[name] for name in (stages.amounts if stages else ()) if name in known]
    for earlier, later in combinations(order, 2):
        one, other = (value_sql(source, irregular, column, is_data=True) for column in (earlier, later))
        fields = {
            "title": later.title,
            "column": later.name,
            "earlier_title": earlier.title,
            "earlier": earlier.name,
        }
        rows = source.db.execute(
            f"""select cells.row from {cells} as cells {irregular.joins} where class = 'data'
                and {one} > 0 and {other} >= {_AT_LEAST} * {one} and regexp_full_match(cells.{later.name}, '[0-9,.]+')"""
        )
        yield from ((row, Violation("other_unit_than", fields)) for (row,) in rows.fetchall())


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
