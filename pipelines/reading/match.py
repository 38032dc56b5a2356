"""A match: the header of a register in a sheet, and what its columns are, hold and leave unread."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from xlsxwriter.utility import xl_col_to_name

from pipelines.reading.candidate import Candidate
from pipelines.reading.known_headers import is_of_a_month
from pipelines.reading.labels import Label
from pipelines.reading.levels import Parts, in_full, part_of, with_parts
from pipelines.reading.normalise import normalise
from pipelines.reading.proposals import header_line, is_so_far, likeliest, may_be_money
from pipelines.reading.questions import asks_for_fact
from pipelines.reading.units import MONEY_UNIT, MONEY_UNITS, title_unit, units_below
from pipelines.reading.vocabularies import terms_in, terms_of_code
from pipelines.registers.columns import Column
from pipelines.registers.contract import Register
from pipelines.rules import Notice

REMARKS = {"备注", "说明", "备注说明", "发放情况", "发放状态", "领取情况", "到账情况"}
_OF_ANYTHING = re.compile("备注|说明")
"""Headers of remarks that do not say of what these are."""
_CONTENTS = {
    "person_id_number": (re.compile(r"\d{17}[\dXx]"), "身份证号", "ID numbers"),
    "money": (
        re.compile(rf"[¥￥]?-?(\d{{1,3}}(,\d{{3}})+|\d+)(\.\d+)?({MONEY_UNIT})"),
        "金额",
        "amounts of money",
    ),
}
"""Kind of column → the cells that are of this kind for certain, and what they are called."""
_OF_A_PART = "合计里其中一级的金额", "the amounts of one part of a whole"
_SERIALS = ("序号", "编号", "顺序号", "序")
"""What the column of serial numbers is called, where no column of the register is: the likeliest first."""
_IN_ALL = re.compile("实发|实际发放|合计|总计|总额|小计")
"""What the header of an amount has that is all that was paid, 补发 included."""
_TIME = re.compile("季度?|半年|年度?|月份?|本[次期]|累计")
_WORD = 2
"""Characters of a word."""
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_PLAIN_NUMBER = re.compile(r"-?[\d,]+(\.\d+)?")
_FIGURE = re.compile(r"-?\d{1,6}(,\d{3})*(\.\d+)?%?|[是否√×✓]")
"""A count, an amount or an answer; longer numbers are of persons, accounts or telephones."""
_NO_FACT = re.compile("[率比]$|[比占]重$|占比|比例|年龄|编号|号码?$|电话|手机|邮编|代码|序|[年月日期]$|时间")
_NUMBERING = re.compile(r"\(?(\d{1,2}|[甲乙丙丁戊己庚辛壬癸])\)?|栏次|列次|行次")


@dataclass(frozen=True)
class UnmappedHeader:
    """A header that no column of the register claims, at this index, counted from 1.

    `proposal` is the free column that it is likest to; where it is repeated, the column that another one claims, which is
    `read` in the column with the letter `place`; where several headers are as likely, the first has them as `rivals`.
    `content` says in Chinese and English what the column below it holds, where the register wants such content;
    `is_money`: its name, its unit or the column that it is likest to is one of money; `is_fact`: the column below it has
    figures or answers, what is counted of the objects that the rows list.
    """

    label: str
    index: int
    proposal: Column | None = None
    is_repeated: bool = False
    content: tuple[str, str] | None = None
    is_money: bool = False
    read: str = ""
    place: str = ""
    is_fact: bool = False
    rivals: tuple[str, ...] = ()

    def notice(self, register: Register) -> Notice:
        """What is reported of it, with the line to paste into the contract; a column that may be wanted is a warning."""
        column, found = self.proposal, {"found": self.label}
        if self.is_repeated:
            # a second column of money, as in a group for another year, is more than a slip
            is_money = column is not None and column.kind == "money"
            read = {"read": self.read, "place": self.place, "title": column and column.title}
            return Notice("repeated_amount" if is_money else "repeated_header", found | read)
        if column is not None and self.rivals:
            rivals = {"found": self.rivals, "likeliest": column.title, "column": column.name}
            return Notice("rival_columns", rivals)
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
class MoneyBeside:
    """Money of another register that a row may feed together with its own; `is_stated` where the sheet states some of it."""

    column: Column
    is_stated: bool


@dataclass(frozen=True)
class Match:
    """The header of a register, found in a sheet.

    `columns` maps the contract's column to its index in the row, counted from 1; `headers` to its header as the sender
    wrote it; `units` to the unit that its header states. `title_unit` is the unit of money that a line above the data
    states, `serial` the index of serial numbers, `remark` that of remarks, `remark_topic` what their header
    says that they are of (发放状态), `grain` the form in which the register comes,
    one of its `grains`, `width` how many columns the header has, `parts` the amounts that are split into parts, each part
    a column of its own, `questions` the headers that ask whether a row's own fact holds, `in_two` columns whose cells go
    on in the next one, `beside` the money of other registers that its remarks may be of, `monthly` the amounts that are
    stated for each month, `supplements` what was paid beside an amount that is not the whole, `ticked` the codes of which
    each row ticks a term, by the index of each, `joint` the texts that several columns are together. Data begin
    after `header_row`.
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
    remark_topic: str = ""
    questions: tuple[UnmappedHeader, ...] = ()
    in_two: frozenset[str] = frozenset()
    beside: tuple[MoneyBeside, ...] = ()
    monthly: frozenset[str] = frozenset()
    supplements: tuple[UnmappedHeader, ...] = ()
    ticked: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    joint: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    @property
    def split(self) -> list[str]:
        """Amounts that are split into parts."""
        return [one.column for one in self.parts if one.is_split]

    @property
    def unsplit(self) -> list[str]:
        """Amounts of the kind of those that may be split, which are stated for all parts alone."""
        across = self.register.across
        kind = self.register.by_name[across.amount].kind if across else "money"
        return [
            column.name
            for column in self.mapped
            if column.kind == kind and not column.is_per_unit and part_of(column.name) not in self.split
        ]

    @property
    def rows_per_part(self) -> bool:
        """Whether a row is read as one for each part of its amounts: where no amount is stated for all parts alone, or only
        what is paid of a budget that is split. Counts beside each other are of other things: labour force and workers."""
        stages, across = self.register.stages, self.register.across
        budget = stages.budget if stages else ()
        is_of_parts = bool(stages) and any(name in budget for name in self.split)
        are_counts = across is not None and self.register.by_name[across.amount].kind == "count"
        return bool(self.split) and (
            not self.unsplit
            or are_counts
            or (is_of_parts and not any(name in budget for name in self.unsplit))
        )

    @property
    def mapped(self) -> list[Column]:
        """Columns of the contract that the sheet has, in the contract's order."""
        return [column for column in self.register.columns if column.name in self.columns]


