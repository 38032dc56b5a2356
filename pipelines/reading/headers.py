"""Which register a sheet is, and which of its columns is which: told by the headers, never by the file name."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from rapidfuzz import fuzz, process

from pipelines.reading.normalise import normalise
from pipelines.reading.sheets import FILLER, Sheet
from pipelines.registers.contract import AMOUNTS, Column, Register

_DEEPEST_HEADER = 3
FEWEST_COLUMNS = 3
_USUAL_HEADER, _LATEST_HEADER = 20, 50
"""Rows: further down a header is looked for only where none fits above, for every row that is tried costs time."""
_MONEY_UNIT = "百万元|千元|万元|亿元|元"
_UNIT = re.compile(
    rf"\((?:单位:?)?(?:人民币)?({_MONEY_UNIT}|%|‰|户|人|个|亩|月|公里|米)(?:/[^)]*)?\)$|[/:,]?({_MONEY_UNIT})$"
)
_UNIT_LINE = re.compile(
    rf"单位:?\(?(?:人民币)?((?:(?:{_MONEY_UNIT}|[户人个亩%])[、,/;]?)+)(?![\u4e00-\u9fff])"
)
_NUMBERING = re.compile(r"\(?(\d{1,2}|[甲乙丙丁戊己庚辛壬癸])\)?|栏次|列次|行次")
_UNIT_CELL = re.compile(rf"\(?(?:单位:?)?(?:人民币)?({_MONEY_UNIT}|%|‰|户|人|个|亩|个?月|公里|米)\)?")
_TITLE_UNIT = re.compile(rf"\((?:人民币)?({_MONEY_UNIT})\)$")
_NUMBERED = re.compile(
    r"^(?:\(?[\d一二三四五六七八九十]{1,2}\)|[A-Z]{1,2}\d{0,2}[.、:]?|[\d一二三四五六七八九十]{1,2}[.、:]|\d{1,2})(?=[\u4e00-\u9fff])"
)
_COUNTED = "(户|人|数|率|额|资金|收入|元)"
_YEAR_IN_HEADER = re.compile(
    rf"(?<!\d)(20\d\d)年?度?[^\d年月日]*{_COUNTED}|{_COUNTED}\D*(?<!\d)(20\d\d)年度?$"
)
"""A year with what is counted in it, above or below each other; years of the rows below a header stand alone."""
_MUST = re.compile(r"^[*★]+|[*★]+$|\((?:必填|选填|非必填)项?\)$")
_LIKELY = 60
_NUMERIC = {*AMOUNTS, "year", "household_id", "person_id_number"}


@dataclass(frozen=True)
class Unknown:
    """A header that no column of the register claims.

    `proposal` is the free column that it is likest to; where it is repeated, the column that an earlier one claims.
    """

    label: str
    proposal: Column | None = None
    is_repeated: bool = False


@dataclass(frozen=True)
class Match:
    """A sheet recognised as a register.

    `columns` maps the contract's column to its place in the row, counted from 1; `headers` to its header as the
    sender wrote it; `units` to the unit that its header states. `title_unit` is the unit of money that a line
    above the data states, `serial` the place of serial numbers. Data begin after `header_row`.
    """

    register: Register
    header_row: int
    columns: dict[str, int]
    headers: dict[str, str]
    units: dict[str, str]
    title_unit: str | None
    unknown: tuple[Unknown, ...] = ()
    serial: int | None = None

    @property
    def mapped(self) -> list[Column]:
        """Columns of the contract that the sheet has, in the contract's order."""
        return [column for column in self.register.columns if column.name in self.columns]


@dataclass(frozen=True)
class RejectedSheet:
    """A sheet that is no register, or that lacks what a register needs, or that is two, equally or beside each other.

    `rule` is 'not_a_register' (then the sheet holds no data), or what is wrong with a sheet that does: 'missing_header',
    'ambiguous_register', 'two_tables', 'years_across' or 'on_its_side'.
    """

    rule: str
    zh: str
    en: str
    register: str | None = None


@dataclass(frozen=True)
class _Label:
    """How the header of one column may be read, the fullest reading first, and the unit that it states.

    `name` is the shortest reading, `joined` are those that join several rows.
    """

    name: str = ""
    readings: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()
    unit: str | None = None

    @classmethod
    def of(cls, parts: list[str]) -> "_Label":
        """From the parts that stand above each other: 资金(万元) over 下达 is 资金下达 or 下达资金, in 万元."""
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
        )


