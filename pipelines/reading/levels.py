"""Amounts that are split into parts, in adjacent columns: 中央, 省级, 县级 under 计划资金 or by themselves, 本月 beside 累计."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from pipelines.reading.labels import AMONG
from pipelines.reading.money_headers import column_of_money, stage_words
from pipelines.reading.vocabularies import terms_of
from pipelines.registers.columns import Column
from pipelines.registers.contract import Across, Register

WHOLE = {
    "合计",
    "小计",
    "总计",
    "计",
    "金额",
    "资金",
    "总额",
    "资金合计",
    "合计金额",
    "累计",
    "本年累计",
    "年度累计",
    "至今累计",
}
"""What the column of the whole amount is called beside its parts: all levels, or all months so far."""
_WHOLE_COUNT = re.compile("(合计|小计|总计|总数|总户数|总人数)$")
"""How what heads the columns of a whole that is counted ends: 监测对象总数."""
_WHILE = re.compile("本月|当月|本期|本季度?|当季|本次|第?[一二三四1-4]季度?|1?\\d月份?|[上下]半年")
"""What a part of the whole by time is called, which the whole holds already."""
_HALVES = {"上半年", "下半年"}
"""Before or above the parts of an amount that stands beside them."""
_AMOUNT_WORDS = re.compile(
    "[人个项]?数$|(财政)?(专项)?(扶贫|衔接|补助|配套|投入|整合|统筹)?(资金|补助|投入|配套|金额)?(合计)?$"
)


@dataclass(frozen=True)
class Parts:
    """An amount of a register by its parts: `whole` is the index of the column that states it all, if any does, `terms`
    maps a term of the contract's `across` column to the index of its part, both counted from 1. Parts under 其中 may leave
    a rest that is of none, and where the column may be open, persons may be of no part: those whom no column lists. Parts
    that `are_rounds` of a payment are of no term, but of the amount alone."""

    column: str
    whole: int | None
    terms: Mapping[str, int]
    may_leave_rest: bool = False
    are_rounds: bool = False

    @property
    def names(self) -> list[str]:
        """The columns of the parts, in the order of their terms."""
        return [f"{self.column}_part_{number}" for number in range(1, len(self.terms) + 1)]

    @property
    def is_split(self) -> bool:
        """Whether its parts are of terms."""
        return bool(self.terms) and not self.are_rounds


_CERTAIN_LEVEL = re.compile("中央.*|.+级")
"""Words of a level that name no place: 县 beside one of them, or below money, is the county's part of an amount."""
_WITHIN = "·"
"""Between a term and what heads one of several columns below it: 中央·以工代赈."""
_NO_MONEY = re.compile("文号|日期|时间|[户人个名]数?$|项目|名称|备注|说明|比例|[率比]$|数量|单位|进度")
"""Headers below a term that are of no amount."""
_PLACES = {"省", "市", "县", "自治区"}
"""Words that are a level, or head a column of places."""
_MONEY_PARENT = re.compile("资金|金额|投资|投入|经费|计划|下达|拨付|支出|结算|结余")


def find_levels(register: Register, labels: Sequence[tuple[str, ...]]) -> set[int]:
    """Indices of the columns that are parts of money and not places, counted from 1: of 省, 市, 县 those in a run of
    adjacent parts with a certain level in it, or below money. `labels` are the words above each other of each header."""
    if register.across is None:
        return set()
    terms = _terms_of(register, register.across)
    found: set[int] = set()
    parts = [(index, words) for index, words in enumerate(labels, start=1) if words and words[-1] in terms]
    runs = groupby(enumerate(parts), lambda item: (item[1][0] - item[0], item[1][1][:-1]))
    for (_, above), items in runs:
        run = [part for _, part in items]
        is_money = any(_MONEY_PARENT.search(word) for word in above)
        if is_money or any(_CERTAIN_LEVEL.fullmatch(words[-1]) for _, words in run):
            found |= {index for index, _ in run}
    return found


def find_split(
    register: Register, known: Mapping[str, Column], labels: Sequence[tuple[str, ...]]
) -> set[int]:
    """Indices of the columns that are a part of an amount although a word of them names it, counted from 1: 低保金 beside
    高龄补贴, 支出 below 中央资金 beside that below 省级资金, 户 below 新识别 beside that below 返贫."""
    across = register.across
    names = {column.name for words in labels if words and (column := known.get(words[-1]))}
    if across is None or across.column in names:
        return set()
    terms = _terms_of(register, across)
    by_itself: dict[int, str] = {}
    below: dict[int, str] = {}
    for index, words in enumerate(labels, start=1):
        column = _stage(register, known, words[-1]) if words else None
        if len(words) == 1 and (term := _term(terms, words[0])):
            by_itself[index] = term
        elif len(words) > 1 and column and column.kind == register.by_name[across.amount].kind:
            head = _term(terms, words[-2])
            below |= {index: head or words[-2]} if head or _is_whole(words[-2], column) else {}
    found = by_itself if len({*by_itself.values()}) > 1 else {}
    return {*found, *(below if len({*below.values()} & {*terms.values()}) > 1 else {})}


