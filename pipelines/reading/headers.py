"""The header rows of a sheet, and which of its columns is which of a register's.

What the sheet is, of all that its headers allow, is decided by `statements.identify`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from pipelines.reading.levels import Parts, find_levels, find_parts, part_of, with_parts
from pipelines.reading.normalise import normalise
from pipelines.reading.proposals import likeliest
from pipelines.reading.sheets import FILLER, Sheet
from pipelines.registers.contract import Column, Register
from pipelines.rules import Notice

DEEPEST_HEADER = 3
_REMARKS = {"备注", "说明", "备注说明", "发放情况", "发放状态", "领取情况", "到账情况"}
FEWEST_COLUMNS = 3
"""So many known headers in a row make a header."""
_USUAL_HEADER, _LATEST_HEADER = 20, 50
"""Rows: further down a header is looked for only where none fits above, for every row that is tried costs time."""
_MONEY_UNIT = "百万元|千元|万元|亿元|元"
_UNIT = re.compile(
    rf"\((?:单位:?)?(?:人民币)?({_MONEY_UNIT}|%|‰|户|人|个|亩|月|公里|米)(?:/[^)]*)?\)$|[/:,]?({_MONEY_UNIT})$"
)
_UNIT_LINE = re.compile(
    rf"单位:?\(?(?:人民币)?((?:(?:{_MONEY_UNIT}|[户人个亩%])[、,/;]?)+)(?![\u4e00-\u9fff])"
)
_UNIT_ALONE = re.compile(
    rf"\(?(?:金额|计量|资金)?单位:?\(?(?:人民币)?(?:{_MONEY_UNIT}|[户人个亩%])(?:[、,/](?:{_MONEY_UNIT}|[户人个亩%]))*\)*"
)
_MONEY_UNITS = _MONEY_UNIT.split("|")
_CONTENTS = {
    "person_id_number": (re.compile(r"\d{17}[\dXx]"), "身份证号", "ID numbers"),
    "money": (
        re.compile(rf"[¥￥]?-?(\d{{1,3}}(,\d{{3}})+|\d+)(\.\d+)?({_MONEY_UNIT})"),
        "金额",
        "amounts of money",
    ),
}
"""Kind of column → the cells that are of this kind for certain, and what they are called."""
_NUMBERING = re.compile(r"\(?(\d{1,2}|[甲乙丙丁戊己庚辛壬癸])\)?|栏次|列次|行次")
_UNIT_CELL = re.compile(rf"\(?(?:单位:?)?(?:人民币)?({_MONEY_UNIT}|%|‰|户|人|个|亩|个?月|公里|米)\)?")
_TITLE_UNIT = re.compile(rf"\((?:人民币)?({_MONEY_UNIT})\)$")
_NUMBERED = re.compile(
    r"^(?:\(?[\d一二三四五六七八九十]{1,2}\)|[A-Z]{1,2}\d{0,2}[.、:]?|[\d一二三四五六七八九十]{1,2}[.、:]|\d{1,2})(?=[\u4e00-\u9fff])"
)
_MUST = re.compile(r"^[*★]+|[*★]+$|\((?:必填|选填|非必填)项?\)$")


@dataclass(frozen=True)
class UnmappedHeader:
    """A header that no column of the register claims, at this index, counted from 1.

    `proposal` is the free column that it is likest to; where it is repeated, the column that an earlier one claims.
    `content` says in Chinese and English what the column below it holds, where the register wants such content.
    """

    label: str
    index: int
    proposal: Column | None = None
    is_repeated: bool = False
    content: tuple[str, str] | None = None

    def notice(self, register: Register) -> Notice:
        """What is reported of it, with the line to paste into the contract; a column that may be wanted is a warning."""
        column, found = self.proposal, {"found": self.label}
        if self.is_repeated:
            # a second column of money, as in a group for another year, is more than a slip
            is_money = column is not None and column.kind == "money"
            return Notice("repeated_amount" if is_money else "repeated_header", found)
        if column is not None:
            contract = f"pipelines/registers/{register.name}.yml"
            line = header_line(column, self.label)
            fields = {"likeliest": column.title, "column": column.name, "line": line, "contract": contract}
            return Notice("unread_column", found | fields)
        if self.content:
            zh, en = self.content
            return Notice("unread_column", found | {"content_zh": zh, "content_en": en})
        return Notice("unknown_header", found)


@dataclass(frozen=True)
class Match:
    """The header of a register, found in a sheet.

    `columns` maps the contract's column to its index in the row, counted from 1; `headers` to its header as the sender
    wrote it; `units` to the unit that its header states. `title_unit` is the unit of money that a line above the data
    states, `serial` the index of serial numbers, `remark` that of remarks, `grain` the form in which the register comes,
    one of its `grains`, `width` how many columns the header has, `parts` the amounts that are split into parts, each part
    a column of its own. Data begin after `header_row`.
    """

    register: Register
    header_row: int
    columns: dict[str, int]
    headers: dict[str, str]
    units: dict[str, str]
    title_unit: str | None
    unmapped: tuple[UnmappedHeader, ...] = ()
    serial: int | None = None
    grain: str | None = None
    width: int = 0
    parts: tuple[Parts, ...] = ()
    remark: int | None = None

    @property
    def rows_per_part(self) -> bool:
        """Whether a row is read as one for each part of its amounts: where no amount is stated for all parts alone."""
        in_parts = {one.column for one in self.parts if one.terms}
        return bool(in_parts) and all(
            column.name in in_parts or part_of(column.name) in in_parts
            for column in self.mapped
            if column.kind == "money" and not column.is_per_unit
        )

    @property
    def mapped(self) -> list[Column]:
        """Columns of the contract that the sheet has, in the contract's order."""
        return [column for column in self.register.columns if column.name in self.columns]


