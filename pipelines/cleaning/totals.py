"""Compare a sheet with its own totals: each 合计 row must be the sum of rows that it can mean."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache

import duckdb

from pipelines.cleaning.quotients import is_quotient
from pipelines.cleaning.row_classes import ORDINAL, TOTAL_WORD
from pipelines.cleaning.source import SheetSource
from pipelines.registers.columns import Column
from pipelines.registers.contract import Register
from pipelines.rules import InvalidValue, Notice
from pipelines.values.context import ParseContext
from pipelines.values.parse import parse

_MOST_LOST = Decimal("0.005")
"""What a quotient that is read to the fen may lose or gain."""
_BEHIND = f"((年度?)?{TOTAL_WORD}|年度?)$"


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
    words: Sequence[str] = (),
) -> Iterator[Notice]:
    """A finding for each total in the table of cells that is not the sum of its rows.

    `columns` maps a column to SQL for its value, `words` are the sheet's columns of words. A total may mean all rows of the
    sheet, all above it, those of the place, the year or the kind that it names, the block of rows next to it, above or
    below, or, as a numbered heading, all blocks below up to the next of its level; one of them must agree, but for what
    quotients lose that are read to the fen. A block ends where a row is apart from its neighbours. A column with a cell that
    is not a number is left out.
    """
    limits = db.execute(
        f"""select row, {", ".join(["stands_alone", "serial", *(column.name for column in columns)])} from {cells}
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
    quotients = ", ".join(
        f"count(*) filter ({is_quotient(f'cells.{column.name}')})" if column.kind == "money" else "0"
        for column in columns
    )
    blocks = db.execute(
        f"""select len(list_filter($1, lambda edge: edge <= cells.row)) as block, {sums}, {unread}, {quotients}
            from {cells} as cells {joins} where class = 'data' group by block""",
        [rows],
    ).fetchall()
    groups = cache(lambda: _sums_of_groups(db, cells, words, f"{sums} from {cells} as cells {joins}", rows))
    levels = [_level(serial) for _, _, serial, *_ in limits]
    for index, column in enumerate(columns, start=1):
        if any(block[len(columns) + index] for block in blocks):
            continue
        lost = _MOST_LOST * sum(block[2 * len(columns) + index] for block in blocks)
        by_block = {block[0]: Decimal(block[index] or 0) for block in blocks}
        for number, (row, stands_alone, _, *texts) in enumerate(limits):
            stated = None if stands_alone else stated_amount(column, texts[index - 1], contexts[column.name])
            if stated is None:
                continue
            end = _end(levels, number)
            above = Decimal(0) if levels[number] else by_block.get(number, Decimal(0))
            following = by_block.get(number + 1, Decimal(0))
            below = sum((by_block.get(block, Decimal(0)) for block in range(number + 1, end + 1)), Decimal(0))
            before = sum((by_block.get(block, Decimal(0)) for block in range(number + 1)), Decimal(0))
            whole = sum(by_block.values(), Decimal(0))
            if any(abs(stated - amount) <= lost for amount in (above, following, below, before, whole)):
                continue
            named = [Decimal(sums_of[index - 1] or 0) for sums_of in groups().get(row, [])]
            if all(abs(stated - amount) > lost for amount in named):
                meant = next(filter(None, named), above or below or whole)
                location = {"row": row, "header": column.title, "column": column.name}
                amounts = {"stated": f"{stated:f}", "sum": f"{meant:f}"}
                yield Notice("total_disagrees", location | amounts, 1)


def _level(serial: str | None) -> str:
    """How a heading is numbered, 一 or (一; empty for a row that is not so numbered."""
    if not re.fullmatch(ORDINAL, serial or ""):
        return ""
    return "(一" if (serial or "")[0] in "(（" else "一"


def _end(levels: Sequence[str], number: int) -> int:
    """The place of the limit at which what is below another ends: a heading holds those of a lower level."""
    ends = {"", "一", levels[number]}
    return next(
        (at for at in range(number + 1, len(levels)) if not levels[number] or levels[at] in ends), len(levels)
    )


def _sums_of_groups(
    db: duckdb.DuckDBPyConnection, cells: str, words: Sequence[str], sums: str, rows: list[int]
) -> dict[int, list[tuple[Decimal | None, ...]]]:
    """Row of a total → the sums of the rows that have in one column what the total names in any of its words: 东村, or 2022年
    in 2022年小计."""
    found: dict[int, list[tuple[Decimal | None, ...]]] = {}
    for name in words:
        rows_of = db.execute(
            f"""with groups as (
                    select {_bare(f"cells.{name}")} as name, {sums} where class = 'data' group by all
                ),
                totals as (
                    select distinct row, unnest([{", ".join(map(_bare, words))}]) as name
                    from {cells} where row in (select unnest($1))
                )
                select row, groups.* exclude (name) from totals join groups using (name)""",
            [rows],
        )
        for row, *amounts in rows_of.fetchall():
            found.setdefault(row, []).append(tuple(amounts))
    return found


def _bare(name: str) -> str:
    """SQL for the text without the word of a total behind it, and 年 behind a year."""
    return f"regexp_replace({name}, '{_BEHIND}', '')"


def stated_amount(column: Column, text: str | None, context: ParseContext) -> Decimal | None:
    try:
        value = parse(column, text or "", context)
    except InvalidValue:
        return None
    return None if value is None else Decimal(value)
