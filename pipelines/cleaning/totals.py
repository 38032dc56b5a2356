"""Compare a sheet with its own totals: each 合计 row must be the sum of rows that it can mean."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

import duckdb

from pipelines.cleaning.source import SheetSource
from pipelines.registers.columns import Column
from pipelines.registers.contract import Register
from pipelines.rules import InvalidValue, Notice
from pipelines.values.context import ParseContext
from pipelines.values.parse import parse


def summed(register: Register, mapped: list[Column]) -> list[Column]:
    """Columns whose total is the sum of their rows: not a household's size, which each of its members repeats."""
    repeats = any(register.by_name[name].kind == "person_id_number" for name in register.key)
    return [column for column in mapped if column.kind == "money" or (column.kind == "count" and not repeats)]


def added_up(source: SheetSource) -> list[Column]:
    """Columns of the sheet of which a row may state the sum of others.

    A register of persons has none: what its rows state of a household is not part of a sum.
    """
    register = source.register
    if any(register.by_name[name].kind == "person_id_number" for name in register.key):
        return []
    return [column for column in summed(register, source.mapped) if not column.is_per_unit]


def disagreements(
    db: duckdb.DuckDBPyConnection,
    cells: str,
    columns: Mapping[Column, str],
    contexts: Mapping[str, ParseContext],
    areas: Sequence[str] = (),
) -> Iterator[Notice]:
    """A finding for each total in the table of cells that is not the sum of its rows.

    `columns` maps a column to SQL for its value, `areas` are the sheet's columns of places. A total may mean all rows of the
    sheet, all above it, those of the place that it names, or the block of rows next to it, above or below; one of them must
    agree. A block ends where a row is apart from its
    neighbours. A column with a cell that is not a number is left out.
    """
    limits = db.execute(
        f"""select row, {", ".join(["stands_alone", *(column.name for column in columns)])} from {cells}
            where class in ('total', 'subtotal') or stands_alone order by row"""
    ).fetchall()
    if not limits or not columns:
        return
    sums = ", ".join(f"sum({value}) as {column.name}" for column, value in columns.items())
    unread = ", ".join(
        f"count(*) filter (cells.{column.name} is not null and ({value}) is null)"
        for column, value in columns.items()
    )
    joins = "\n".join(
        f"left join parsed_{column.name} on cells.{column.name} = parsed_{column.name}.raw"
        for column, value in columns.items()
        if f"parsed_{column.name}." in value
    )
    rows = [row for row, *_ in limits]
    blocks = db.execute(
        f"""select len(list_filter($1, lambda edge: edge <= cells.row)) as block, {sums}, {unread}
            from {cells} as cells {joins} where class = 'data' group by block""",
        [rows],
    ).fetchall()
    of_places = [
        _sums_of_places(db, cells, area, f"{sums} from {cells} as cells {joins}", rows) for area in areas
    ]
    for index, column in enumerate(columns, start=1):
        if any(block[len(columns) + index] for block in blocks):
            continue
        by_block = {block[0]: Decimal(block[index] or 0) for block in blocks}
        for number, (row, stands_alone, *texts) in enumerate(limits):
            stated = None if stands_alone else stated_amount(column, texts[index - 1], contexts[column.name])
            if stated is None:
                continue
            above, below = by_block.get(number, Decimal(0)), by_block.get(number + 1, Decimal(0))
            before = sum((by_block.get(block, Decimal(0)) for block in range(number + 1)), Decimal(0))
            whole = sum(by_block.values(), Decimal(0))
            named = [Decimal(of[row][index - 1] or 0) for of in of_places if row in of]
            if stated not in (above, below, before, whole, *named):
                meant = next(filter(None, named), above or below or whole)
                location = {"row": row, "header": column.title, "column": column.name}
                amounts = {"stated": f"{stated:f}", "sum": f"{meant:f}"}
                yield Notice("total_disagrees", location | amounts, 1)


def _sums_of_places(
    db: duckdb.DuckDBPyConnection, cells: str, area: str, sums: str, rows: list[int]
) -> dict[int, list[Decimal | None]]:
    """Row of a total → the sums of the rows of the place that it names in this column."""
    found = db.execute(
        f"""with places as (
                select cells.{area} as place, {sums} where class = 'data' group by cells.{area}
            )
            select row, places.* exclude (place) from {cells} as totals join places on totals.{area} = place
            where row in (select unnest($1))""",
        [rows],
    ).fetchall()
    return {row: amounts for row, *amounts in found}


def stated_amount(column: Column, text: str | None, context: ParseContext) -> Decimal | None:
    try:
        value = parse(column, text or "", context)
    except InvalidValue:
        return None
    return None if value is None else Decimal(value)
