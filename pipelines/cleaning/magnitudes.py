"""The step that sets aside rows whose amount is in another unit than the column says: 400000 among tens in 万元."""

from pipelines.cleaning.parsing import Irregular, value_sql
from pipelines.cleaning.source import SheetSource
from pipelines.registers.contract import Column
from pipelines.rules import Violation

_FACTOR = 10_000
"""Yuan in 万元: an amount that was written in yuan is so many times too large."""
_AT_LEAST = 1_000
"""So many times the largest of all other amounts: no list of projects has one that large among them by chance."""


def find_other_units(source: SheetSource, cells: str, irregular: Irregular) -> str | None:
    """Cells → other_units(row, rule, reason_zh, reason_en): rows with a number of 10000 or more in a column of 万元 that is a
    thousand times the largest of the others, of which there are no fewer. None where there are none.

    A number that states its unit itself is what it says.
    """
    found = [
        (row, column)
        for column in source.mapped
        if column.kind == "money"
        and not column.is_per_unit
        and source.contexts[column.name].money_unit == "万元"
        for row in _outliers(source, cells, irregular, column)
    ]
    if not found:
        return None
    first = dict(reversed(found))
    reasons = [
        (row, *Violation("other_unit", {"title": column.title, "column": column.name}).sentences)
        for row, column in sorted(first.items(), key=lambda pair: pair[0])
    ]
    return source.make(
        "other_units",
        """select unnest($1::bigint[]) as row, 'other_unit' as rule, unnest($2::varchar[]) as reason_zh,
            unnest($3::varchar[]) as reason_en""",
        [list(values) for values in zip(*reasons, strict=True)],
    )


def _outliers(source: SheetSource, cells: str, irregular: Irregular, column: Column) -> list[int]:
    joins = (
        f"left join parsed_{column.name} on cells.{column.name} = parsed_{column.name}.raw"
        if column.name in irregular.columns
        else ""
    )
    rows = source.db.execute(
        f"""with amounts as (
                select cells.row, {value_sql(source, irregular, column, is_data=True)} as amount,
                    regexp_full_match(cells.{column.name}, '[0-9,.]+') as is_bare
                from {cells} as cells {joins} where class = 'data'
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