@dataclass(frozen=True)
class _Candidate:
    register: Register
    header_row: int
    labels: list[_Label]
    places: dict[str, int] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    joined: int = 0

    @property
    def score(self) -> int:
        return len(self.places)

    def missing(self, given: set[str]) -> list[tuple[str, ...]]:
        """Required columns, or groups of which one is, that neither the sheet nor the delivery's defaults provide."""
        have = given | set(self.places)
        required = [(column.name,) for column in self.register.columns if column.required]
        return [group for group in (*required, *self.register.require_any) if not have & set(group)]


def identify_register(sheet: Sheet, registers: dict[str, Register], given: set[str]) -> Match | RejectedSheet:
    """The register that the sheet's headers fit best; `given` are columns that the delivery's notes provide."""
    head = [[] if row == [FILLER] else row for row in sheet.head()]
    numbers = [number for number, row in enumerate(head, start=1) if row][: _LATEST_HEADER + _DEEPEST_HEADER]
    texts = [[_MUST.sub("", normalise(cell)) for cell in head[number - 1]] for number in numbers]
    anywhere = known_headers(registers)
    for latest in (_USUAL_HEADER, _LATEST_HEADER):
        readings = [*_readings(texts, numbers, latest, sheet, anywhere)]
        best = {name: _best_header(register, readings) for name, register in registers.items()}
        fitting = sorted(
            (candidate for candidate in best.values() if candidate.score and not candidate.missing(given)),
            key=lambda candidate: -candidate.score,
        )
        if fitting:
            break
    if two_tables := _two_tables(fitting):
        return two_tables
    if len(fitting) > 1 and fitting[0].score == fitting[1].score:
        first, second = fitting[0].register, fitting[1].register
        return RejectedSheet(
            "ambiguous_register",
            f"表头同时符合“{first.title}”和“{second.title}”(各识别 {fitting[0].score} 列),无法判断是哪一种台账。",
            f"headers fit {first.name} and {second.name} equally ({fitting[0].score} columns each).",
        )
    nearest = max(
        best.values(),
        key=lambda candidate: (candidate.score, candidate.score / len(candidate.register.columns)),
    )
    # a long list that lacks one column is not the short list that a few of its columns would make
    if fitting and nearest.score < 2 * fitting[0].score:
        return _side_by_side(fitting[0]) or _match(fitting[0], head)
    if otherwise := _on_its_side(texts, registers) or _years_across(readings):
        return otherwise
    if nearest.score < 2:
        return RejectedSheet(
            "not_a_register", "未识别到任何台账的表头,按非数据表处理。", "no register's headers found."
        )
    return _missing_header(nearest, given)


def _readings(
    texts: list[list[str]], numbers: list[int], latest: int, sheet: Sheet, anywhere: frozenset[str]
) -> Iterator[tuple[int, list[_Label]]]:
    """Row and labels of each header that one of the rows may begin, if a word of it is a header `anywhere`.

    The shallowest come first: a title above a header adds nothing to it.
    """
    for depth in range(1, _DEEPEST_HEADER + 1):
        for first in range(min(len(texts) - depth + 1, latest)):
            labels = _labels(texts[first : first + depth], numbers[first] - 1, sheet)
            if any(reading in anywhere for label in labels for reading in label.readings):
                yield numbers[first + depth - 1], labels


def known_headers(registers: Mapping[str, Register]) -> frozenset[str]:
    """Every header of every register, as `is_header` compares them."""
    return frozenset(header for register in registers.values() for header in _columns_by_header(register))


def is_header(text: str, known: frozenset[str]) -> bool:
    """Whether a cell holds what is one of these headers but for its unit."""
    return any(reading in known for reading in _Label.of([_MUST.sub("", normalise(text))]).readings)


def _two_tables(fitting: list[_Candidate]) -> RejectedSheet | None:
    """Whether another register has a header of its own above or below that of the one that fits best."""
    for other in fitting[1:]:
        first = fitting[0]
        if other.score >= FEWEST_COLUMNS and abs(other.header_row - first.header_row) > _DEEPEST_HEADER:
            upper, lower = sorted((first, other), key=lambda candidate: candidate.header_row)
            return RejectedSheet(
                "two_tables",
                f"第{upper.header_row}行是“{upper.register.title}”的表头,第{lower.header_row}行是"
                f"“{lower.register.title}”的表头;一张工作表只放一个台账,请分成两张工作表后重报。",
                f"row {upper.header_row} is the header of {upper.register.name}, row {lower.header_row} that of "
                f"{lower.register.name}; expected one table on a sheet.",
            )
    return None