def find_parts(
    register: Register,
    known: Mapping[str, Column],
    labels: Sequence[tuple[str, ...]],
    columns: Mapping[str, int],
    levels: set[int],
    split: set[int],
) -> list[Parts]:
    """The amounts that are split into parts. `labels` are the words above each other of each header, `columns` those of
    its columns that are identified already, `levels` and `split` what `find_levels` and `find_split` find. Without words
    above them the parts are of the amount that the contract names, unless it has words for what each column counts. Beside a
    whole several may be of one term, as the rents of land and of houses are."""
    across = register.across
    if across is None or across.column in columns:
        return []
    terms = _terms_of(register, across)
    groups: dict[str, dict[str, int]] = {}
    each: dict[str, dict[int, str]] = {}
    wholes: dict[str, int] = {}
    among: set[str] = set()
    kind = register.by_name[across.amount].kind
    for index, written in enumerate(labels, start=1):
        words = _without_among(written)
        if not words or index in columns.values():
            continue
        term, last, parent = _part(register, known, terms, words, is_split=index in split)
        is_among = kind == "money" and words != written and not parent
        if is_among:  # of which amount they are part the column before them says
            parent = _amount_before(register, labels, index, columns)
        name = parent.name if parent and parent.kind == kind else across.amount
        if (is_among and not parent) or (last in _PLACES and index not in levels):
            continue
        among |= {name} if is_among else set()
        if term and (parent or _names_part(words, terms, across)):
            groups.setdefault(name, {}).setdefault(term, index)
            each.setdefault(name, {})[index] = f"{term}{_WITHIN}{last}"
        elif _is_whole(last, register.by_name[name]) and (parent or len(words) == 1):
            wholes.setdefault(name, index)
        elif _WHILE.fullmatch(last) and parent:
            groups.setdefault(name, {})
    found = []
    for name, all_parts in groups.items():
        parts = _without_inner(all_parts)
        if _HALVES & parts.keys() and parts.keys() - _HALVES:
            continue  # a half of a year beside its quarters is no part beside them
        whole = columns.get(name) or wholes.get(name)
        parts |= _of_equal_terms(all_parts, each.get(name, {})) if whole else {}
        is_alone = not parts and name in wholes and name not in columns
        if len(parts) > 1 or (parts and name in wholes) or is_alone:
            may_leave_rest = name in among or (
                kind == "count" and not register.by_name[across.column].required
            )
            found.append(Parts(name, whole, parts, may_leave_rest))
    return found