def match_columns(candidate: Candidate, head: list[list[str]], names: Sequence[str] = ()) -> Match:
    """The match of the header that the candidate reads, in the rows of the sheet's head. `names` are those of the sheet and
    its file, which may state the unit of money where no title does."""
    words = "".join(normalise(cell) for row in [*head[: candidate.header_row], [*names]] for cell in row)
    parts = in_full(candidate.register, candidate.parts, words)
    register, columns = with_parts(candidate.register, parts)
    columns |= candidate.columns
    header_row, units = candidate.header_row, dict(candidate.units)
    for name, index in columns.items():
        if unit := candidate.labels[index - 1].unit:
            units.setdefault(name, unit)
    while header_row < len(head):
        row = head[header_row]
        if below := units_below(row):
            units |= {name: below[index] for name, index in columns.items() if index in below}
        elif row and not _is_numbering(row):
            break
        header_row += 1
    for one in parts:
        if one.whole and not units.get(one.column):
            of_parts = {candidate.labels[index - 1].unit for index in one.terms.values()}
            units |= {one.column: unit} if len(of_parts) == 1 and (unit := of_parts.pop()) else {}
        if one.whole and (unit := units.get(one.column)):
            units = dict.fromkeys((name for name in columns if part_of(name) == one.column), unit) | units
    unmapped = _one_each([*_unmapped_headers(candidate, head[header_row:])])
    asks = [
        header.label not in REMARKS and asks_for_fact(header.label, register.facts) for header in unmapped
    ]
    unit = title_unit(head[: candidate.header_row]) or title_unit([[name] for name in names])
    labels = [label.name for label in candidate.labels]
    remark = next((index for index, name in enumerate(labels, start=1) if name in REMARKS), None)
    return Match(
        register,
        header_row,
        columns,
        {name: _as_written(head, candidate.header_row, index) for name, index in columns.items()},
        units,
        unit,
        tuple(header for header, asked in zip(unmapped, asks, strict=True) if not asked),
        _serial(candidate),
        candidate.grain,
        len(candidate.labels),
        parts,
        remark,
        _OF_ANYTHING.sub("", labels[remark - 1]) if remark else "",
        tuple(header for header, asked in zip(unmapped, asks, strict=True) if asked),
        frozenset(name for name, index in columns.items() if candidate.labels[index - 1].goes_on),
        monthly=frozenset(
            name
            for name, index in columns.items()
            if is_of_a_month(register, register.by_name[name], candidate.labels[index - 1])
        ),
        supplements=_supplements(candidate, head),
        ticked=candidate.ticked,
        joint=candidate.joint,
    )


