"""Steps for amounts that are split into adjacent columns, one for each level of funds."""

import re
from collections.abc import Iterator

from pipelines.cleaning.monthly import paid_sql
from pipelines.cleaning.parsing import Irregular
from pipelines.cleaning.rejections import reject_rows
from pipelines.cleaning.source import SheetSource
from pipelines.common.sql import literal, scalar
from pipelines.reading.levels import Parts, term_of
from pipelines.reading.match import Match
from pipelines.rules import Notice, Violation

_NUMBER = re.compile("[1-9]")
_BENEFIT = re.compile("(补贴|补助|津贴|资助|救助|代缴|奖补?|金|费|款|额)$")
"""How the header of what is paid ends, where no word of it says money."""


def find_disagreeing_parts(source: SheetSource, cells: str, irregular: Irregular) -> str | None:
    """Cells → disagreeing_parts(row, rule, reason_zh, reason_en): rows whose parts do not add up to what they state for
    the whole, or of which only a column beside the parts that nothing reads has a number; None where there are none."""
    found: dict[int, Violation] = {}
    for one in source.match.parts:
        if one.whole and one.terms:
            found |= _disagreeing(source, cells, irregular, one)
    return reject_rows(source, "disagreeing_parts", found)


def _disagreeing(source: SheetSource, cells: str, irregular: Irregular, one: Parts) -> dict[int, Violation]:
    column = source.register.by_name[one.column]
    total, whole = paid_sum_sql(source, irregular, one), paid_sql(source, irregular, column)
    beside = _beside(source.match, one)
    unread = [header for header in source.match.unmapped if header.index in beside]
    rows = source.db.execute(
        f"""select cells.row, ({total}) is null, coalesce({total}, 0) < ({whole}) from {cells} as cells {irregular.joins}
            where class = 'data' and ({whole}) <> coalesce({total}, 0)"""
    ).fetchall()
    numbers = source.texts(cells, [header.index for header in unread]) if rows and unread else {}
    fields = {"title": column.title, "parts": tuple(one.terms)}
    found = {}
    for row, has_none, is_rest in rows:
        if one.may_leave_rest and is_rest:
            continue
        texts = zip(unread, numbers.get(row, []), strict=False)
        labels = tuple(header.label for header, text in texts if _NUMBER.search(text))
        if labels or not has_none:
            found[row] = Violation("parts_disagree", fields | {"unread": labels})
    return found


def _beside(match: Match, one: Parts) -> set[int]:
    """Indices of columns of money that nothing reads, in one run with the parts and their whole."""
    unread = {header.index for header in match.unmapped if header.is_money or _BENEFIT.search(header.label)}
    run = {*one.terms.values(), *filter(None, [one.whole])}
    while more := {index + step for index in run for step in (1, -1)} & unread - run:
        run |= more
    return run & unread


def paid_sum_sql(source: SheetSource, irregular: Irregular, one: Parts) -> str:
    """SQL for what the parts of an amount pay in all, NULL where a row states none, in a query with the joins of
    `paid_sql`."""
    values = [paid_sql(source, irregular, source.register.by_name[name]) for name in one.names]
    added = " + ".join(f"coalesce({value}, 0)" for value in values)
    return f"if(coalesce({', '.join(values)}) is null, null, {added})"


def rows_per_part(rows: str, match: Match) -> str:
    """SELECT of typed rows: one for each term whose part a row states, and as they are those that state none. A part of 0 is
    stated where all are: beside others nothing is of its term.

    Amounts that are not split stand beside the one part that is not 0; where there are several, in a row without a term.
    Persons who are of no part have no term either.
    """
    column = match.register.across.column if match.register.across else ""
    has = _has_part(match)
    parts = {term: _parts_of(match, term) for term in has}
    states = {
        term: f"coalesce({', '.join([*columns.values(), 'null'])}) is not null"
        for term, columns in parts.items()
    }
    filled = " + ".join(f"({test})::integer" for test in has.values())
    selects = [f"select * from {rows} where not ({' or '.join(states.values())})"]
    for term, values in parts.items():
        stated = {name: values.get(name, "null") for name in match.split}
        apart = {name: f"if(({filled}) = 1 and ({has[term]}), {name}, null)" for name in match.unsplit}
        replaced = ", ".join(f"{value} as {name}" for name, value in (stated | apart).items())
        selects.append(
            f"""select * replace ({literal(term_of(term))} as {column}, {replaced}) from {rows}
                where {states[term]} and (({has[term]}) or ({filled}) = 0)"""
        )
    if (
        match.unsplit and not match.register.by_name[column].required
    ):  # or else a row of no term is of nothing
        blank = ", ".join(f"null as {name}" for name in match.split)
        selects.append(
            f"""select * replace (null as {column}, {blank}) from {rows}
                where ({" or ".join(states.values())}) and ({filled}) <> 1
                    and coalesce({", ".join(match.unsplit)}) is not null"""
        )
    for one in match.parts:
        if one.may_leave_rest:
            rest = f"{one.column} - ({' + '.join(f'coalesce({_part(one, term)}, 0)' for term in one.terms)})"
            others = [name for name in (*match.split, *match.unsplit) if name != one.column]
            blank = "".join(f", null as {name}" for name in others)
            selects.append(
                f"""select * replace (null as {column}, {rest} as {one.column}{blank}) from {rows}
                    where ({" or ".join(states.values())}) and {rest} > 0"""
            )
    return " union all ".join(selects)


def unsplit_notices(source: SheetSource, rows: str) -> Iterator[Notice]:
    """A notice on typed rows of several parts with amounts that no part states."""
    match, across = source.match, source.match.register.across
    if not (match.rows_per_part and match.unsplit and across):
        return
    by_name = match.register.by_name
    is_required = by_name[across.column].required
    if by_name[across.amount].kind != "money" and not is_required:
        return  # counts beside each other are of other things, and not parts of one amount
    several = " + ".join(f"({test})::integer" for test in _has_part(match).values())
    count = scalar(
        source.db,
        f"select count(*) from {rows} where ({several}) > 1 and coalesce({', '.join(match.unsplit)}) is not null",
    )
    if count:
        titles = "、".join(by_name[name].title for name in match.unsplit)
        fields = {
            "count": count,
            "titles": titles,
            "columns": ", ".join(match.unsplit),
            "term": by_name[across.column].title,
        }
        yield Notice("unsplit_left_out" if is_required else "unsplit_amounts", fields, count)


def _has_part(match: Match) -> dict[str, str]:
    """Term → SQL for whether a row has a part of it that is not 0."""
    terms = dict.fromkeys(term for one in match.parts if one.is_split for term in one.terms)
    return {
        term: " or ".join(f"coalesce({part}, 0) <> 0" for part in _parts_of(match, term).values())
        for term in terms
    }


def _parts_of(match: Match, term: str) -> dict[str, str]:
    """Amount → the column with its part of the term."""
    return {one.column: _part(one, term) for one in match.parts if one.is_split and term in one.terms}


def _part(one: Parts, term: str) -> str:
    """The column with the part of the term."""
    return one.names[[*one.terms].index(term)]