def _side_by_side(candidate: _Candidate) -> RejectedSheet | None:
    """Whether most columns come twice, those that say whose row it is among them: two tables next to each other."""
    again = set(_repeated(candidate).values())
    if not (len(again) >= FEWEST_COLUMNS and 2 * len(again) > candidate.score):
        return None
    if all(column.kind in AMOUNTS for column in again):
        return None
    return RejectedSheet(
        "two_tables",
        f"第{candidate.header_row}行的表头左右重复,是并排的两张“{candidate.register.title}”;"
        "请把右边的各行接到左边各行之下后重报。",
        f"row {candidate.header_row} holds the header of {candidate.register.name} twice, side by side; expected the "
        "rows on the right below those on the left.",
        candidate.register.name,
    )


def _repeated(candidate: _Candidate) -> dict[int, Column]:
    """Place → column of the headers that say again what an earlier one says."""
    known, taken = _columns_by_header(candidate.register), set(candidate.places.values())
    found = {}
    for place, label in enumerate(candidate.labels, start=1):
        column = next((known[reading] for reading in label.readings if reading in known), None)
        if column and place not in taken:
            found[place] = column
    return found


def _on_its_side(texts: list[list[str]], registers: dict[str, Register]) -> RejectedSheet | None:
    """Whether headers stand below each other in the first column, and numbers beside those that want them."""
    beside = {row[0]: row[1] for row in texts if len(row) > 1}
    found: dict[Column, str] = {}
    likeliest: Register | None = None
    for register in registers.values():
        known = _columns_by_header(register)
        claimed = {
            known[reading]: text
            for header, text in beside.items()
            for reading in _Label.of([header]).readings
            if reading in known
        }
        if len(claimed) > len(found):
            found, likeliest = claimed, register
    numbers = [
        bool(re.fullmatch(r"[\d.,%X*-]+", text)) for column, text in found.items() if column.kind in _NUMERIC
    ]
    if not likeliest or len(found) < FEWEST_COLUMNS or sum(numbers) * 2 <= len(numbers):
        return None
    return RejectedSheet(
        "on_its_side",
        f"“{likeliest.title}”的表头写在第一列,表是横着的;请转置(复制后选择性粘贴,勾选“转置”)后重报。",
        f"the headers of {likeliest.name} stand below each other in the first column: the table lies on its side; "
        "turn it (copy, paste special, transpose).",
        likeliest.name,
    )


def _years_across(readings: list[tuple[int, list[_Label]]]) -> RejectedSheet | None:
    """Whether each year has columns of its own."""
    for header_row, labels in readings:
        found = [_YEAR_IN_HEADER.search(label.readings[0]) for label in labels if label.readings]
        years = {match[1] or match[4] for match in found if match}
        if len(years) > 1:
            told = "、".join(sorted(years))
            return RejectedSheet(
                "years_across",
                f"第{header_row}行的表头把年份({told})横着排;请改为每年一行,年份填在“年度”列后重报。",
                f"row {header_row} has columns for each year ({told.replace('、', ', ')}); expected a row for each year, "
                "with the year in a column.",
            )
    return None


def _best_header(register: Register, readings: list[tuple[int, list[_Label]]]) -> _Candidate:
    known = _columns_by_header(register)
    best = _Candidate(register, 0, [])
    for header_row, labels in readings:
        candidate = _candidate(register, known, labels, header_row)
        # of two readings with as many columns the one that needs all rows of its header
        if (candidate.score, candidate.joined) > (best.score, best.joined):
            best = candidate
    return best


@cache
def _columns_by_header(register: Register) -> dict[str, Column]:
    """Header, as `normalise` has it, → the column that it names."""
    return {
        normalise(header): column
        for column in reversed(register.columns)
        for header in (column.title, *column.headers, column.name)
    }


def _labels(rows: list[list[str]], first: int, sheet: Sheet) -> list[_Label]:
    """The labels of a header of these rows, of which the first stands below `first` others."""
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
        labels.append(_Label.of(present) if present else _Label())
    return labels


def _spread_right(row: list[str], below: list[str], number: int, sheet: Sheet) -> None:
    """Give a merged parent header to every column that it spans."""
    for top, left, bottom, right in sheet.merged:
        if top <= number <= bottom:
            for place in range(left, min(right, len(row))):
                row[place] = row[place] or row[left - 1]
    if not sheet.merged:
        for place in range(1, len(row)):
            if not row[place] and below[place] and row[place - 1] and below[place - 1]:
                row[place] = row[place - 1]