def _supplements(candidate: Candidate, head: list[list[str]]) -> tuple[UnmappedHeader, ...]:
    """Headers of what was paid or kept back beside an amount that is not the whole of what was paid."""
    across = candidate.register.across
    at = candidate.columns.get(across.amount, 0) if across else 0
    if not at or _IN_ALL.search(candidate.labels[at - 1].name):
        return ()
    read = _as_written(head, candidate.header_row, at)
    return tuple(
        UnmappedHeader(candidate.labels[index - 1].name, index, read=read)
        for index in sorted(candidate.supplements)
    )


def _serial(candidate: Candidate) -> int | None:
    """Index of the column of serial numbers, counted from 1."""
    taken, names = candidate.taken, [label.name for label in candidate.labels]
    found = (names.index(name) + 1 for name in _SERIALS if name in names)
    return next((index for index in found if index not in taken), None)


def _is_numbering(row: list[str]) -> bool:
    """Whether the row only numbers the columns, as printed forms do below their header."""
    cells = [normalise(cell) for cell in row if cell.strip()]
    numbers = [
        int(match[1])
        for cell in cells
        if (match := _NUMBERING.fullmatch(cell)) and (match[1] or "").isdigit()
    ]
    counted = numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else False
    return len(numbers) > 2 and counted and all(_NUMBERING.fullmatch(cell) for cell in cells)


def _as_written(head: list[list[str]], header_row: int, index: int) -> str:
    for row in reversed(head[:header_row]):
        if len(row) >= index and row[index - 1].strip():
            return " ".join(row[index - 1].split())
    return ""


def _unmapped_headers(candidate: Candidate, rows: list[list[str]]) -> Iterator[UnmappedHeader]:
    register, repeated, serial = candidate.register, candidate.repeated(), _serial(candidate)
    ignored = {normalise(header) for header in register.ignored_headers}
    taken = candidate.taken
    free = [column for column in register.columns if column.name not in candidate.columns]
    parts, of_others = _parts_of_a_whole(candidate), _amounts_of_others(candidate)
    explained = {*taken, serial, *candidate.of_months, *candidate.supplements}
    for index, label in enumerate(candidate.labels, start=1):
        if label.readings and index not in explained and not ignored & set(label.readings):
            cells = [row[index - 1] for row in rows if len(row) >= index]
            # one column for each part: to read one of them as the whole would leave the others out
            is_part = label.name in parts
            is_no_event = register.counts == "flow" and is_so_far(label.name)
            is_of_else = label.name in of_others
            proposed = None if is_part or is_no_event or is_of_else else likeliest({label.name: cells}, free)
            column = repeated.get(index) or (proposed[0] if proposed else None)
            is_money = may_be_money(label.name, label.unit) or (column is not None and column.kind == "money")
            content = _OF_A_PART if is_part and is_money else _content(register, label, cells)
            at = candidate.columns[repeated[index].name] if index in repeated else 0
            read = (candidate.labels[at - 1].name, xl_col_to_name(at - 1)) if at else ()
            header = UnmappedHeader(label.name, index, column, index in repeated, content, is_money, *read)
            is_fact = column is content is None and _is_fact(label, cells)
            yield replace(header, label="".join(label.parts), is_fact=True) if is_fact else header


