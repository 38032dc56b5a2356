"""Units that stand behind a number, or in a column of their own: 50只, and 50 beside 只."""

from pipelines.cleaning.rejections import reject_rows
from pipelines.cleaning.source import SheetSource
from pipelines.registers.columns import Column
from pipelines.rules import Violation
from pipelines.values.numbers import NUMBER_AND_UNIT


def unit_in_cell(column: Column) -> str:
    """SQL for the unit that stands behind the number of which the column is the unit; NULL where none does."""
    return f"nullif(regexp_extract(trim(cells.{column.unit_of}), '^{NUMBER_AND_UNIT}$', 1), '')"


def find_contradicting_units(source: SheetSource, cells: str) -> str | None:
    """Cells → contradicting_units(row, rule, reason_zh, reason_en): rows that state one unit behind the number, and another
    in the column of units; None where there are none."""
    found: dict[int, Violation] = {}
    for column in (one for one in source.mapped if one.unit_of in source.match.columns):
        stated = f"nullif(trim(cells.{column.name}), '')"
        rows = source.db.execute(
            f"""select row, {unit_in_cell(column)} from {cells} as cells
                where class = 'data' and {unit_in_cell(column)} <> {stated}"""
        )
        number = source.register.by_name[column.unit_of or ""].title
        for row, inside in rows.fetchall():
            fields = {"number": number, "inside": inside, "title": column.title}
            found[row] = Violation("two_units_of_a_number", fields)
    return reject_rows(source, "contradicting_units", found)
