"""Rows that may be totals: they state an amount and name no object of their own.

Whether a candidate is a total its amounts decide (see `sums`).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from pipelines.cleaning.row_classes import BEGINS_AS_TOTAL
from pipelines.cleaning.source import SheetSource
from pipelines.cleaning.totals import stated_amount
from pipelines.common.money import MONEY_FACTORS
from pipelines.common.sql import literal
from pipelines.registers.areas import AREA_LEVELS
from pipelines.registers.columns import AMOUNTS, Column

_WHOLE = "(合计|匯總|汇总|总计|小计|总数)"
_COLLECTIVE = (
    f"((全|整个|各|所有)(县|市|区|旗|乡镇|镇|鎮|乡|鄉|街道|村|社区|居|项目){_WHOLE}?|"
    f"(.*[ \u3000]|.{{1,8}}(村|社区|镇|乡|街道))?{_WHOLE}|"
    "(共|合计|总计)?[0-9]+(个|项|户|人|口|处|笔|座|条)?(项目|行政村|村|户|人)?|"
    "(项目|行政村|村|户|人|资金|投资)(个数|总额|总数|数量|数)|总(金额|资金|投资|户数|人数))"
)
"""Words that name all of something, or count or measure it, and so no object of their own."""
_DIGITS = re.compile(r"[\d,]+(?:\.(\d+))?")
_AREA_SUFFIX = re.compile("(县|市|区|旗|镇|乡|街道)$")
_HEADING = "[(（]?([一二三四五六七八九十]{1,3}|[0-9]{1,2})([)）、．]|[.][^0-9]).*"
PART_WORDS = ("其中", "资金来源")
_PART = "^([(（]?[0-9一二三四五六七八九十]{1,2}[)）、．.])?(其中|资金来源[:：]?$)"
_GROUPING = {"year", "month", "date", "code"}
"""Kinds of columns that put objects into groups: a total of 2018 or of 中央 states them and is of no object."""
NAMED_BY_WORDS = {"collective", "numbered"}
BEGUN_AS_TOTAL = {"worded", "object"}
_FREE = {"area", "place", "text", "person_name"}
"""Kinds of columns that may hold any words."""
_FEWEST_WORDS = 2
"""Columns that differ between rows of data, before a row that fills one of them can be a heading."""
_MOST_CANDIDATES = 300
Sums = dict[Column, Decimal]


@dataclass(frozen=True)
class Candidate:
    """A row that may be a total: `kind` is collective (所有村), bare (no words), constant (only what all rows contain),
    part (其中…), numbered (一、…), heading (fewer words than the rows that it heads), named (a heading in a column of
    names, which may be an object that states nothing else) or, where a name begins as that of a total (合计坪组道路),
    object with a serial number and worded without. `groups` are the group that it states, by column, `rounding` how far
    an amount may be from the sum, as it is written with so many digits, `level` how a numbered one is numbered: 一、, (一)
    or 1."""

    row: int
    kind: str
    stated: Sums
    rounding: Sums
    groups: dict[str, str]
    level: str | None = None


@dataclass(frozen=True)
class _Words:
    """The sheet's columns of words, and how many rows of data it has.

    `texts` are the different cells of each column that may hold any words; `collective` has SQL for whether the cell is
    collective, by column; `constant` columns contain one value, `usual` ones are filled in most rows and vary, `groups` are
    those that put objects into groups.
    """

    rows: int
    columns: list[Column]
    texts: dict[str, list[str]]
    collective: dict[str, str]
    constant: set[str]
    usual: list[str]
    groups: list[str]

    @property
    def naming(self) -> list[str]:
        """Columns that may name an object."""
        return [name for name in self.collective if name not in self.constant and name not in self.groups]

    @cached_property
    def headed(self) -> list[str]:
        """Columns of text of which any cell begins with an ordinal."""
        texts = {column.name for column in self.columns if column.kind == "text"}
        return [name for name in self.matching(f"^{_HEADING}$") if name in texts]

    def matching(self, pattern: str) -> list[str]:
        """Columns of which any cell matches the pattern. Only of these it is asked row by row: in SQL a pattern takes longer
        to prepare than most sheets to read."""
        return [name for name, texts in self.texts.items() if any(map(re.compile(pattern).search, texts))]


def find_candidates(source: SheetSource, cells: str, columns: list[Column]) -> list[Candidate]:
    """Rows of data that state an amount and name no object of their own, in order."""
    words = _words(source, cells)
    if words.rows < 2:
        return []
    levels_of_objects = _levels_of_objects(source, cells, words) if words.headed else set()
    found = source.db.execute(_candidates_sql(source, cells, words, columns)).fetchall()
    candidates = [
        _candidate(
            source,
            row,
            "numbered" if level else kind,
            dict(zip(words.groups, texts, strict=False)),
            dict(zip(columns, texts[len(words.groups) :], strict=True)),
            level,
        )
        for row, kind, numbered, *texts in found
        for level in [_level(numbered) if numbered and _level(numbered) not in levels_of_objects else None]
        if level or kind
    ]
    return [] if len(found) > _MOST_CANDIDATES or len(candidates) == words.rows else candidates


def _words(source: SheetSource, cells: str) -> _Words:
    columns = [column for column in source.mapped if column.kind not in AMOUNTS]
    names, free = [column.name for column in columns], [column for column in columns if column.kind in _FREE]
    looked_at = [f"count({name})" for name in names]
    looked_at += [
        f"coalesce(list(distinct {column.name}) filter ({column.name} is not null), [])" for column in free
    ]
    looked_at += [f"coalesce(min({name}) = max({name}), true)" for name in names]
    [(rows, *found)] = source.db.execute(
        f"""select {", ".join(["count(*)", *looked_at])} from {cells} where class = 'data'"""
    ).fetchall()
    filled = dict(zip(names, found, strict=False))
    texts = {column.name: found[len(names) + number] for number, column in enumerate(free)}
    constant = {name for name, is_constant in zip(names, found[-len(names) :], strict=False) if is_constant}
    collective = dict.fromkeys(names, "false")
    for column in free:
        pattern = _collective(source, column)
        objects = {text for text in texts[column.name] if not _is_collective(text, pattern)}
        if len(objects) < len(texts[column.name]):
            collective[column.name] = _is_collective_sql(column.name, pattern)
        if len(objects) < 2:
            constant.add(column.name)
    usual = [name for name in names if 2 * filled[name] >= rows and name not in constant]
    groups = [column.name for column in columns if column.kind in _GROUPING and column.name not in constant]
    return _Words(rows, columns, texts, collective, constant, usual, groups)


def _collective(source: SheetSource, column: Column) -> str:
    """Pattern of a cell that names all of something, or an area above those of its column."""
    above = AREA_LEVELS[: AREA_LEVELS.index(column.name)] if column.name in AREA_LEVELS else AREA_LEVELS[:2]
    own = {name for level in above if (name := source.delivery.area[level])}
    own |= {bare for name in own if len(bare := _AREA_SUFFIX.sub("", name)) > 1}
    names = "|".join(map(re.escape, sorted(own)))
    own_name = f"|(.*(省|市|州|县|区))?({names}){_WHOLE}?" if names else ""
    return f"({_COLLECTIVE}{own_name})([(（].*[)）])?"


def _is_collective(text: str, pattern: str) -> bool:
    return any(re.fullmatch(pattern, one) for one in (text, text.replace(" ", "")))


def _is_collective_sql(name: str, pattern: str) -> str:
    text = f"coalesce({name}, '')"
    return f"(regexp_full_match({text}, {literal(pattern)}) or regexp_full_match(replace({text}, ' ', ''), {literal(pattern)}))"


def _candidates_sql(source: SheetSource, cells: str, words: _Words, columns: Sequence[Column]) -> str:
    """SELECT of the rows that may be totals: row, kind, the text that begins with an ordinal, groups and amounts."""
    has_amount = f"coalesce({', '.join(column.name for column in columns)}) is not null"
    any_word = _any(f"{name} is not null" for name in words.collective)
    begins = _any(
        f"regexp_matches(coalesce({name}, ''), '{BEGINS_AS_TOTAL}')"
        for name in words.matching(BEGINS_AS_TOTAL)
    )
    is_named = _any(f"({name} is not null and not {words.collective[name]})" for name in words.naming)
    can_head = f"{len(words.usual)} >= {_FEWEST_WORDS}"
    filled = " + ".join(f"({name} is not null)::integer" for name in words.usual) or "0"
    names = [column.name for column in words.columns if column.kind == "text" and column.name in words.usual]
    is_name = _any(f"{name} is not null" for name in names)
    return f"""select row, case
                when not ({any_word}) then 'bare'
                when {begins_part(words.matching(_PART))} then 'part'
                when not ({is_named}) then if({_any(words.collective.values())}, 'collective', 'constant')
                when {can_head} and {filled} <= 1 then if({is_name}, 'named', 'heading')
                when {begins} then if(regexp_full_match(coalesce(serial, ''), '[0-9]+'), 'object', 'worded')
            end as kind, if({can_head} and {_stated(words)} <= 1, {_heading(words)}, null) as heading,
            {", ".join([*words.groups, *(column.name for column in columns)])}
            from {cells} where class = 'data' and {is_nobody(source)} and {has_amount}
                and coalesce(kind, heading) is not null
            order by row limit {_MOST_CANDIDATES + 1}"""


def _any(tests: Iterable[str]) -> str:
    return " or ".join(tests) or "false"


def _stated(words: _Words) -> str:
    """SQL for how many of the usual columns the row itself fills, and not a row above it."""
    return (
        " + ".join(
            f"({name} is not null and not list_contains(from_above, '{name}'))::integer"
            for name in words.usual
        )
        or "0"
    )


def _heading(words: _Words) -> str:
    """SQL for the text of the row that begins with an ordinal."""
    numbered = [f"if(regexp_full_match({name}, '{_HEADING}'), {name}, null)" for name in words.headed]
    return f"coalesce({', '.join([*numbered, 'null'])})"


def _level(heading: str) -> str:
    """How the heading is numbered, without its number: 一、, (一) or 1."""
    bracket = "(" if heading[0] in "(（" else ""
    return bracket + ("1" if re.search("[0-9]", heading[:2]) else "一")


def _levels_of_objects(source: SheetSource, cells: str, words: _Words) -> set[str]:
    """Levels by which rows are numbered that state more than their name, and so are objects and no headings."""
    numbered = source.db.execute(
        f"""select distinct {_heading(words)} as heading from {cells}
            where class = 'data' and {_stated(words)} > 1 and heading is not null"""
    )
    return {_level(text) for (text,) in numbered.fetchall()}


def free_columns(source: SheetSource) -> list[str]:
    """Columns that may hold any words."""
    return [column.name for column in source.mapped if column.kind in _FREE]


def begins_part(names: Iterable[str]) -> str:
    """SQL for whether a row begins to break down the one above it, in one of the columns: 其中:中央资金."""
    return _any(f"regexp_matches(coalesce({name}, ''), '{_PART}')" for name in names)


def is_nobody(source: SheetSource) -> str:
    """SQL for whether a row has no number of a person or household: a row that has one is not a total."""
    identities = [
        c.name for c in source.mapped if c.kind in ("person_id_number", "household_id", "bank_account")
    ]
    return f"coalesce({', '.join(identities)}) is null" if identities else "true"


def _candidate(
    source: SheetSource,
    row: int,
    kind: str,
    groups: dict[str, str | None],
    texts: dict[Column, str | None],
    level: str | None,
) -> Candidate:
    contexts = source.contexts
    stated = {column: stated_amount(column, text, contexts[column.name]) for column, text in texts.items()}
    known = {column: amount for column, amount in stated.items() if amount is not None}
    rounding = {
        column: _rounding(texts[column] or "", contexts[column.name].money_unit)
        if column.kind == "money" and kind in NAMED_BY_WORDS | BEGUN_AS_TOTAL
        else Decimal(0)
        for column in known
    }
    return Candidate(row, kind, known, rounding, {name: text for name, text in groups.items() if text}, level)


def _rounding(text: str, money_unit: str | None) -> Decimal:
    """Half of the last digit that the text has, in yuan."""
    digits = _DIGITS.fullmatch(text)
    if not digits:
        return Decimal(0)
    return Decimal(MONEY_FACTORS[money_unit or "元"]).scaleb(-len(digits[1] or "")) / 2
