"""The step that reads on below 其中: rows without words of their own, as long as they and those above break down one row.

A clerk writes 其中 once: 其中:中央资金, and 省级资金 in the row below it; or numbers the parts: 1.1 and 1.2 below 1.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from pipelines.cleaning.parsing import Irregular, value_sql
from pipelines.cleaning.rejections import reject_rows
from pipelines.cleaning.source import SheetSource
from pipelines.cleaning.total_candidates import begins_part, is_nobody
from pipelines.cleaning.totals import added_up
from pipelines.common.sql import scalar
from pipelines.registers.contract import AMOUNTS, Column
from pipelines.rules import Notice, Violation

_Amounts = tuple[Decimal, ...]
_ORDINAL = "[0-9]{1,3}|[一二三四五六七八九十]{1,3}"
_SUBORDINATE = re.compile(rf"(?P<above>[0-9]{{1,3}})[.．-][0-9]{{1,2}}|[(（]({_ORDINAL})[)）]")
_SUPERIOR = re.compile(rf"({_ORDINAL})[、.．]?")


class _Row(NamedTuple):
    """A row of data: its number, whether it begins a breakdown, whether it may go on with one, how many cells of words it
    fills, its serial number included, its amounts, and that number."""

    row: int
    begins: bool
    goes_on: bool
    filled: int
    amounts: _Amounts
    serial: str


@dataclass
class _Breakdown:
    """A row with its amounts, how many cells of words the parts below it fill, what they add up to, and the rows that go
    on without 其中; `serial` is its number, where its parts have numbers below that."""

    row: int
    words: int
    whole: _Amounts
    added: _Amounts = ()
    width: int = 0
    further: list[int] = field(default_factory=list)
    serial: str = ""

    def add(self, amounts: _Amounts) -> None:
        self.added = tuple(
            a + b for a, b in zip(self.added or [Decimal(0)] * len(amounts), amounts, strict=True)
        )

    @property
    def is_complete(self) -> bool:
        """Whether the parts add up to the row, in each amount that they state."""
        return any(self.added) and all(
            part in (0, whole) for part, whole in zip(self.added, self.whole, strict=True)
        )


def find_further_parts(
    source: SheetSource, cells: str, irregular: Irregular
) -> tuple[str, str | None, list[Notice]]:
    """Cells → cells_without_parts, and unclear_parts(row, rule, reason_zh, reason_en): rows below 其中 that may go on with
    it, where they do not add up to the row that it breaks down; None where there are none."""
    is_part, columns = begins_part(source), added_up(source)
    may_be_part = f"{is_part} or regexp_full_match(serial, '{_SUBORDINATE.pattern.replace('?P<above>', '')}')"
    if not columns or not scalar(
        source.db, f"select bool_or({may_be_part}) from {cells} where class = 'data'"
    ):
        return cells, None, []
    parts: list[int] = []
    unclear: dict[int, Violation] = {}
    rows = _rows(source, cells, irregular, columns, is_part)
    for one in (*_breakdowns(rows), *_numbered_breakdowns(rows)):
        if one.is_complete:
            parts += one.further
        else:
            violation = (
                Violation("unclear_subrow", {"serial": one.serial})
                if one.serial
                else Violation("unclear_part")
            )
            unclear |= dict.fromkeys(one.further, violation)
    notices = [Notice("parts_of_row", {"numbers": parts[:10]}, len(parts))] if parts else []
    if parts:
        numbers = ", ".join(map(str, parts))
        cells = source.make(
            "cells_without_parts",
            f"select * replace (if(row in ({numbers}), 'sum', class) as class) from {cells} order by row",
        )
    return cells, reject_rows(source, "unclear_parts", unclear), notices


def _rows(
    source: SheetSource, cells: str, irregular: Irregular, columns: Sequence[Column], is_part: str
) -> list[_Row]:
    """The rows of data, in order."""
    words = [f"cells.{column.name}" for column in source.mapped if column.kind not in AMOUNTS]
    filled = " + ".join(f"({name} is not null)::integer" for name in ["nullif(serial, '')", *words])
    amounts = [f"coalesce({value_sql(source, irregular, column, is_data=True)}, 0)" for column in columns]
    found = source.db.execute(
        f"""select cells.row, {is_part}, {is_nobody(source)} and coalesce(serial, '') = '', {filled},
                trim(coalesce(serial, '')), {", ".join(amounts)}
            from {cells} as cells {irregular.joins} where class = 'data' order by cells.row"""
    )
    return [
        _Row(row, begins, goes_on, filled, tuple(map(Decimal, amounts)), serial)
        for row, begins, goes_on, filled, serial, *amounts in found.fetchall()
    ]


def _numbered_breakdowns(rows: Sequence[_Row]) -> list[_Breakdown]:
    """The rows with an amount that are followed by rows whose numbers are below theirs, and that say no less than these."""
    heads: list[_Breakdown] = []
    for row in rows:
        if heads and row.filled <= heads[-1].words and _is_below(row.serial, heads[-1].serial):
            heads[-1].further.append(row.row)
            heads[-1].add(row.amounts)
        else:
            heads.append(_Breakdown(row.row, row.filled, row.amounts, serial=row.serial))
    return [head for head in heads if head.further and any(head.whole)]


def _is_below(serial: str, above: str) -> bool:
    """Whether the number is one of the parts of what has the other: 1.1 of 1, (一) of 一."""
    found, superior = _SUBORDINATE.fullmatch(serial), _SUPERIOR.fullmatch(above)
    return bool(found and superior and found["above"] in (None, superior[1]))


def _breakdowns(rows: Sequence[_Row]) -> list[_Breakdown]:
    """The rows that 其中 breaks down and that have further parts below."""
    heads: list[_Breakdown] = []
    for row, begins, goes_on, filled, amounts, _ in rows:
        head = heads[-1] if heads else None
        if head and begins:
            head.width = max(head.width, filled)
            head.add(amounts)
        elif head and goes_on and filled <= head.width and filled < head.words and not head.is_complete:
            head.further.append(row)
            head.add(amounts)
        else:
            heads.append(_Breakdown(row, filled, amounts))
    return [head for head in heads if head.further]
