"""Labels: how the words above a column, in one row or several, may be read as its header."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from pipelines.reading.normalise import normalise
from pipelines.reading.sheets import Sheet
from pipelines.reading.units import COUNTED, UNIT_ALONE, UNIT_BEHIND

_NUMBERED = re.compile(
    r"^(?:\(?[\d一二三四五六七八九十]{1,2}\)|[A-Z]{1,2}\d{0,2}[.、:]?|[\d一二三四五六七八九十]{1,2}[.、:]|\d{1,2})(?=[\u4e00-\u9fff])"
)
_OF_GROUP = re.compile(r"(?<=资金)(规模|(安排|使用|到位|收支)?情况)$")
"""What the header of a group adds to what its columns are of: 资金规模 over 计划 is 计划资金."""
AMONG = re.compile("^其中:?")
"""Before the heading of a part."""
_WHOLE = {"合计", "小计", "总计", "计", "总数", "总人数", "总户数"}
"""What the column of all is called beside its parts."""
_NUMBER = re.compile(r"[-+]?[\d,]*\.?\d+%?")
_LONG_NUMBER = re.compile(r"\d[\d-]{5,}[\dXx]")
_YEAR = re.compile(r"(?:19|20)\d\d")
_OF_YEAR = re.compile(r"^(20\d\d)年度?(?=.*(资金|金额|额|款|支出|投入)(\(.*\))?$)")
"""The year of an amount, before it: 2020年发放金额."""
_PER_THING = re.compile(r"/(亩|平方米|㎡|公顷|米|公里|只|头|羽|株|棵|公?斤|吨)")
_PER_MONTH = re.compile("^(?:每人)?[每按]?月(?!份|数|度|末|底)")
"""How the name of an amount for each month begins: 月保障金."""
_WHOLE_AMOUNT = re.compile("^(?:合计|总计)(?=..)|(?<=..)(?:合计|总计|小计)$")
"""What the name of a row's whole amount has beside that of the amount: 实发合计."""
DONE = re.compile("^实际?(?=..)")
"""What the header of a count of what was done has beside one of what was to be done: 实代缴人数."""
THIS_TIME = re.compile("^(?:本[月次期]|本季度?|本学期|当[月季]|此次)(?=..)")
A_QUARTER = re.compile("第?[一二三四1-4]季度")
THIS_YEAR = re.compile("^(?:本年度?|当年|全年)(?=..)")
"""The time of an amount, before it: 本学期补助金额."""
_SUPPLEMENT = re.compile("(补发|扣发|扣减|补扣|补发/扣发)(金额|资金|款|补贴|数额?)?")
"""What is paid or kept back beside the usual amount."""
_FROM_UNTIL = "起止"
"""What the header over the first and the last day of something says: 协议起止时间."""
_NAME, _SURNAME_AND_NAME = "姓名", ("姓", "名")
_AT_RATE = re.compile(r"\((?:每亩|亩均)?(?:补贴|补助|发放)?标准:?[\d.]+(元)/[^()]+\)$")
"""At what rate an amount in yuan is paid, where its header says so: 补贴金额(标准95.16元/亩)."""
_MUST = re.compile(r"^[*★]+|[*★]+$|\((?:(?:必填|选填|非必填)项?|小写)\)$")


@dataclass(frozen=True)
class Label:
    """How the header of one column may be read, the fullest reading first, and the unit that it states.

    `name` is the shortest reading, `joined` are those that join several rows, `parts` the words of each row, `whole` the
    header above, where the column is of all that it is split into; `is_rate` says that its amounts are for each mu or
    thing (元/亩/年), `is_monthly` that they are for each month (元/月), `goes_on` that its cells go on in the next column: a
    surname and a name; `is_of_group` that the same words stand below another heading, or below none, so that they say nothing
    without their own: 第一次支付 over 金额.
    """

    name: str = ""
    readings: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()
    unit: str | None = None
    parts: tuple[str, ...] = ()
    whole: str | None = None
    is_rate: bool = False
    is_monthly: bool = False
    goes_on: bool = False
    is_of_group: bool = False

    def says(self, reading: str) -> bool:
        """Whether the reading tells a number or a day from those of the other headings."""
        return not self.is_of_group or reading in self.joined

    @classmethod
    def of(cls, parts: list[str]) -> "Label":
        """From the parts above each other: 资金(万元) over 下达 is 资金下达 or 下达资金, in 万元; 行政村(个) is 行政村数."""
        at_rate = [unit[1] for part in parts if (unit := _AT_RATE.search(part))]
        parts = [_AT_RATE.sub("", part) for part in parts]
        bare = [UNIT_BEHIND.sub("", part) for part in parts]
        unnumbered = [_NUMBERED.sub("", part) for part in bare]
        units = [unit[1] or unit[2] for part in parts if (unit := UNIT_BEHIND.search(part))]
        units = units or at_rate
        of_group = [bare[-1], *(_OF_GROUP.sub("", part) for part in reversed(bare[:-1]))]
        among = [AMONG.sub("", part) for part in bare]
        joined = ("".join(parts), "".join(bare), "".join(reversed(bare)), "".join(of_group), "".join(among))
        readings = dict.fromkeys(
            filter(None, (*joined, parts[-1], bare[-1], "".join(unnumbered), unnumbered[-1]))
        )
        if units and units[-1] in COUNTED and bare[-1] and not bare[-1].endswith("数"):
            readings |= dict.fromkeys(
                [f"{bare[-1]}{units[-1]}数", *([f"{bare[-1]}数"] if units[-1] == "个" else [])]
            )
        is_whole = len(bare) > 1 and (bare[-1] in _WHOLE or bare[-1] == f"总{bare[-2]}")
        return cls(
            bare[-1] or parts[-1],
            tuple(readings),
            joined if len(parts) > 1 else (),
            units[-1] if units else None,
            tuple(bare),
            bare[-2] if is_whole else None,
            any(_PER_THING.search(unit[0]) for part in parts if (unit := UNIT_BEHIND.search(part))),
            any("月" in unit[0] for part in parts if (unit := UNIT_BEHIND.search(part)))
            or bool(_PER_MONTH.search(bare[-1])),
        )

    @cached_property
    def is_supplement(self) -> bool:
        return _SUPPLEMENT.fullmatch(self.name) is not None

    @cached_property
    def whole_of(self) -> str:
        """The amount that the header in one row says to be the whole of: 实发 of 实发合计; empty where it says no such
        thing."""
        found = _WHOLE_AMOUNT.sub("", self.name)
        return found if len(self.parts) == 1 and found != self.name else ""


