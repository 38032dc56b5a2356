"""Step: set aside rows that repeat others, if the sheet's own total counts them once, and keep them apart if it counts each."""

from collections.abc import Mapping
from decimal import Decimal

from pipelines.cleaning.parsing import Irregular, value_sql
from pipelines.cleaning.rejections import reason_columns
from pipelines.cleaning.source import SheetSource
from pipelines.cleaning.totals import added_up, stated_amount
from pipelines.registers.columns import Column
from pipelines.rules import Violation

_MASKS = "[*＊○〇×某]"
"""What stands for letters of a name that is not told."""


def find_pasted_rows(source: SheetSource, cells: str, irregular: Irregular) -> tuple[str, str | None]:
    """Cells → counted_repetitions, where rows that repeat others in every column, of masked names, and that a total of the
    sheet includes, are no copies: two households of one surname; and pasted_rows(row, rule, reason_zh, reason_en): such
    rows where a total is the sum of the others alone, None where there are none.
    """
    columns = added_up(source)
    totals = source.db.execute(
        f"select {', '.join(column.name for column in columns) or 'null'} from {cells} where class in ('total', 'sum')"
    ).fetchall()
    if not (columns and totals):
        return cells, None
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
    nothing = Decimal(0)
    both = {column: (once[column] or nothing) + (again[column] or nothing) for column in columns}
    if any(_is_sum(total, both, again) for total in stated):
        names = [
            column.name for column in source.mapped if column.kind in ("person_name", "person_id_number")
        ]
        is_again = f"row in (select row from {repeated} where place > 1)"
        is_masked = f"regexp_matches(concat_ws('', {', '.join(names) or 'null'}), '{_MASKS}')"
        values = f"if({is_again} and {is_masked}, hash(line_hash, row), line_hash)"
        return source.make(
            "counted_repetitions", f"select * replace ({values} as line_hash) from {cells} order by row"
        ), None
    if not any(_is_sum(total, once, again) for total in stated):
        return cells, None
    reason = reason_columns(Violation("pasted_row"))
    pasted = source.make("pasted_rows", f"select row, {reason} from {repeated} where place > 1")
    return cells, pasted


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


def _is_sum(
    total: Mapping[Column, Decimal | None],
    sums: Mapping[Column, Decimal | None],
    again: Mapping[Column, Decimal | None],
) -> bool:
    """Whether the total states these sums in each amount that it states, of which rows that repeat others have some."""
    known = {column: amount for column, amount in total.items() if amount is not None}
    return any(again[column] for column in known) and all(
        sums[column] == amount for column, amount in known.items()
    )
