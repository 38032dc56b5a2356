"""Step: find the further rows of a breakdown that 其中 begins, rows without words of their own, as long as they and
those above break down one row.

A clerk writes 其中 once: 其中:中央资金, and 省级资金 in the row below it; or numbers the parts: 1.1 and 1.2 below 1.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import NamedTuple

from pipelines.cleaning.numbered import SUBORDINATE, Amounts, NumberedRow, with_rows_below
from pipelines.cleaning.parsing import Irregular, value_sql
from pipelines.cleaning.rejections import reject_rows
from pipelines.cleaning.source import SheetSource
from pipelines.cleaning.total_candidates import PART_WORDS, begins_part, free_columns, is_nobody
from pipelines.cleaning.totals import added_up
from pipelines.common.sql import scalar
from pipelines.registers.columns import AMOUNTS, Column
from pipelines.rules import Notice, Violation


class _Row(NamedTuple):
    """A row of data: its number, whether it begins a breakdown, whether it may go on with one, how many cells of words it
    fills itself, its serial number included, its amounts, and that number."""

    row: int
    begins: bool
    goes_on: bool
    filled: int
    amounts: Amounts
    serial: str


@dataclass
class _Breakdown:
    """A row with its amounts, how many cells of words the parts below it fill, what they add up to, the rows that go on
    without 其中, and those that have as many words as the row itself and may go on or be of their own."""

    row: int
    words: int
    whole: Amounts
    added: Amounts = ()
    width: int = 0
    further: list[int] = field(default_factory=list)
    doubtful: list[int] = field(default_factory=list)

    def add(self, amounts: Amounts) -> None:
        self.added = self._with(amounts)

    def is_completed_by(self, amounts: Amounts) -> bool:
        """Whether parts that 其中 began are as much as the row with these amounts alone."""
        return bool(self.width) and replace(self, added=self._with(amounts)).is_complete

    def _with(self, amounts: Amounts) -> Amounts:
        """What the parts add up to with these amounts."""
        return tuple(a + b for a, b in zip(self.added or [Decimal(0)] * len(amounts), amounts, strict=True))

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
    it, where they do not add up to the row that it breaks down, and rows with numbers above or below others' with which they do
    not agree; None where there are none."""
    columns = added_up(source)
    if not columns or not _may_have_parts(source, cells):
        return cells, None, []
    rows = _rows(source, cells, irregular, columns)
    parts: list[int] = []
    headings: list[int] = []
    unclear: dict[int, Violation] = {}
    for one in _breakdowns(rows):
        if one.is_complete:
            parts += one.further
        else:
            unclear |= dict.fromkeys(one.further, Violation("unclear_part"))
        unclear |= dict.fromkeys(one.doubtful, Violation("possible_part"))
    numbered = [NumberedRow(one.row, one.serial, one.filled, one.amounts) for one in rows]
    for head in with_rows_below(numbered):
        for row, verdict in head.verdicts() if head.below else ():
            if verdict == "part":
                parts.append(row)
            elif verdict == "heading":
                headings.append(row)
            else:
                unclear[row] = Violation(verdict, {"serial": head.serial})
    if parts or headings:
        cells = source.reclass("cells_without_parts", cells, [*parts, *headings], "sum")
    notices = [
        Notice(name, {"numbers": numbers[:10]}, len(numbers))
        for name, numbers in (("parts_of_row", parts), ("headings_by_number", headings))
        if numbers
    ]
    return cells, reject_rows(source, "unclear_parts", unclear), notices


def _may_have_parts(source: SheetSource, cells: str) -> bool:
    """Whether any row of data has a word that begins a breakdown, or the number of a part."""
    words = f"concat_ws(chr(31), '', {', '.join(free_columns(source))})"
    tests = [f"contains({words}, '{word}')" for word in PART_WORDS]
    tests += [f"regexp_full_match(serial, '{SUBORDINATE}')"] if source.match.serial else []
    return bool(scalar(source.db, f"select bool_or({' or '.join(tests)}) from {cells} where class = 'data'"))


def _rows(source: SheetSource, cells: str, irregular: Irregular, columns: Sequence[Column]) -> list[_Row]:
    """The rows of data, in order."""
    is_part = begins_part(free_columns(source))
    words = [column.name for column in source.mapped if column.kind not in AMOUNTS]
    own = [f"({name} is not null and not list_contains(from_above, '{name}'))" for name in words]
    filled = " + ".join(f"{test}::integer" for test in ["(coalesce(serial, '') <> '')", *own])
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


def _breakdowns(rows: Sequence[_Row]) -> list[_Breakdown]:
    """The rows that 其中 breaks down and that have further parts below, or may have."""
    heads: list[_Breakdown] = []
    for row, begins, goes_on, filled, amounts, _ in rows:
        head = heads[-1] if heads else None
        if head and begins:
            head.width = max(head.width, filled)
            head.add(amounts)
        elif head and goes_on and filled <= head.width and filled < head.words and not head.is_complete:
            head.further.append(row)
            head.add(amounts)
        elif head and goes_on and not head.is_complete and head.is_completed_by(amounts):
            head.doubtful.append(row)
            head.add(amounts)
        else:
            heads.append(_Breakdown(row, filled, amounts))
    return [head for head in heads if head.further or head.doubtful]
