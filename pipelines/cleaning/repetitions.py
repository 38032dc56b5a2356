"""Step: set aside rows that were pasted twice, if the sheet's own total counts them once."""

from decimal import Decimal

from pipelines.cleaning.parsing import Irregular, value_sql
from pipelines.cleaning.rejections import reason_columns
from pipelines.cleaning.source import SheetSource
from pipelines.cleaning.totals import added_up, stated_amount
from pipelines.registers.columns import Column
from pipelines.rules import Violation


def find_pasted_rows(source: SheetSource, cells: str, irregular: Irregular) -> str | None:
    """Cells → pasted_rows(row, rule, reason_zh, reason_en): rows that repeat others in every column, where a total of the
    sheet is the sum of the others alone. None where there are none, or the total includes them.
    """
    columns = added_up(source)
    totals = source.db.execute(
        f"select {', '.join(column.name for column in columns) or 'null'} from {cells} where class in ('total', 'sum')"
    ).fetchall()
    if not (columns and totals):
        return None
    repeated = _repeated(source, cells, irregular, columns)
    once, again = (
        {
            column: source.db.execute(f"select sum({column.name}) from {repeated} where {which}").fetchall()[
                0
            ][0]
            for column in columns
        }
        for which in ("place = 1", "place > 1")
    )
    stated = [
        {
            column: stated_amount(column, text, source.contexts[column.name])
            for column, text in zip(columns, total, strict=True)
        }
        for total in totals
    ]
    if not any(_leaves_out(total, once, again) for total in stated):
        return None
    reason = reason_columns(Violation("pasted_row"))
    return source.make(
        "pasted_rows",
        f"select row, {reason} from {repeated} where place > 1",
    )


def _repeated(source: SheetSource, cells: str, irregular: Irregular, columns: list[Column]) -> str:
    """Make repeated_rows(row, place, amounts) of the rows of data: the place of each among those that are equal to it."""
    words = ", ".join(["cells.remark", *(f"cells.{column.name}" for column in source.mapped)])
    amounts = ", ".join(
        f"{value_sql(source, irregular, column, is_data=True)} as {column.name}" for column in columns
    )
    return source.make(
        "repeated_rows",
        f"""select cells.row, row_number() over (partition by {words} order by cells.row) as place, {amounts}
            from {cells} as cells {irregular.joins} where class = 'data'""",
    )


def _leaves_out(
    total: dict[Column, Decimal | None],
    once: dict[Column, Decimal | None],
    again: dict[Column, Decimal | None],
) -> bool:
    """Whether the total is the sum of the first of equal rows in each amount that it states, and of all rows in none."""
    known = {column: amount for column, amount in total.items() if amount is not None}
    return any(again[column] for column in known) and all(
        once[column] == amount for column, amount in known.items()
    )