def _candidate(
    register: Register, known: dict[str, Column], labels: list[_Label], header_row: int
) -> _Candidate:
    places: dict[str, int] = {}
    units: dict[str, str] = {}
    joined = 0
    for place, label in enumerate(labels, start=1):
        for reading in label.readings:
            column = known.get(reading)
            if column and column.name not in places:
                places[column.name] = place
                joined += reading in label.joined
                if label.unit:
                    units[column.name] = label.unit
                break
    return _Candidate(register, header_row, labels, places, units, joined)


def _match(candidate: _Candidate, head: list[list[str]]) -> Match:
    register = candidate.register
    header_row, units = candidate.header_row, dict(candidate.units)
    while header_row < len(head):
        row = head[header_row]
        if below := _units_below(row):
            units |= {name: below[place] for name, place in candidate.places.items() if place in below}
        elif row and not _is_numbering(row):
            break
        header_row += 1
    return Match(
        register,
        header_row,
        candidate.places,
        {name: _as_written(head, candidate.header_row, place) for name, place in candidate.places.items()},
        units,
        _title_unit(head[: candidate.header_row]),
        tuple(_unknown(candidate)),
        next((place for place, label in enumerate(candidate.labels, start=1) if label.name == "序号"), None),
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
    """Place → unit, where the row says nothing but units."""
    cells = {place: normalise(cell) for place, cell in enumerate(row, start=1) if cell.strip()}
    units = {place: match[1] for place, cell in cells.items() if (match := _UNIT_CELL.fullmatch(cell))}
    return units if units.keys() == cells.keys() else {}


def _as_written(head: list[list[str]], header_row: int, place: int) -> str:
    for row in reversed(head[:header_row]):
        if len(row) >= place and row[place - 1].strip():
            return " ".join(row[place - 1].split())
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


def _unknown(candidate: _Candidate) -> Iterator[Unknown]:
    register = candidate.register
    repeated = _repeated(candidate)
    ignored = {normalise(header) for header in register.ignored_headers}
    taken = set(candidate.places.values())
    free = [column for column in register.columns if column.name not in candidate.places]
    for place, label in enumerate(candidate.labels, start=1):
        if label.readings and place not in taken and not ignored & set(label.readings):
            column = repeated.get(place) or _likeliest_column(label.name, free)
            yield Unknown(label.name, column, place in repeated)


def _likeliest_column(label: str, columns: Iterable[Column]) -> Column | None:
    headers = {header: column for column in columns for header in (column.title, *column.headers)}
    found = process.extractOne(label, list(headers), scorer=fuzz.ratio, score_cutoff=_LIKELY)
    return headers[found[0]] if found else None


def _missing_header(nearest: _Candidate, given: set[str]) -> RejectedSheet:
    register = nearest.register
    missing = nearest.missing(given)
    taken = set(nearest.places.values())
    free = [
        label.name
        for place, label in enumerate(nearest.labels, start=1)
        if label.readings and place not in taken
    ]
    titles = ["/".join(register.by_name[name].title for name in names) for names in missing]
    zh = f"按“{register.title}”识别,但缺少必需的列“{'”“'.join(titles)}”"
    en = f"read as {register.name}, but the required column {', '.join(titles)} is missing"
    for names in missing:
        for column, label in _proposals([register.by_name[name] for name in names], free):
            line = f"headers: [{', '.join([*column.headers, label])}]"
            zh += f";最相近的列是“{label}”,若就是它,请在 registers/{register.name}.yml 的 {column.name} 中写 {line}"
            en += (
                f"; the likeliest column is {label}: if it is, "
                f"write in registers/{register.name}.yml under {column.name}: {line}"
            )
    return RejectedSheet("missing_header", zh + "。", en + ".", register.name)


def _proposals(columns: list[Column], free: list[str]) -> Iterator[tuple[Column, str]]:
    """The one likeliest pair of a missing column and a header that is there, if any is likely."""
    scored = [
        (fuzz.WRatio(header, label), number, column, label)
        for number, column in enumerate(columns)
        for header in (column.title, *column.headers)
        for label in free
    ]
    best = max(scored, default=None, key=lambda pair: (pair[0], -pair[1]))
    if best and best[0] >= _LIKELY:
        yield best[2], best[3]
