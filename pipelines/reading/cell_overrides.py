"""Cells of which calamine returns too little: errors, formulas never calculated, percentages.

calamine gives an empty text for the first two, which would make a broken cell a blank one, and 0.7379 for a cell
that its sender reads as 73.79%. Each format has a module that looks for them.
"""

import re
from dataclasses import dataclass, field

BUILT_IN_PERCENTAGES = {9, 10}
"""Numbers of the formats 0% and 0.00%, which no workbook spells out."""

ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
"""Errors by their codes in binary workbooks ([MS-XLS] 2.5.10, [MS-XLSB] 2.5.97.2)."""


@dataclass
class CellOverrides:
    """Cells of one sheet by (row, column), counted from 1: what to read instead, which are percentages, and by which power
    of ten the format of others shows less than they hold.

    `counts_from_1904` is of the whole workbook, as `Sheet` has it. `name` is the sheet's name, where calamine cannot read
    it; `hidden_rows` and `struck_rows` are rows that nobody sees, or of which something is struck out; `comments` are the
    sender's.
    """

    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    percentages: set[tuple[int, int]] = field(default_factory=set)
    scales: dict[tuple[int, int], int] = field(default_factory=dict)
    counts_from_1904: bool = False
    name: str | None = None
    hidden_rows: set[int] = field(default_factory=set)
    struck_rows: set[int] = field(default_factory=set)
    comments: dict[tuple[int, int], str] = field(default_factory=dict)


def is_percentage(number_format: str) -> bool:
    """Whether the format multiplies by a hundred; a percent sign that is only written behind the number does not."""
    return "%" in re.sub(r'"[^"]*"|\\.', "", number_format)


_LITERAL_POINT = re.compile(r'[!\\]\.|"\."')
_LITERAL = re.compile(r'"[^"]*"|[!\\].|\[[^\]]*\]|_.|\*.')


def scale_of(number_format: str) -> int:
    """The power of ten by which the format shows less than the cell holds: 3 of `0,` and `#,##0.0,`, 4 of `0!.0,`.

    A comma behind the last digit divides by a thousand; a literal point is followed by so many digits of the
    number itself.
    """
    section = _LITERAL.sub("", _LITERAL_POINT.sub("\x00", number_format.split(";")[0]))
    point = re.search("\x00([0#?]+)", section)
    commas = re.search(r"[0#?](,+)(?![0#?,])", section)
    return (len(point[1]) if point else 0) + (3 * len(commas[1]) if commas else 0)
