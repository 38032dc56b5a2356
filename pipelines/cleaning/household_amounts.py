"""Step: set aside the rows of a household that each repeat what the household has as a whole, if the sheet's own total counts
it once: 900 for three members is in each of their rows, and 900 in the total."""

from decimal import Decimal

from pipelines.cleaning.parsing import Irregular, value_sql
from pipelines.cleaning.rejections import reject_rows
from pipelines.cleaning.source import SheetSource
from pipelines.cleaning.totals import added_up, stated_amount
from pipelines.registers.columns import Column
from pipelines.rules import Violation

_HOUSEHOLDS = ("household_id", "head_person_id", "head_name")
"""Columns by which rows are of one household, the surest first."""


def find_household_amounts(source: SheetSource, cells: str, irregular: Irregular) -> str | None:
    """Cells → household_amounts(row, rule, reason_zh, reason_en); None where there are none."""
    columns = source.match.columns
    household = next((name for name in _HOUSEHOLDS if name in columns), None)
    is_of_persons = household and any(
        columns.get(name, columns[household]) != columns[household] for name in ("person_name", "person_id")
    )
    if not (household and is_of_persons):
        return None
    found: dict[int, Violation] = {}
    for column in added_up(source):
        if column.kind == "money":
            fields = {"header": source.match.headers[column.name]}
            violation = Violation("household_amount_repeated", fields)
            found |= dict.fromkeys(_repeating(source, cells, irregular, column, household), violation)
    return reject_rows(source, "household_amounts", found)


def _repeating(
    source: SheetSource, cells: str, irregular: Irregular, column: Column, household: str
) -> list[int]:
    """Rows of households of which all state one amount, where a total is the sum of those, and none that of the rows."""
    texts = source.db.execute(f"select {column.name} from {cells} where class in ('total', 'sum')").fetchall()
    stated = {stated_amount(column, text, source.contexts[column.name]) for (text,) in texts} - {None}
    if not stated:
        return []
    place = ", ".join(f"cells.{name}" for name in ("village", household) if name in source.match.columns)
    households = source.db.execute(
        f"""select list(row order by row), sum(amount), min(amount),
                count(*) > 1 and count(household) = count(*) and count(amount) = count(*) and min(amount) = max(amount)
            from (
                select cells.row, cells.{household} as household, hash({place}) as home,
                    {value_sql(source, irregular, column, is_data=True)} as amount
                from {cells} as cells {irregular.joins} where class = 'data'
            ) group by home, if(household is null, row, null)"""
    ).fetchall()
    each = sum((amount or Decimal(0) for _, amount, *_ in households), Decimal(0))
    once = sum(
        ((least if repeats else amount) or Decimal(0) for _, amount, least, repeats in households), Decimal(0)
    )
    if each in stated or once not in stated:
        return []
    return [row for rows, *_, repeats in households if repeats for row in rows]
