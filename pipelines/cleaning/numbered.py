"""Rows whose serial numbers are below those of others: 1.1 and 1.2 below 1, (一) below 一.

Either the row above is an object and those below are parts of it, or it is a heading with their sum.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

Amounts = tuple[Decimal, ...]
Verdict = Literal["part", "heading", "unclear_subrow", "unclear_heading"]
_ORDINAL = "[0-9]{1,3}|[一二三四五六七八九十]{1,3}"
_DOTTED = "(?P<above>[0-9]{1,3}(?:[.．-][0-9]{1,2})?)[.．-][0-9]{1,2}"
_SUBORDINATE = re.compile(rf"{_DOTTED}|[(（](?:{_ORDINAL})[)）]")
_SUPERIOR = re.compile(rf"({_ORDINAL}|[0-9]{{1,3}}[.．-][0-9]{{1,2}})[、.．]?")
SUBORDINATE = _SUBORDINATE.pattern.replace("?P<above>", "")
"""A serial number that is below another."""


@dataclass
class NumberedRow:
    """A row of data: how many cells of words it fills itself, its serial number included, its amounts, and the rows whose
    numbers are the next ones below its own."""

    row: int
    serial: str
    words: int
    amounts: Amounts
    below: list["NumberedRow"] = field(default_factory=list)

    @property
    def all_below(self) -> Iterator["NumberedRow"]:
        for one in self.below:
            yield one
            yield from one.all_below

    def verdicts(self) -> Iterator[tuple[int, Verdict]]:
        """Return what the row and those below it are, unless they are objects of their own.

        Where no row below says more than the row itself, they are its parts, if they add up to it; else it is a heading,
        if it is their sum.
        """
        added = tuple(map(sum, zip(*(one.amounts for one in self.below), strict=True)))
        says_less = any(one.words > self.words for one in self.all_below)
        is_whole = any(added) and all(a in (0, b) for a, b in zip(added, self.amounts, strict=True))
        is_sum = any(added) and all(b in (0, a) for a, b in zip(added, self.amounts, strict=True))
        if is_whole and not says_less:
            yield from ((one.row, "part") for one in self.all_below)
        elif is_sum or (says_less and any(added)):
            yield self.row, "heading" if is_sum else "unclear_heading"
            for one in self.below:
                yield from one.verdicts()
        elif any(self.amounts):
            yield from ((one.row, "unclear_subrow") for one in self.all_below)


def with_rows_below(rows: Sequence[NumberedRow]) -> list[NumberedRow]:
    """Put rows whose numbers continue that of the row above them, or of one further up, below it. Return the rows of
    data."""
    highest: list[NumberedRow] = []
    path: list[NumberedRow] = []
    for row in rows:
        above = [*path]
        while above and not _is_below(row.serial, above[-1].serial):
            above.pop()
        (above[-1].below if above else highest).append(row)
        path = [*above, row] if row.serial else path
    return highest


def _is_below(serial: str, above: str) -> bool:
    """Whether the number is one of the parts of what has the other: 1.1 of 1, (一) of 一."""
    found, superior = _SUBORDINATE.fullmatch(serial), _SUPERIOR.fullmatch(above)
    return bool(found and superior and found["above"] in (None, superior[1]))