def _without_among(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words without 其中."""
    return tuple(filter(None, (AMONG.sub("", word) for word in words)))


def _names_part(words: tuple[str, ...], terms: Mapping[str, str], across: Across) -> bool:
    """Whether the words alone name a part: one that stands by itself, or what is within another."""
    return (len(words) == 1 and not across.below) or (len(words) == 2 and bool(_term(terms, words[0])))


def _of_equal_terms(parts: Mapping[str, int], each: Mapping[int, str]) -> dict[str, int]:
    """The parts that are of terms of which another is there already, where none is within one: beside a whole they add up."""
    are_inner = len(_without_inner(parts)) < len(parts)
    return {} if are_inner else {name: at for at, name in each.items() if at not in parts.values()}


def _without_inner(parts: Mapping[str, int]) -> dict[str, int]:
    """The parts without those within one that is there as a whole."""
    return {term: at for term, at in parts.items() if term == term_of(term) or term_of(term) not in parts}


def _is_whole(words: str, amount: Column) -> bool:
    return words in WHOLE or (amount.kind == "count" and bool(_WHOLE_COUNT.search(words)))


def _amount_before(
    register: Register, labels: Sequence[tuple[str, ...]], index: int, columns: Mapping[str, int]
) -> Column | None:
    """The amount of money in the column directly before those under 其中, of which the index is one."""
    while index > 1 and labels[index - 1] and AMONG.match(labels[index - 1][0]):
        index -= 1
    name = next((name for name, place in columns.items() if place == index), None)
    return register.by_name[name] if name and register.by_name[name].kind == "money" else None


def _part(
    register: Register,
    known: Mapping[str, Column],
    terms: Mapping[str, str],
    words: tuple[str, ...],
    *,
    is_split: bool,
) -> tuple[str | None, str, Column | None]:
    """The term of a header, the words that would name it, and the amount above it; that of a split one may be below it."""
    last, *above = reversed(words)
    if is_split and above:
        return _term(terms, above[0]), above[0], _stage(register, known, last)
    term = _term(terms, last)
    if not term and above and (inner := _within(register, known, terms, above[0], last)):
        return inner, last, _amount(register, known, above[1]) if above[1:] else None
    if not term and (split := _split(last, terms, known)):
        return split[0], last, split[1]
    return term, last, _amount(register, known, above[0]) if above else None


def _within(
    register: Register, known: Mapping[str, Column], terms: Mapping[str, str], head: str, last: str
) -> str | None:
    """The part that one of several columns below a term is: 中央·以工代赈; the term itself where it is their whole."""
    is_money = register.across is not None and register.by_name[register.across.amount].kind == "money"
    term = _term(terms, head)
    if not (term and is_money) or known.get(last) or _NO_MONEY.search(last) or _WHILE.fullmatch(last):
        return None
    return term if last in WHOLE else f"{term}{_WITHIN}{last}"


def _term(terms: Mapping[str, str], words: str) -> str | None:
    """The term that the words name, with or without what they say of the amount."""
    return terms.get(words) or terms.get(_AMOUNT_WORDS.sub("", words))


def _amount(register: Register, known: Mapping[str, Column], header: str) -> Column | None:
    column = known.get(header)
    if column and register.across and column.name == register.across.column:
        return None  # 级次 over 中央 says nothing of what was done with the money
    return column or column_of_money(register, header)


def _stage(register: Register, known: Mapping[str, Column], header: str) -> Column | None:
    """The amount that a header names beside a level of funds, where the word of a stage alone is enough: 计划; or below a
    term: 户."""
    below = register.across.below if register.across else {}
    stage = _amount(register, known, header) or stage_words(register).get(header)
    return stage or (register.by_name[below[header]] if header in below else None)


def _split(words: str, terms: Mapping[str, str], known: Mapping[str, Column]) -> tuple[str, Column] | None:
    """The term that the words begin with and the amount that they go on with: 一季度发放金额."""
    longest = max(map(len, terms), default=0)  # a cell may be a million letters long
    found = {
        words[:end]: amount
        for end in range(min(len(words), longest) + 1)
        if words[:end] in terms and (amount := known.get(words[end:])) and amount.kind == "money"
    }
    return next(((terms[one], found[one]) for one in terms if one in found), None) if found else None


def _terms_of(register: Register, across: Across) -> Mapping[str, str]:
    return terms_of(across.vocabulary or register.by_name[across.column].argument or "")


def with_parts(register: Register, parts: Sequence[Parts]) -> tuple[Register, dict[str, int]]:
    """The register with a column for each part of an amount, and the index of each."""
    more, indices = [], {}
    for one in parts:
        column = register.by_name[one.column]
        for name, (term, index) in zip(one.names, one.terms.items(), strict=True):
            more.append(
                column.model_copy(
                    update={"name": name, "title": f"{column.title}·{term}", "headers": (), "required": False}
                )
            )
            indices[name] = index
    if not more:
        return register, {}
    fields = {name: getattr(register, name) for name in type(register).model_fields}
    return Register(**{**fields, "columns": (*register.columns, *more)}), indices


def in_full(register: Register, parts: Sequence[Parts], words: str) -> tuple[Parts, ...]:
    """The parts, of which those named in short (护理补贴) have the one longer term of which the words say the rest
    (特困护理补贴, on a list of 特困人员)."""
    across = register.across
    if across is None or not register.by_name[across.column].by_words:
        return tuple(parts)
    longer = _terms_of(register, across)
    return tuple(
        replace(one, terms={_in_full(term, longer, words, one.terms): at for term, at in one.terms.items()})
        for one in parts
    )


def _in_full(short: str, terms: Mapping[str, str], words: str, beside: Mapping[str, int]) -> str:
    found = {
        term
        for synonym, term in terms.items()
        if synonym.endswith(short) and synonym != short and synonym.removesuffix(short) in words
    }
    return found.pop() if len(found) == 1 and found.isdisjoint(beside) else short


def term_of(part: str) -> str:
    """The term that a part is of: 中央 of what 以工代赈 heads below it."""
    return part.partition(_WITHIN)[0]


def part_of(name: str) -> str:
    """Return the amount that the column is a part of, or the column itself."""
    return name.partition("_part_")[0]
