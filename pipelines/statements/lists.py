"""Read a sheet that has the headers and the evidence of registers as lists of them."""

import re
from dataclasses import replace

from pipelines.reading.candidate import Candidate
from pipelines.reading.known_headers import fallback_headers
from pipelines.reading.labels import header_text, years_of
from pipelines.reading.match import REMARKS
from pipelines.registers.contract import share_rows
from pipelines.rules import Notice, Violation
from pipelines.statements.candidates import SheetCandidates
from pipelines.statements.evidence import end_in_title, names_register
from pipelines.statements.extracts import extract_from
from pipelines.statements.layouts import unreadable
from pipelines.statements.rounds import stated_rounds
from pipelines.statements.statement import Statement

_DATED = re.compile("(数据|导出|统计|更新|截止|截至|提取)(日期|时间)|年度|年份")
"""Headers of columns that say of when a list is."""

_MANY_MORE = 2
"""Times the columns of a register that another one has, where no title decides between them."""


def lists_of(sheet: SheetCandidates, accepted: list[Candidate]) -> tuple[Statement, ...]:
    """The statements of a sheet of the first of these registers, and of those that share its rows."""
    first, *others = _without_extracts(sheet, accepted)
    if violation := _of_total_alone(sheet, first):
        return (Statement("rejected", violation, words=sheet.words),)
    sharing = [one for one in others if _share_rows(first, one)]
    equals = [one for one in others if one.score == first.score and one not in sharing]
    equals = [
        one for one in equals if sheet.is_for(one) == sheet.is_for(first) and not sheet.is_titled(first)
    ]
    if equals and len(stating := [one for one in (first, *equals) if _states_required(sheet, one)]) == 1:
        return tuple(_list_of(sheet, one) for one in (*stating, *sharing))
    if equals and (titled := _named_last(sheet, [first, *equals])):
        return tuple(_list_of(sheet, one) for one in (titled, *sharing))
    if equals:
        return (Statement("rejected", _ambiguous(sheet, first, equals[0]), words=sheet.words),)
    return tuple(_list_of(sheet, one) for one in (first, *sharing))


def _without_extracts(sheet: SheetCandidates, accepted: list[Candidate]) -> list[Candidate]:
    """Drop rolls of which the sheet is an extract, if it is of a kind that another register takes."""
    taken = {kind for one in accepted for kind in one.register.evidence.kinds}
    rolls = [one for one in accepted if taken and one.register.is_roll]
    extracts = [one for one in rolls if (extract := extract_from(sheet, one)) and extract.kind in taken]
    return [one for one in accepted if one not in extracts] or accepted


def _share_rows(first: Candidate, other: Candidate) -> bool:
    """Whether each row feeds both registers, each of which has an amount of its own that it needs."""
    own, others = (
        {one.columns[column.name] for column in one.register.columns if column.required and column.kind == "money"
         and column.name in one.columns}
        for one in (first, other)
    )  # fmt: skip
    declared = share_rows(first.register, other.register)
    return declared and first.header_row == other.header_row and bool(own - others and others - own)


def _of_total_alone(sheet: SheetCandidates, first: Candidate) -> Violation | None:
    """Reject a sheet whose one amount may be more than the register's (总投资), where title and names are not of this one, and
    of another one of which it has more columns, or where it has many more columns of that (路线名称, 里程)."""
    fallbacks = fallback_headers(first.register)
    amounts = [
        first.labels[first.columns[column.name] - 1]
        for column in first.register.columns
        if column.kind == "money" and column.name in first.columns
    ]
    if not amounts or first.parts or names_register(first.register, sheet.voices(first)):
        return None
    if not all(fallbacks.intersection(label.readings) for label in amounts):
        return None
    fuller = (one for one in sheet.complete() if one.score > first.score)
    other = next(
        (
            one
            for one in fuller
            if one.score >= _MANY_MORE * first.score or names_register(one.register, sheet.voices(one))
        ),
        None,
    )
    if other is None:
        return None
    return Violation(
        "total_alone",
        {
            "first": first.register.name,
            "first_title": first.register.title,
            "second": other.register.name,
            "second_title": other.register.title,
            "header": amounts[0].name,
            "as_second": sheet.note(f"register: {other.register.name}"),
            "as_first": sheet.note(f"register: {first.register.name}"),
        },
    )


