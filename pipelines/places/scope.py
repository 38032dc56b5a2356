"""The village, the township, the partner and the terms that a sheet is about by its title, its own name or the file's.

They hold for a sheet without a column for them. A name that only stands among other words is none: a title begins with
it, or the sheet's name is it. A term is one whose words the header of an amount contains, else the title or a name.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from pipelines.deliveries.delivery import Delivery
from pipelines.deliveries.places import Level
from pipelines.reading.levels import part_of
from pipelines.reading.match import Match
from pipelines.reading.normalise import normalise
from pipelines.reading.sheets import Sheet
from pipelines.reading.vocabularies import terms_in, terms_of
from pipelines.registers.columns import Column
from pipelines.rules import Notice, Violation
from pipelines.statements.candidates import note_on
from pipelines.statements.rounds import stated_levels
from pipelines.statements.selections import alone
from pipelines.statements.statement import Statement
from pipelines.values.locating import KIND_OF_PLACE

Scope = dict[str, tuple[str, ...]]
"""Column → the values that the words state: one, or several that contradict each other."""

_REPORTED_BY = re.compile(r"^(填报|报送|上报)?(单位|乡镇|行政村|村名?)(\(盖?章\))?:")
_TOWNSHIP = re.compile(r"([\u4e00-\u9fff]{1,5}(?:镇|乡|街道))(?=20\d\d年|二〇)")
_NO_TOWNSHIP = re.compile(r"^(各|全|有关|相关|所有|本|该|涉及)")
_YEAR = re.compile(r"^20\d\d年?度?")
_SEVERAL = re.compile(r"[、,;/和及与至等]")
_VILLAGE = re.compile(r"([^\d、,;:/()和及与等]{1,6}?(?:村|社区))(?:村?委会|居委会)?(?=$|20\d\d|\()")
_NO_VILLAGE = re.compile(r"(农|乡|山|分|按|各|全)村$|^(驻|入|进|到|下|本|该)村$")
_PARTNER = re.compile(
    r"([^\d、,;:/()和及与等]{2,24}?(?:合作社|联合社|公司|家庭农场))(?=$|20\d\d|\(|分红|入股|收益|带贫|发放)"
)
_ROUND = re.compile(r"第([一二三四五六七八九十]|\d{1,2})[次批期轮]")
_NO_PARTNER = re.compile(
    "^(各|全|有关|相关|所有|本|入股|参股|龙头|带贫|光伏)"
    "|^(专业|农业|农民|种植|养殖|有限|责任)*(合作社|联合社|公司)$"
)


def scope_of(statement: Statement, match: Match, defaults: Iterable[str], delivery: Delivery) -> Scope:
    """What the statement's words state of columns that neither the sheet nor the delivery's notes have."""
    columns = match.register.by_name.keys() - match.columns.keys() - set(defaults)
    if "place" in match.columns:
        columns -= {"township", "village"}
    elif delivery.area["township"] is None and "township" not in match.columns:
        columns -= set() if _found("township", statement.words, delivery) else {"village"}
    found = {name: _found(name, statement.words, delivery) for name in _READERS if name in columns}
    for level in ("township", "village"):
        own = delivery.area[level]
        if own and found.get(level) and normalise(own) not in found[level]:
            found[level] = (*found[level], own)
        elif own:
            found.pop(level, None)  # it holds already
    found |= {
        column.name: _terms(column, statement, match)
        for column in match.register.columns
        if column.by_words is True and column.name in columns and not _is_in_parts(column, match)
    }
    found |= _term_in_words(statement, match, columns)
    return {name: values for name, values in found.items() if values}


def _term_in_words(statement: Statement, match: Match, columns: set[str]) -> Scope:
    """The level of funds that the words state, for a sheet without a column that states one, in words or by itself."""
    return {
        column.name: stated
        for column in match.register.columns
        if column.worded_in
        and column.kind == "code"
        and column.name in columns
        and column.worded_in not in match.columns
        and not match.split
        and len(stated := stated_levels(statement.words)) == 1
    }


def contradiction(scope: Scope, match: Match, file: str, sheet: str) -> Violation | None:
    """What the words state in several ways, with the line that decides."""
    for name, values in scope.items():
        if len(values) > 1:
            where = f"file: {file}, sheet: {sheet}" if sheet else f"file: {file}"
            line = f"- {{{where}, defaults: {{{name}: {values[0]}}}}}"
            title = match.register.by_name[name].title
            return Violation(
                "several_values", {"title": title, "column": name, "values": values, "line": line}
            )
    return None


def scope_notices(scope: Scope, match: Match, sheet: Sheet, file: str) -> Iterator[Notice]:
    """What was taken from the words."""
    across = match.register.across
    for name, (value,) in scope.items():
        column = match.register.by_name[name]
        yield Notice("value_from_words", {"title": column.title, "column": name, "value": value})
        if column.done not in (None, value) and across and across.amount in match.columns:
            amount = match.headers[across.amount]
            line = note_on(sheet, file, f"defaults: {{{column.title}: {column.done}}}")
            fields = {"title": column.title, "value": value, "amount": amount, "done": column.done}
            yield Notice("not_done_yet", {**fields, "column": name, "line": line})


def _found(name: str, words: tuple[str, ...], delivery: Delivery) -> tuple[str, ...]:
    """The values of titles and the sheet's name, else of the file's name, the last of the words."""
    for texts in (words[:-1], words[-1:]):
        values = {value for text in texts if (value := _READERS[name](normalise(text), delivery))}
        if values:
            return tuple(sorted(_in_full(values) if name == "partner" else values))
    return ()


def _township(text: str, delivery: Delivery) -> str | None:
    text = _REPORTED_BY.sub("", _YEAR.sub("", text))
    if (known := _known("township", text, delivery)) or not delivery.area["township"]:
        return known
    found = _TOWNSHIP.match(text.removeprefix(normalise(delivery.area["county"] or "")))
    if not found or KIND_OF_PLACE.search(found[1]) or _NO_TOWNSHIP.search(found[1]):
        return None
    return found[1]


def village_in(text: str, delivery: Delivery) -> str | None:
    """The village that a title names."""
    text = _without_areas(_REPORTED_BY.sub("", normalise(text)), delivery)
    if known := _known("village", text, delivery):
        return known
    found = _VILLAGE.match(text)
    if not found or KIND_OF_PLACE.search(found[1]) or _NO_VILLAGE.search(found[1]):
        return None
    return found[1]


def _partner(text: str, delivery: Delivery) -> str | None:
    rest = _without_areas(text, delivery)
    found = _PARTNER.match(rest)
    if not found or _NO_PARTNER.search(found[1]):
        return None
    areas = _YEAR.sub("", text.removesuffix(rest))
    return found[1] if re.search(r"\d", areas) else areas + found[1]


def _round(text: str, _: Delivery) -> str | None:
    """The one round of payments that a title names."""
    found = {*_ROUND.findall(text)}
    return f"第{found.pop()}批" if len(found) == 1 else None


_READERS = {"township": _township, "village": village_in, "partner": _partner, "round": _round}


def _terms(column: Column, statement: Statement, match: Match) -> tuple[str, ...]:
    """The terms of the voice that names any: headers of amounts, titles and the sheet's name, questions, the file's name.

    Several terms contradict each other where events or services are counted by the column; elsewhere nothing is taken.
    """
    if column.kind == "flag":
        return _answer(column, statement.words)
    terms = terms_of(column.argument or "")
    amounts = [
        _without_stage(name, _of_its_own(header, column, match), terms, match)
        for name, header in match.headers.items()
        if part_of(name) == name and _is_amount(match.register.by_name[name])
    ]
    asked = [question.label for question in match.questions]
    for texts in (amounts, statement.words[:-1], asked, statement.words[-1:]):
        normal = [*map(normalise, texts)]
        found = {term for text in normal for term in terms_in(text, terms)}
        if not (
            found or amounts
        ):  # whoever is listed without money is listed for what he gets: 农村低保对象花名册
            found = {term for text in normal for term in terms_in(text, terms, of_persons=True)}
        if found:
            return tuple(sorted(found)) if len(found) == 1 or _are_counted_by(column, match) else ()
    return ()


def _are_counted_by(column: Column, match: Match) -> bool:
    register = match.register
    return bool(column.otherwise) and (register.counts == "flow" or register.listed_by == column.name)


def _answer(column: Column, words: tuple[str, ...]) -> tuple[str, ...]:
    """What titles and names answer to the question that a flag asks, by its own verb: 风险未消除 says no."""
    verb = re.escape(column.title.partition("是否")[2])
    said = {"是" if word == "已" else "否" for word in re.findall(f"(已|[未没])[经有]?{verb}", alone(words))}
    return (*said,) if len(said) == 1 else ()


def _of_its_own(header: str, column: Column, match: Match) -> str:
    """The header without words for what money of the register is listed by, where the column is another one: 残疾人生活补贴 does
    not say who is listed."""
    listed_by = match.register.by_name.get(match.register.listed_by or "")
    if listed_by is None or listed_by == column or not listed_by.argument:
        return header
    words = sorted(terms_of(listed_by.argument), key=len, reverse=True)
    return re.sub("|".join(map(re.escape, words)), "", normalise(header))


def _without_stage(name: str, header: str, terms: Mapping[str, str], match: Match) -> str:
    """The header without terms that tell the amount from that which the register counts, where the sheet has both: 申报金额
    beside 实发金额 does not make what was paid an application."""
    across, title = match.register.across, match.register.by_name[name].title
    if across is None or name == across.amount or across.amount not in match.columns:
        return header
    return re.sub("|".join(word for word in terms if word in title) or "$", "", normalise(header))


def _is_amount(column: Column) -> bool:
    return column.kind == "money" and not column.is_per_unit


def _is_in_parts(column: Column, match: Match) -> bool:
    """Whether the columns of an amount's parts state the term."""
    across = match.register.across
    return bool(match.split) and across is not None and across.column == column.name