def _amounts_of_others(candidate: Candidate) -> set[str]:
    """Headers of amounts of what another column names that nothing reads: 项目投资 beside 后扶产业项目."""
    names = [label.name for label in candidate.free_labels]
    amounts = (label.name for label in candidate.free_labels if may_be_money(label.name, label.unit))
    return {
        amount
        for amount in amounts
        if any(other != amount and other[-_WORD:] == amount[:_WORD] for other in names if len(other) > _WORD)
    }


def _one_each(headers: list[UnmappedHeader]) -> list[UnmappedHeader]:
    """The headers with no column proposed for several of them: of amounts of several years the last is meant, and of others
    nobody knows which."""
    found = [*headers]
    proposed: dict[str, list[int]] = {}
    for number, header in enumerate(headers):
        if header.proposal and not header.is_repeated:
            proposed.setdefault(header.proposal.name, []).append(number)
    for numbers in (several for several in proposed.values() if len(several) > 1):
        labels = tuple(headers[number].label for number in numbers)
        years = [max(_YEAR.findall(label), default="") for label in labels]
        meant = numbers[years.index(max(years))] if years.count(max(years)) == 1 else None
        for number in numbers:
            if meant is None and number == numbers[0]:
                found[number] = replace(headers[number], rivals=labels)
            elif number != meant:
                found[number] = replace(headers[number], proposal=None, content=None)
    return found


def _is_fact(label: Label, cells: list[str]) -> bool:
    """Whether the column has figures or answers, and not what tells one object from another."""
    filled = [text for cell in cells if (text := normalise(cell))]
    figures = sum(bool(_FIGURE.fullmatch(text)) for text in filled)
    return not _NO_FACT.search(label.name) and 0 < len(filled) < 2 * figures


def _parts_of_a_whole(candidate: Candidate) -> set[str]:
    """Headers that name a term by which amounts of the register are split, as 县级资金 does, beside an amount that is read or
    one that names another term; a header alone may be of the whole: 月保障金额."""
    register, across = candidate.register, candidate.register.across
    if across is None:
        return set()
    terms = terms_of_code(register.by_name[across.column])
    named = {label.name: found for label in candidate.free_labels if (found := terms_in(label.name, terms))}
    columns = map(register.by_name.get, candidate.columns)
    has_amount = any(column and column.kind == "money" and not column.is_per_unit for column in columns)
    return {*named} if has_amount or len(set().union(*named.values())) > 1 else set()


def _content(register: Register, label: Label, cells: list[str]) -> tuple[str, str] | None:
    """What the cells below the label hold, in Chinese and English, where the register wants such content."""
    wanted = {column.kind for column in register.columns}
    filled = [normalise(cell) for cell in cells if cell.strip()]
    for kind, (pattern, *names) in _CONTENTS.items():
        fitting = sum(bool(pattern.fullmatch(cell)) for cell in filled)
        is_named = kind == "money" and (label.unit in MONEY_UNITS or _is_money_of_a_time(label, filled))
        if kind in wanted and (fitting * 2 > len(filled) or is_named):
            return names[0], names[1]
    return None


def _is_money_of_a_time(label: Label, filled: list[str]) -> bool:
    """Whether numbers are below a header such as 一季度支出, of which the whole may be nowhere else."""
    is_of_a_time = _TIME.search(label.name) and may_be_money(label.name, label.unit)
    return bool(is_of_a_time and filled) and all(_PLAIN_NUMBER.fullmatch(cell) for cell in filled)