@dataclass(frozen=True)
class Label:
    """How the header of one column may be read, the fullest reading first, and the unit that it states.

    `name` is the shortest reading, `joined` are those that join several rows,
    `parts` the words of each row.
    """

    name: str = ""
    readings: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()
    unit: str | None = None
    parts: tuple[str, ...] = ()

    @classmethod
    def of(cls, parts: list[str]) -> "Label":
        """From the parts above each other: 资金(万元) over 下达 is 资金下达 or 下达资金, in 万元."""
        bare = [_UNIT.sub("", part) for part in parts]
        unnumbered = [_NUMBERED.sub("", part) for part in bare]
        units = [unit[1] or unit[2] for part in parts if (unit := _UNIT.search(part))]
        joined = ("".join(parts), "".join(bare), "".join(reversed(bare)))
        readings = dict.fromkeys(
            filter(None, (*joined, parts[-1], bare[-1], "".join(unnumbered), unnumbered[-1]))
        )
        return cls(
            bare[-1] or parts[-1],
            tuple(readings),
            joined if len(parts) > 1 else (),
            units[-1] if units else None,
            tuple(bare),
        )


@dataclass(frozen=True)
class Candidate:
    """The columns of one register that a row, read as its header, has.

    `columns` maps a column of the contract to its index in the row, counted from 1, `units` to the unit that its header
    states; `joined` counts the columns that need all rows of a header in levels; `grain` is the form of the register
    whose headers it has, the register's own by default; `parts` are the amounts that are split into parts.
    """

    register: Register
    header_row: int
    labels: list[Label]
    columns: dict[str, int] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    joined: int = 0
    grain: str | None = None
    parts: tuple[Parts, ...] = ()

    @property
    def score(self) -> int:
        """How many columns of the contract the header has."""
        return len(self.columns)

    @property
    def taken(self) -> set[int]:
        """Indices of the columns that are read."""
        return {*self.columns.values(), *(index for one in self.parts for index in one.terms.values())}

    @property
    def free_labels(self) -> list[Label]:
        """Headers that match no column of the register."""
        taken = self.taken
        return [
            label for index, label in enumerate(self.labels, start=1) if label.readings and index not in taken
        ]

    def missing(self, supplied_columns: set[str]) -> list[tuple[str, ...]]:
        """Required columns, or groups of which one is, that neither the sheet nor the delivery's defaults provide."""
        have = supplied_columns | set(self.columns)
        required = [(column.name,) for column in self.register.columns if column.required]
        return [group for group in (*required, *self.register.require_any) if not have & set(group)]

    def repeated(self) -> dict[int, Column]:
        """Column index → column of the contract, for each header that repeats an earlier one."""
        known, taken = columns_by_header(self.register), self.taken
        known = {
            header: column for header, column in known.items() if header not in _fallbacks(self.register)
        }
        found = {}
        for index, label in enumerate(self.labels, start=1):
            column = next((known[reading] for reading in label.readings if reading in known), None)
            if column and index not in taken:
                found[index] = column
        return found


@dataclass(frozen=True)
class Headers:
    """The first rows of a sheet, and what each of them is as the header of a register.

    `rows` are the rows as sent, `texts` those with content as `normalise` has them, `readings` the row and the labels
    of each header that there may be, `candidates` the best of them for each register, by name.
    """

    rows: list[list[str]]
    texts: list[list[str]]
    readings: list[tuple[int, list[Label]]]
    candidates: dict[str, Candidate]