def _known(level: Level, text: str, delivery: Delivery) -> str | None:
    """The known place whose name the text begins with, or is but for its ending."""
    present = {normalise(name): name for name in delivery.places.names(level)}
    present |= delivery.places.former_names(level, delivery.period.ends_on)
    whole = [name for name in present if re.fullmatch(rf"{re.escape(text)}(村|社区|镇|乡|街道)", name)]
    if text and len(whole) == 1:
        return present[whole[0]]
    name = max((name for name in present if text.startswith(name)), key=len, default=None)
    return present[name] if name and not _SEVERAL.match(text, len(name)) else None


def _without_areas(text: str, delivery: Delivery) -> str:
    """The text without the year and the larger areas that it begins with."""
    text = _YEAR.sub("", text)
    for name in _larger(delivery):
        text = text.removeprefix(normalise(name))
    return _YEAR.sub("", text)


def _larger(delivery: Delivery) -> Iterator[str]:
    yield from filter(None, (delivery.area["county"], delivery.area["township"]))
    yield from delivery.places.names("township")


def _in_full(values: set[str]) -> set[str]:
    """The names without those that are short for the longest, as names of sheets are: 东社 for 东方合作社."""
    longest = max(values, key=len)
    return {value for value in values if value == longest or not _is_short(value, longest)}


def _is_short(short: str, name: str) -> bool:
    letters = iter(name)
    return all(letter in letters for letter in short)
