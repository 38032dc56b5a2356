"""Step: recognise a balance of sources and uses, whose second block is a control of the first, not further money."""

import re
from decimal import Decimal, InvalidOperation

from pipelines.cleaning.source import SheetSource
from pipelines.reading.labels import is_header
from pipelines.rules import Notice

_SOURCES = re.compile("来源|筹集|收入|到位")
_USES = re.compile("使用|支出|用途|投向|安排|项目")
_LONGEST = 3000
"""Rows: a balance is short, and every one of them is looked at."""


def class_balance(source: SheetSource, cells: str) -> tuple[str, list[Notice]]:
    """Cells → balanced_cells: where rows on sources of money are followed by rows on its uses, which begin with a row that
    names them and come to the same sum, the latter are a control."""
    money = next((column.name for column in source.mapped if column.kind == "money"), None)
    if money is None or source.sheet.rows > _LONGEST:
        return cells, []
    texts = [line for _, line in source.sheet.lines()]
    rows = source.db.execute(
        f"select row, {money} from {cells} where class = 'data' and {money} is not null order by row"
    ).fetchall()
    amounts = {row: amount for row, text in rows if (amount := _amount(text)) is not None}
    for start in range(source.match.header_row + 2, len(texts) + 1):
        above = any(_SOURCES.search(text) for text in texts[: start - 1])
        if not (above and _USES.search(texts[start - 1]) and not _SOURCES.search(texts[start - 1])):
            continue
        blocks: list[dict[int, Decimal]] = [{}, {}]
        for row, amount in amounts.items():
            blocks[row >= start][row] = amount
        headings = [_heading(block, texts) for block in blocks]
        first, second = (
            sum((amount for row, amount in block.items() if row != heading), Decimal(0))
            for block, heading in zip(blocks, headings, strict=True)
        )
        begins = (
            headings[0] and headings[1] == start if start in amounts else _is_heading(source, texts, start)
        )
        if begins and first and first == second and min(map(len, blocks)) > 1:
            classes = f"case when row >= {start} then 'control' when row = {headings[0] or 0} then 'subtotal' else class end"
            table = source.make("balanced_cells", f"select * replace ({classes} as class) from {cells}")
            return table, [Notice("uses_of_sources", {"row": start})]
    return cells, []


def _is_heading(source: SheetSource, texts: list[str], row: int) -> bool:
    """Whether the row is a header, or has one cell alone: a row of data that lacks its amount has more."""
    cells = [cell.strip() for cell in source.sheet.cells(texts[row - 1]) if cell.strip()]
    headers = sum(is_header(cell, source.known_headers) for cell in cells)
    return len(cells) == 1 or headers > 1


def _amount(text: str) -> Decimal | None:
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None


def _heading(amounts: dict[int, Decimal], texts: list[str]) -> int | None:
    """The first row, where it names the block and states the sum of the others."""
    first, *others = sorted(amounts) or [0]
    is_named = first and (_SOURCES.search(texts[first - 1]) or _USES.search(texts[first - 1]))
    is_sum = len(others) > 1 and sum((amounts[row] for row in others), Decimal(0)) == amounts[first]
    return first if is_named and is_sum else None