def find_headers(sheet: Sheet, registers: Mapping[str, Register], supplied_columns: set[str]) -> Headers:
    """The header of each register that the sheet's first rows fit best.

    `supplied_columns` are columns that the delivery's notes provide. Rows far down are looked at only where none above
    holds all that a register needs.
    """
    rows = [[] if row == [FILLER] else row for row in sheet.head()]
    numbers = [number for number, row in enumerate(rows, start=1) if row][: _LATEST_HEADER + DEEPEST_HEADER]
    texts = [[_header_text(cell) for cell in rows[number - 1]] for number in numbers]
    anywhere = known_headers(registers)
    for latest in (_USUAL_HEADER, _LATEST_HEADER):
        readings = [*_readings(texts, numbers, latest, sheet, anywhere)]
        candidates = {name: _best_header(register, readings) for name, register in registers.items()}
        if any(one.score and not one.missing(supplied_columns) for one in candidates.values()):
            break
    return Headers(rows, texts, readings, candidates)


def _header_text(cell: str) -> str:
    """The cell as a header is compared; a unit in a cell of its own is none."""
    text = _MUST.sub("", normalise(cell))
    return "" if _UNIT_ALONE.fullmatch(text) else text


def _readings(
    texts: list[list[str]], numbers: list[int], latest: int, sheet: Sheet, anywhere: frozenset[str]
) -> Iterator[tuple[int, list[Label]]]:
    """Row and labels of each header that one of the rows may begin, if a word of it is a header `anywhere`.

    The shallowest come first: a title above a header adds nothing to it.
    """
    for depth in range(1, DEEPEST_HEADER + 1):
        for first in range(min(len(texts) - depth + 1, latest)):
            labels = _labels(texts[first : first + depth], numbers[first] - 1, sheet)
            if any(reading in anywhere for label in labels for reading in label.readings):
                yield numbers[first + depth - 1], labels


def known_headers(registers: Mapping[str, Register]) -> frozenset[str]:
    """Every header of every register, as `is_header` compares them."""
    return frozenset(header for register in registers.values() for header in columns_by_header(register))


def is_header(text: str, known: frozenset[str]) -> bool:
    """Whether a cell holds what is one of these headers but for its unit."""
    return any(reading in known for reading in Label.of([_MUST.sub("", normalise(text))]).readings)


def _best_header(register: Register, readings: list[tuple[int, list[Label]]]) -> Candidate:
    known = columns_by_header(register)
    best = Candidate(register, 0, [])
    for header_row, labels in readings:
        candidate = _candidate(register, known, labels, header_row)
        # of two readings with as many columns the one that needs all rows of its header
        if (candidate.score, candidate.joined) > (best.score, best.joined):
            best = candidate
    return best


@cache
def columns_by_header(register: Register) -> dict[str, Column]:
    """Header, as `normalise` has it, → the column that it names."""
    return {
        normalise(header): column
        for column in reversed(register.columns)
        for header in (column.title, *column.headers, *column.fallback_headers, column.name)
    }


@cache
def _fallbacks(register: Register) -> frozenset[str]:
    return frozenset(normalise(header) for one in register.columns for header in one.fallback_headers)


def _labels(rows: list[list[str]], first: int, sheet: Sheet) -> list[Label]:
    """The labels of a header of these rows, of which the first has `first` rows above it."""
    width = max(len(row) for row in rows)
    rows = [row + [""] * (width - len(row)) for row in rows]
    for index, row in enumerate(rows[:-1]):
        _spread_right(row, rows[index + 1], first + index + 1, sheet)
    for top, left, bottom, right in sheet.merged:
        if top <= first + len(rows) <= bottom and left < right:
            rows[-1][left - 1 : right] = [""] * (min(right, width) - left + 1)  # it names no one column
    labels = []
    for parts in zip(*rows, strict=True):
        present = [part for position, part in enumerate(parts) if part and part not in parts[:position]]
        labels.append(Label.of(present) if present else Label())
    return labels


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


def _candidate(
    register: Register, known: dict[str, Column], labels: list[Label], header_row: int
) -> Candidate:
    columns: dict[str, int] = {}
    units: dict[str, str] = {}
    joined = 0
    words = [label.parts for label in labels]
    levels, fallbacks = find_levels(register, words), _fallbacks(register)
    for is_fallback in (False, True):
        for index, label in enumerate(labels, start=1):
            if index in columns.values():
                continue
            for reading in label.readings:
                column = known.get(reading)
                if column and (
                    (column.kind == "area" and index in levels) or (reading in fallbacks) != is_fallback
                ):
                    continue
                if column and column.name not in columns:
                    columns[column.name] = index
                    joined += reading in label.joined
                    if label.unit:
                        units[column.name] = label.unit
                    break
    parts = find_parts(register, known, words, columns)
    for one in parts:
        columns[one.column] = one.whole or min(one.terms.values())
        joined += 1
        if unit := labels[columns[one.column] - 1].unit:
            units[one.column] = unit
    grain, more = _grain(register, columns, labels)
    return Candidate(register, header_row, labels, columns | more, units, joined, grain, tuple(parts))