def header_text(cell: str) -> str:
    """Return the cell's text for comparison with headers; empty for a cell that holds only a unit."""
    text = _MUST.sub("", normalise(cell))
    return "" if UNIT_ALONE.fullmatch(text) else text


def is_header(text: str, known: frozenset[str]) -> bool:
    """Whether the cell is one of these headers, with or without a unit."""
    return any(reading in known for reading in Label.of([_MUST.sub("", normalise(text))]).readings)


def is_data(row: list[str]) -> bool:
    """Whether the row has a number of a person or a telephone, or several plain numbers, years aside: no header is written
    so, and its words may be names."""
    if any(_LONG_NUMBER.fullmatch(text) for text in row):
        return True
    return sum(bool(_NUMBER.fullmatch(text)) and not _YEAR.fullmatch(text) for text in row) > 1


def years_of(headers: Iterable[str]) -> list[str]:
    """The years that headers of amounts begin with."""
    return [year[1] for header in headers if (year := _OF_YEAR.search(header))]


def labels_of(rows: list[list[str]], first: int, sheet: Sheet) -> list[Label]:
    """The labels of a header of these rows, of which the first has `first` rows above it. Where all amounts that state a year
    state the same one, it tells none of them from another."""
    if len({*years_of(text for row in rows for text in row)}) == 1:
        rows = [[_OF_YEAR.sub("", text) for text in row] for row in rows]
    width = max(len(row) for row in rows)
    rows = [row + [""] * (width - len(row)) for row in rows]
    for index, row in enumerate(rows[:-1]):
        _spread_right(row, rows[index + 1], first + index + 1, sheet)
    names = _names_in_two(rows[-1])
    for top, left, bottom, right in sheet.merged:
        if top <= first + len(rows) <= bottom and left < right:
            words = rows[-1][left - 1]
            rows[-1][left - 1 : right] = [""] * (min(right, width) - left + 1)  # it names no one column
            if words.endswith(_NAME) and right == left + 1:
                names[left - 1] = words
            if _FROM_UNTIL in words and right == left + 1 <= width:
                rows[-1][left - 1 : right] = (words.replace(_FROM_UNTIL, end) for end in ("开始", "结束"))
    labels = []
    for index, parts in enumerate(zip(*rows, strict=True)):
        present = [part for position, part in enumerate(parts) if part and part not in parts[:position]]
        labels.append(Label.of(present) if present else Label())
        if index in names:
            labels[-1] = replace(Label.of([names[index]]), goes_on=True)
    return _by_group(labels)


def _by_group(labels: list[Label]) -> list[Label]:
    """The labels, with those marked and called by their heading whose words stand below 其中, or below other headings as
    well, unless all others are of its parts."""
    headings: dict[str, set[str]] = {}
    for label in labels:
        if label.parts:
            headings.setdefault(label.parts[-1], set()).add("".join(label.parts[:-1]))
    found = []
    for label in labels:
        heading, others = "".join(label.parts[:-1]), headings.get("".join(label.parts[-1:]), set())
        wholes = {other for other in others if not AMONG.match(other)}
        is_alone = len(others) == 1 and not AMONG.match(heading)
        is_plain = not heading or label.parts[-2] in _WHOLE or is_alone or wholes == {heading}
        found.append(label if is_plain else replace(label, name="".join(label.parts), is_of_group=True))
    return found


def _names_in_two(row: list[str]) -> dict[int, str]:
    """Index of a column of surnames, with that of the names beside it left blank → what they are together."""
    found = {}
    for index, pair in enumerate(pairwise(row)):
        if pair == _SURNAME_AND_NAME:
            found[index] = _NAME
            row[index + 1] = ""
    return found


def goes_on(row: list[str], above: int, number: int, sheet: Sheet) -> bool:
    """Whether the row certainly continues the header above it: all its words stand below merged cells, several below
    each."""
    spans = [
        range(left - 1, right)
        for top, left, bottom, right in sheet.merged
        if bottom == above and left < right and number == above + 1
    ]
    filled = {index for index, text in enumerate(row) if text}
    return (
        bool(spans)
        and filled <= {index for span in spans for index in span}
        and all(len(filled & {*span}) > 1 for span in spans)
        and not any(re.search(r"\d", row[index]) for index in filled)
    )


def _spread_right(row: list[str], below: list[str], number: int, sheet: Sheet) -> None:
    """Give a merged parent header to every column that it spans."""
    for top, left, bottom, right in sheet.merged:
        if top <= number <= bottom:
            for index in range(left, min(right, len(row))):
                row[index] = row[index] or row[left - 1]
    if not sheet.merged:
        for index in range(1, len(row)):
            if not row[index] and below[index] and row[index - 1] and below[index - 1]:
                row[index] = row[index - 1]