def _states_required(sheet: SheetCandidates, candidate: Candidate) -> bool:
    """Whether each of the first rows states the type that the register requires of its objects: not all who are listed are,
    where some are of none."""
    rows = sheet.rows_below(candidate)
    needed = [one.name for one in candidate.register.columns if one.required and one.kind == "code"]
    return all(all(rows.texts(name)) for name in needed)


def _named_last(sheet: SheetCandidates, equals: list[Candidate]) -> Candidate | None:
    """The one that the end of a title names: 外出务工交通补贴发放台账 is of payments to those who work away."""
    ends = {one.register.name: end_in_title(one.register, sheet.voices(one)) for one in equals}
    last = [one for one in equals if ends[one.register.name] == max(ends.values()) > 0]
    return last[0] if len(last) == 1 else None


def _ambiguous(sheet: SheetCandidates, first: Candidate, second: Candidate) -> Violation:
    """Reject a sheet for which the evidence is the same for two registers."""
    names = first.register.name, second.register.name
    return Violation(
        "ambiguous_register",
        {
            "first": first.register.name,
            "first_title": first.register.title,
            "second": second.register.name,
            "second_title": second.register.title,
            "columns": first.score,
            "line": sheet.either(names),
            "line_zh": sheet.either(names, "或"),
        },
    )


def _list_of(sheet: SheetCandidates, candidate: Candidate) -> Statement:
    """The statement of a list of the register, or why its rows cannot be read as one."""
    register = candidate.register
    if violation := unreadable(candidate, sheet.headers.rows):
        return Statement("rejected", violation, register.name, words=sheet.words)
    candidate = replace(candidate, grain=_grain(sheet, candidate))
    if register.is_roll and (extract := extract_from(sheet, candidate)):
        return extract
    fields = {"register": register.name, "title": register.title, "columns": candidate.score}
    return Statement(
        "list",
        Notice("identified_by_headers", fields),
        register.name,
        candidate.grain,
        words=(*_said_of_all(sheet, candidate), *sheet.words),
        confidence="certain" if sheet.verdict(candidate) in ("for", "silent") else "likely",
        match=sheet.match(candidate),
    )


def _grain(sheet: SheetCandidates, candidate: Candidate) -> str | None:
    """The form in which the register comes, where headers leave it open decided by the rows: one for each household."""
    for name, grain in candidate.register.grains.items():
        if grain.size in candidate.columns and not candidate.columns.keys() & set(grain.lacks):
            ids = sheet.rows_below(candidate).texts("household_id")
            if len(ids) > 1 and len(set(ids)) == len(ids) and all(ids):
                return name
    return candidate.grain


def _said_of_all(sheet: SheetCandidates, candidate: Candidate) -> tuple[str, ...]:
    """What other places than titles and names say of all of the list."""
    if candidate.register.is_roll:
        return _dates(sheet, candidate)
    rounds = _rounds(sheet, candidate) if candidate.register.counts == "flow" else ()
    return *_amounts(sheet, candidate), *rounds


def _rounds(sheet: SheetCandidates, candidate: Candidate) -> tuple[str, ...]:
    """The round of payments that the remarks of all rows state, but for those of totals and notes."""
    for index, label in enumerate(candidate.labels, start=1):
        if index not in candidate.taken and label.name in REMARKS:
            remarks = sheet.rows_below(candidate).all_cells(index)
            stated = [text for text in remarks if text]
            if len({*stated}) == 1 and 3 * len(stated) >= 2 * len(remarks) and stated_rounds((stated[0], "")):
                return (stated[0],)
    return ()


def _amounts(sheet: SheetCandidates, candidate: Candidate) -> tuple[str, ...]:
    """The headers of its amounts that say of which year they are."""
    depth = max(len(label.parts) for label in candidate.labels)
    rows = sheet.headers.rows[candidate.header_row - depth : candidate.header_row]
    return tuple(dict.fromkeys(text for row in rows for text in map(header_text, row) if years_of([text])))


def _dates(sheet: SheetCandidates, candidate: Candidate) -> tuple[str, ...]:
    """Return the dates that unread columns state in each of the first rows."""
    found = []
    for index, label in enumerate(candidate.labels, start=1):
        if index not in candidate.taken and _DATED.fullmatch(label.name):
            texts = {text for text in sheet.rows_below(candidate).cells(index) if text}
            found += [f"{label.name}:{text}" for text in texts] if len(texts) == 1 else []
    return tuple(found)