def _grain(
    register: Register, columns: Mapping[str, int], labels: list[Label]
) -> tuple[str | None, dict[str, int]]:
    """The form in which the register comes, and the columns that only this form has: the register's own form, or one
    whose rows state their size and whose headers are there."""
    for name, grain in register.grains.items():
        if grain.size in columns and not columns.keys() & set(grain.lacks):
            more = {
                column: index
                for column, headers in grain.headers.items()
                if column not in columns
                for index, label in enumerate(labels, start=1)
                if set(label.readings) & set(headers)
            }
            if more:
                return name, more
    return next(iter(register.grains), None), {}


def match_columns(candidate: Candidate, head: list[list[str]]) -> Match:
    """The match of the header that the candidate reads, in the rows of the sheet's head."""
    register, columns = with_parts(candidate.register, candidate.parts)
    columns |= candidate.columns
    header_row, units = candidate.header_row, dict(candidate.units)
    for name, index in columns.items():
        if unit := candidate.labels[index - 1].unit:
            units.setdefault(name, unit)
    while header_row < len(head):
        row = head[header_row]
        if below := _units_below(row):
            units |= {name: below[index] for name, index in columns.items() if index in below}
        elif row and not _is_numbering(row):
            break
        header_row += 1
    return Match(
        register,
        header_row,
        columns,
        {name: _as_written(head, candidate.header_row, index) for name, index in columns.items()},
        units,
        _title_unit(head[: candidate.header_row]),
        tuple(_unmapped_headers(candidate, head[header_row:])),
        next((index for index, label in enumerate(candidate.labels, start=1) if label.name == "序号"), None),
        candidate.grain,
        len(candidate.labels),
        candidate.parts,
        next(
            (index for index, label in enumerate(candidate.labels, start=1) if label.name in _REMARKS), None
        ),
    )


def _is_numbering(row: list[str]) -> bool:
    """Whether the row only numbers the columns, as forms do below their header."""
    cells = [normalise(cell) for cell in row if cell.strip()]
    numbers = [
        int(match[1])
        for cell in cells
        if (match := _NUMBERING.fullmatch(cell)) and (match[1] or "").isdigit()
    ]
    counted = numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else False
    return len(numbers) > 2 and counted and all(_NUMBERING.fullmatch(cell) for cell in cells)


def _units_below(row: list[str]) -> dict[int, str]:
    """Column index → unit, where the row contains only units."""
    cells = {index: normalise(cell) for index, cell in enumerate(row, start=1) if cell.strip()}
    units = {index: match[1] for index, cell in cells.items() if (match := _UNIT_CELL.fullmatch(cell))}
    return units if units.keys() == cells.keys() else {}


def _as_written(head: list[list[str]], header_row: int, index: int) -> str:
    for row in reversed(head[:header_row]):
        if len(row) >= index and row[index - 1].strip():
            return " ".join(row[index - 1].split())
    return ""


def _title_unit(rows: list[list[str]]) -> str | None:
    found = {
        unit
        for row in rows
        for cell in row
        for line in _UNIT_LINE.findall(normalise(cell))
        for unit in re.findall(_MONEY_UNIT, line)
    }
    titles = [cells[0] for row in rows if len(cells := [cell for cell in row if cell.strip()]) == 1]
    found |= {unit[1] for title in titles if (unit := _TITLE_UNIT.search(normalise(title)))}
    return found.pop() if len(found) == 1 else None


def _unmapped_headers(candidate: Candidate, rows: list[list[str]]) -> Iterator[UnmappedHeader]:
    register, repeated = candidate.register, candidate.repeated()
    ignored = {normalise(header) for header in register.ignored_headers}
    taken = candidate.taken
    free = [column for column in register.columns if column.name not in candidate.columns]
    for index, label in enumerate(candidate.labels, start=1):
        if label.readings and index not in taken and not ignored & set(label.readings):
            proposed = likeliest([label.name], free)
            column = repeated.get(index) or (proposed[0] if proposed else None)
            cells = [row[index - 1] for row in rows if len(row) >= index]
            content = _content(register, label, cells)
            yield UnmappedHeader(label.name, index, column, index in repeated, content)


def _content(register: Register, label: Label, cells: list[str]) -> tuple[str, str] | None:
    """What the cells below the label hold, in Chinese and English, where the register wants such content."""
    wanted = {column.kind for column in register.columns}
    filled = [normalise(cell) for cell in cells if cell.strip()]
    for kind, (pattern, *names) in _CONTENTS.items():
        fitting = sum(bool(pattern.fullmatch(cell)) for cell in filled)
        if kind in wanted and (fitting * 2 > len(filled) or (kind == "money" and label.unit in _MONEY_UNITS)):
            return names[0], names[1]
    return None


def header_line(column: Column, label: str) -> str:
    """The line of a contract that makes the label a header of the column."""
    return f"headers: [{', '.join([*column.headers, label])}]"
