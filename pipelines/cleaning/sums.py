"""The step that finds totals by arithmetic: rows that are the sums of rows beside them and name no object of their own.

Words alone (see `row_classes`) miss 全镇, a township's own name, Excel's subtotals, a heading with the sum of what is below
it, or a row of bare amounts; each of them counted as data doubles the money.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from itertools import accumulate

from pipelines.cleaning.parsing import Irregular, value_sql
from pipelines.cleaning.source import SheetSource
from pipelines.cleaning.totals import stated_amount, summed
from pipelines.common.money import MONEY_FACTORS
from pipelines.common.sql import literal, scalar
from pipelines.registers.areas import AREA_LEVELS
from pipelines.registers.contract import AMOUNTS, Column
from pipelines.rules import Notice, Violation

_WHOLE = "(合计|匯總|汇总|总计|小计|总数)"
_COLLECTIVE = (
    f"((全|整个|各|所有)(县|市|区|旗|乡镇|镇|鎮|乡|鄉|街道|村|社区|居|项目){_WHOLE}?|"
    f"(.*[ \u3000]|.{{1,8}}(村|社区|镇|乡|街道))?{_WHOLE}|"
    "(共|合计|总计)?[0-9]+(个|项|户|人|口|处|笔|座|条)?(项目|行政村|村|户|人)?)"
)
"""Words that name all of something, or count it, and so no object of their own."""
_DIGITS = re.compile(r"[\d,]+(?:\.(\d+))?")
_AREA_SUFFIX = re.compile("(县|市|区|旗|镇|乡|街道)$")
_HEADING = "[(（]?([一二三四五六七八九十]{1,3}|[0-9]{1,2})([)）、．]|[.][^0-9]).*"
_GROUPING = {"year", "month", "date", "code"}
"""Kinds of columns that put objects into groups: a total of 2018 or of 中央 states them and is of no object."""
_NAMED_BY_WORDS = {"collective", "numbered"}
_FREE = {"area", "place", "text", "person_name"}
"""Kinds of columns that may hold any words."""
_FEWEST_WORDS = 2
"""Columns that differ between rows of data, before a row that fills one of them can be a heading."""
_MOST_CANDIDATES = 300

Sums = dict[Column, Decimal]


@dataclass(frozen=True)
class _Candidate:
    """A row that may be a total: `kind` is collective (所有村), bare (no words), constant (only what all rows contain),
    part (其中…), numbered (一、…) or heading (fewer words than the rows that it heads). `groups` are the group that it states, by
    column, `rounding` how far an amount may be from the sum, as it is written with so many digits, `level` how a numbered
    one is numbered: 一、, (一) or 1."""

    row: int
    kind: str
    stated: Sums
    rounding: Sums
    groups: dict[str, str]
    level: str | None = None


@dataclass(frozen=True)
class _Block:
    """The rows of data between two candidates: how many, and their sums."""

    rows: int
    sums: Sums


def find_totals(
    source: SheetSource, cells: str, irregular: Irregular
) -> tuple[str, str | None, list[Notice]]:
    """Cells → cells_without_totals, and unclear_totals(row, rule, reason_zh, reason_en): rows that by their words are
    totals and by their amounts are not, where one is as large as any row; None where there is none.

    A register of persons has none: what its rows state of a household is not part of a sum.
    """
    columns = [column for column in summed(source.register, source.mapped) if not column.is_per_unit]
    if not columns or any(
        source.register.by_name[name].kind == "person_id_number" for name in source.register.key
    ):
        return cells, None, []
    if not scalar(source.db, f"select bool_or({_is_nobody(source)}) from {cells} where class = 'data'"):
        return cells, None, []
    candidates = _candidates(source, cells, columns)
    if not candidates:
        return cells, None, [*_possible_totals(source, cells, irregular, columns)]
    blocks, largest = _blocks(source, cells, irregular, columns, [candidate.row for candidate in candidates])
    parts = _parts(source, cells, irregular, columns, candidates)
    totals, unclear = [], []
    for number, candidate in enumerate(candidates):
        if candidate.row in parts:
            continue
        group = _group(source, cells, irregular, columns, candidate, candidates)
        if _is_sum(candidate, blocks[: number + 1], _beneath(number, candidates, blocks)) or (
            group and _agrees(candidate, group)
        ):
            totals.append(candidate)
        elif candidate.kind == "part" or (
            candidate.kind in _NAMED_BY_WORDS and _is_as_large(candidate, largest, blocks)
        ):
            unclear.append(candidate.row)
    notices = [*_told(totals, parts)]
    if totals or parts:
        rows = ", ".join(map(str, [*parts, *(total.row for total in totals)]))
        cells = source.make(
            "cells_without_totals",
            f"select * replace (if(row in ({rows}), 'sum', class) as class) from {cells}",
        )
    notices += _possible_totals(source, cells, irregular, columns)
    return cells, _unclear(source, unclear) if unclear else None, notices


def _candidates(source: SheetSource, cells: str, columns: list[Column]) -> list[_Candidate]:
    """Rows of data that state an amount and name no object of their own, in order."""
    words = [column for column in source.mapped if column.kind not in AMOUNTS]
    has_amount = f"coalesce({', '.join(column.name for column in columns)}) is not null"
    collective = {column.name: _is_collective(source, column) for column in words}
    [counted] = source.db.execute(
        f"""select {", ".join(["count(*)", *_described(collective)])} from {cells} where class = 'data'"""
    ).fetchall()
    rows, described = counted[0], [counted[start : start + 2] for start in range(1, len(counted), 2)]
    if rows < 2:
        return []
    constant = {name for name, (is_constant, _) in zip(collective, described, strict=True) if is_constant}
    usual = [
        name
        for name, (_, filled) in zip(collective, described, strict=True)
        if 2 * filled >= rows and name not in constant
    ]
    groups = [column.name for column in words if column.kind in _GROUPING and column.name not in constant]
    named = [
        f"({name} is not null and not {test})"
        for name, test in collective.items()
        if name not in constant and name not in groups
    ]
    any_word = " or ".join(f"{name} is not null" for name in collective) or "false"
    is_collective = " or ".join(collective.values()) or "false"
    filled = " + ".join(f"({name} is not null)::integer" for name in usual) or "0"
    stated = " + ".join(map(_stated, usual)) or "0"
    heading = _heading(words)
    levels_of_objects = _levels_of_objects(source, cells, heading, stated)
    is_part = " or ".join(
        f"starts_with(coalesce({column.name}, ''), '其中')" for column in words if column.kind in _FREE
    )
    found = source.db.execute(
        f"""select row, case
                when not ({any_word}) then 'bare'
                when {is_part or "false"} then 'part'
                when not ({" or ".join(named) or "false"}) then if({is_collective}, 'collective', 'constant')
                when {len(usual)} >= {_FEWEST_WORDS} and {filled} <= 1 then 'heading'
            end as kind, if({len(usual)} >= {_FEWEST_WORDS} and {stated} <= 1, {heading}, null) as heading,
            {", ".join([*groups, *(column.name for column in columns)])}
            from {cells} where class = 'data' and {_is_nobody(source)} and {has_amount}
                and coalesce(kind, heading) is not null
            order by row limit {_MOST_CANDIDATES + 1}"""
    ).fetchall()
    candidates = [
        _candidate(
            source,
            row,
            "numbered" if level else kind,
            dict(zip(groups, texts, strict=False)),
            dict(zip(columns, texts[len(groups) :], strict=True)),
            level,
        )
        for row, kind, numbered, *texts in found
        for level in [_level(numbered) if numbered and _level(numbered) not in levels_of_objects else None]
        if level or kind
    ]
    return [] if len(found) > _MOST_CANDIDATES or len(candidates) == rows else candidates


def _stated(name: str) -> str:
    """SQL for whether the row itself states the cell, and not a row above it."""
    return f"({name} is not null and not list_contains(from_above, '{name}'))::integer"


def _heading(words: Sequence[Column]) -> str:
    """SQL for the text of the row that begins with an ordinal."""
    texts = [column.name for column in words if column.kind == "text"]
    numbered = [f"if(regexp_full_match({name}, '{_HEADING}'), {name}, null)" for name in texts]
    return f"coalesce({', '.join([*numbered, 'null'])})"


def _level(heading: str) -> str:
    """How the heading is numbered, without its number: 一、, (一) or 1."""
    bracket = "(" if heading[0] in "(（" else ""
    return bracket + ("1" if re.search("[0-9]", heading[:2]) else "一")


def _levels_of_objects(source: SheetSource, cells: str, heading: str, stated: str) -> set[str]:
    """Levels by which rows are numbered that state more than their name, and so are objects and no headings."""
    numbered = source.db.execute(
        f"select distinct {heading} as heading from {cells} where class = 'data' and {stated} > 1 and heading is not null"
    )
    return {_level(text) for (text,) in numbered.fetchall()}


def _is_nobody(source: SheetSource) -> str:
    """SQL for whether a row has no number of its own; rows of somebody are no totals."""
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
) -> _Candidate:
    contexts = source.contexts
    stated = {column: stated_amount(column, text, contexts[column.name]) for column, text in texts.items()}
    known = {column: amount for column, amount in stated.items() if amount is not None}
    rounding = {
        column: _rounding(texts[column] or "", contexts[column.name].money_unit)
        if column.kind == "money" and kind in _NAMED_BY_WORDS
        else Decimal(0)
        for column in known
    }
    return _Candidate(
        row, kind, known, rounding, {name: text for name, text in groups.items() if text}, level
    )


def _rounding(text: str, money_unit: str | None) -> Decimal:
    """Half of the last digit that the text has, in yuan."""
    digits = _DIGITS.fullmatch(text)
    if not digits:
        return Decimal(0)
    return Decimal(MONEY_FACTORS[money_unit or "元"]).scaleb(-len(digits[1] or "")) / 2


def _described(collective: dict[str, str]) -> Iterator[str]:
    """SQL, for each column of words: whether all rows of data have one value there, and how many have any."""
    for name, test in collective.items():
        yield f"coalesce(min(if({test}, null, {name})) = max(if({test}, null, {name})), true)"
        yield f"count({name})"


def _is_collective(source: SheetSource, column: Column) -> str:
    """SQL for whether the cell names all of something, or an area above those of its column."""
    if column.kind not in _FREE:
        return "false"
    above = AREA_LEVELS[: AREA_LEVELS.index(column.name)] if column.name in AREA_LEVELS else AREA_LEVELS[:2]
    own = {name for level in above if (name := source.delivery.area[level])}
    own |= {bare for name in own if len(bare := _AREA_SUFFIX.sub("", name)) > 1}
    names = "|".join(map(re.escape, sorted(own)))
    own_name = f"|(.*(省|市|州|县|区))?({names}){_WHOLE}?" if names else ""
    pattern = literal(f"({_COLLECTIVE}{own_name})([(（].*[)）])?")
    text = f"coalesce({column.name}, '')"
    return f"(regexp_full_match({text}, {pattern}) or regexp_full_match(replace({text}, ' ', ''), {pattern}))"


def _blocks(
    source: SheetSource, cells: str, irregular: Irregular, columns: Sequence[Column], edges: list[int]
) -> tuple[list[_Block], Sums]:
    """The rows of data between candidates, and the largest amount of each column; columns with a cell that is not a
    number are left out."""
    values = {column: value_sql(source, irregular, column, is_data=True) for column in columns}
    parts = [
        f"sum({value}), max({value}), count(*) filter (cells.{column.name} is not null and ({value}) is null)"
        for column, value in values.items()
    ]
    found = source.db.execute(
        f"""select len(list_filter($1, lambda edge: edge <= cells.row)) as block, count(*), {", ".join(parts)}
            from {cells} as cells {_joins(irregular, columns)}
            where class = 'data' and cells.row not in (select unnest($1)) group by block""",
        [edges],
    ).fetchall()
    readable = [
        (column, place)
        for place, column in enumerate(columns)
        if not any(block[2 + 3 * place + 2] for block in found)
    ]
    by_number = {
        number: _Block(rows, {column: Decimal(parts[3 * place] or 0) for column, place in readable})
        for number, rows, *parts in found
    }
    nothing = _Block(0, {column: Decimal(0) for column, _ in readable})
    largest = {
        column: max((Decimal(block[2 + 3 * place + 1] or 0) for block in found), default=Decimal(0))
        for column, place in readable
    }
    return [by_number.get(number, nothing) for number in range(len(edges) + 1)], largest


def _group(
    source: SheetSource,
    cells: str,
    irregular: Irregular,
    columns: Sequence[Column],
    candidate: _Candidate,
    candidates: Sequence[_Candidate],
) -> _Block | None:
    """All rows of data of the group that the candidate states, anywhere on the sheet; None where it states none."""
    if not candidate.groups:
        return None
    values = {
        column: value_sql(source, irregular, column, is_data=True)
        for column in columns
        if column in candidate.stated
    }
    is_of_group = " and ".join(f"cells.{name} = {literal(text)}" for name, text in candidate.groups.items())
    [(rows, *sums)] = source.db.execute(
        f"""select {", ".join(["count(*)", *(f"sum({value})" for value in values.values())])}
            from {cells} as cells {_joins(irregular, columns)}
            where class = 'data' and cells.row not in (select unnest($1)) and {is_of_group}""",
        [[one.row for one in candidates]],
    ).fetchall()
    return _Block(rows, {column: Decimal(amount or 0) for column, amount in zip(values, sums, strict=True)})


def _joins(irregular: Irregular, columns: Sequence[Column]) -> str:
    return "\n".join(
        f"left join parsed_{column.name} on cells.{column.name} = parsed_{column.name}.raw"
        for column in columns
        if column.name in irregular.columns
    )


def _parts(
    source: SheetSource,
    cells: str,
    irregular: Irregular,
    columns: Sequence[Column],
    candidates: Sequence[_Candidate],
) -> list[int]:
    """Rows that break down the row of data above them: the first has 其中 and together they are not more than it, or
    there are several and together they are as much."""
    by_row = {candidate.row: candidate for candidate in candidates}
    previous = source.db.execute(
        f"""select row, previous from (
                select row, lag(row) over (order by row) as previous from {cells} where class = 'data'
            ) where row in (select unnest($1)) order by row""",
        [[*by_row]],
    ).fetchall()
    runs: dict[int, list[_Candidate]] = {}
    head = None
    for row, before in previous:
        head = head if before in by_row else before
        if head is not None:
            runs.setdefault(head, []).append(by_row[row])
    values = ", ".join(value_sql(source, irregular, column, is_data=True) for column in columns)
    heads = source.db.execute(
        f"""select cells.row, {values} from {cells} as cells {_joins(irregular, columns)}
            where class = 'data' and cells.row in (select unnest($1::bigint[]))""",
        [[*runs]],
    ).fetchall()
    return sorted(
        part.row
        for row, *amounts in heads
        for part in _broken_down(dict(zip(columns, amounts, strict=True)), runs[row])
    )


def _broken_down(whole: dict[Column, Decimal | None], run: list[_Candidate]) -> list[_Candidate]:
    added, taken = dict.fromkeys(whole, Decimal(0)), []
    for part in run:
        added = {column: amount + part.stated.get(column, Decimal(0)) for column, amount in added.items()}
        if any(amount > (whole[column] or 0) for column, amount in added.items()):
            break
        taken.append(part)
    is_whole = len(taken) == len(run) > 1 and any(added.values()) and all(
        amount in (0, whole[column]) for column, amount in added.items()
    )  # fmt: skip
    is_unnamed = all(part.kind in ("heading", "bare", "part") for part in run)
    return taken if run[0].kind == "part" or (is_whole and is_unnamed) else []


def _beneath(number: int, candidates: list[_Candidate], blocks: list[_Block]) -> list[_Block]:
    """The blocks below the candidate: below a numbered heading those as far as the next one of its level or a higher one."""
    order = [*dict.fromkeys(one.level for one in candidates if one.level)]
    level = candidates[number].level
    if level is None:
        return blocks[number + 1 :]
    next_heading = (
        later
        for later, one in enumerate(candidates[number + 1 :], start=number + 1)
        if one.level and order.index(one.level) <= order.index(level)
    )
    return blocks[number + 1 : next(next_heading, len(candidates)) + 1]


def _is_sum(candidate: _Candidate, above: list[_Block], beneath: list[_Block]) -> bool:
    """Whether the amounts are the sums of the rows next to the candidate, as far as any other one, or of all rows: of a
    numbered heading those beneath it."""
    runs = [*accumulate(beneath, _added)]
    if not candidate.level:
        runs += [*accumulate(reversed(above), _added), reduce(_added, [*above, *beneath])]
    return any(_agrees(candidate, run) for run in runs)


def _added(one: _Block, other: _Block) -> _Block:
    return _Block(
        one.rows + other.rows, {column: amount + other.sums[column] for column, amount in one.sums.items()}
    )


def _agrees(candidate: _Candidate, block: _Block) -> bool:
    stated = {column: amount for column, amount in candidate.stated.items() if column in block.sums}
    if not (block.rows and any(stated.values())) or any(
        abs(block.sums[column] - amount) > candidate.rounding[column] for column, amount in stated.items()
    ):
        return False
    # one row with the same amount may be a coincidence
    agrees_twice = sum(amount != 0 for amount in stated.values()) > 1
    return (
        block.rows > 1
        or candidate.kind in {*_NAMED_BY_WORDS, "bare"}
        or (candidate.kind == "heading" and agrees_twice)
    )


def _is_as_large(candidate: _Candidate, largest: Sums, blocks: list[_Block]) -> bool:
    """Whether the candidate may be the sum of several rows, as far as their amounts can be read."""
    comparable = [
        (amount, largest[column]) for column, amount in candidate.stated.items() if column in largest
    ]
    several = sum(block.rows for block in blocks) > 1
    return several and (not comparable or any(amount >= most for amount, most in comparable))


def _told(totals: list[_Candidate], parts: list[int]) -> Iterator[Notice]:
    """Notices on rows that break down the row above, and on those that are totals by their amounts and by no word."""
    if parts:
        yield Notice("parts_of_row", {"numbers": parts[:10]}, len(parts))
    rows = [total.row for total in totals if total.kind != "collective"]
    if rows:
        yield Notice("total_without_words", {"numbers": rows[:10]}, len(rows))


def _unclear(source: SheetSource, rows: list[int]) -> str:
    zh, en = map(literal, Violation("unclear_total").sentences)
    return source.make(
        "unclear_totals",
        f"select unnest($1::bigint[]) as row, 'unclear_total' as rule, {zh} as reason_zh, {en} as reason_en",
        [rows],
    )


def _possible_totals(
    source: SheetSource, cells: str, irregular: Irregular, columns: Sequence[Column]
) -> Iterator[Notice]:
    """A notice for a row of data that names an object and whose amounts are those of all others together."""
    values = [f"coalesce({value_sql(source, irregular, column, is_data=True)}, 0)" for column in columns]
    names = [column.name for column in columns]
    is_half = " and ".join(f"2 * {name} = sum({name}) over ()" for name in names)
    positive = " + ".join(f"({name} > 0)::integer" for name in names)
    found = source.db.execute(
        f"""with amounts as (
                select cells.row, {", ".join(f"{value} as {name}" for value, name in zip(values, names, strict=True))}
                from {cells} as cells {_joins(irregular, columns)} where class = 'data'
            )
            select row from amounts
            qualify {is_half} and (({positive}) > 1 and count(*) over () > 2 or ({positive}) > 0 and count(*) over () > 4)
            order by row"""
    )
    for (row,) in found.fetchall():
        yield Notice("possible_total", {"row": row}, 1)
