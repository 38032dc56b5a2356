"""Cells for which calamine's value is not what the sender sees: errors, formulas never calculated, percentages.

calamine gives an empty text for the first two, which would make a broken cell a blank one, and 0.7379 for a cell
that its sender reads as 73.79%. Each format has a module that looks for them.
"""

import re
from dataclasses import dataclass, field

from pipelines.common.money import MONEY_FACTORS

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


@dataclass(frozen=True)
class ShownAs:
    """How a format shows a number: divided by the power `scale` of ten, with a `unit` of money behind it."""

    scale: int = 0
    unit: str = ""


@dataclass
class CellOverrides:
    """Cells of one sheet by (row, column), counted from 1: what to read instead, which are percentages, and how the format
    of others shows what they hold.

    `counts_from_1904` is of the whole workbook, as `Sheet` has it. `name` is the sheet's name, where calamine cannot read
    it; `hidden_rows` and `struck_rows` are rows that nobody sees, or of which something is struck out; `comments` are the
    sender's.
    """

    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    percentages: set[tuple[int, int]] = field(default_factory=set)
    shown: dict[tuple[int, int], ShownAs] = field(default_factory=dict)
    counts_from_1904: bool = False
    name: str | None = None
    hidden_rows: set[int] = field(default_factory=set)
    struck_rows: set[int] = field(default_factory=set)
    comments: dict[tuple[int, int], str] = field(default_factory=dict)

    @property
    def shown_units(self) -> tuple[tuple[int, str, int], ...]:
        """Column, unit and scale of each form in which a format of some cell states a unit."""
        return tuple(
            sorted({(column, form.unit, form.scale) for (_, column), form in self.shown.items() if form.unit})
        )


def is_percentage(number_format: str) -> bool:
    """Whether the format multiplies by a hundred; a percent sign that is only written behind the number does not."""
    return "%" in re.sub(r'"[^"]*"|\\.', "", number_format)


_LITERAL_POINT = re.compile(r'[!\\]\.|"\."')
_LITERAL = re.compile(r'"[^"]*"|[!\\].|\[[^\]]*\]|_.|\*.')
_WORDS = re.compile(r'"([^"]*)"|[!\\](.)|\[[^\]]*\]|[_*].')


def shown_as(number_format: str) -> ShownAs | None:
    """How the format shows what the cell holds, where that is not the number alone: 5 for 50000 of `0!.0,`, 5元 of `0"元"`."""
    section = number_format.split(";")[0]
    found = ShownAs(scale_of(section), _unit_of(section))
    return None if found == ShownAs() else found


def scale_of(section: str) -> int:
    """The power of ten by which the format shows less than the cell holds: 3 of `0,` and `#,##0.0,`, 4 of `0!.0,`.

    A comma behind the last digit divides by a thousand; a literal point is followed by so many digits of the
    number itself.
    """
    digits = _LITERAL.sub("", _LITERAL_POINT.sub("\x00", section))
    point = re.search("\x00([0#?]+)", digits)
    commas = re.search(r"[0#?](,+)(?![0#?,])", digits)
    return (len(point[1]) if point else 0) + (3 * len(commas[1]) if commas else 0)


def _unit_of(section: str) -> str:
    """The unit of money that the format writes behind the number: 元 of `0.00"元"`; none of `0"元/亩"` and `"¥"0`."""
    written = _WORDS.sub(lambda words: words[1] or words[2] or "", section)
    unit = re.split(r"[0#?.,]", written)[-1].strip() if re.search("[0#?]", written) else ""
    return unit if unit in MONEY_FACTORS else ""
