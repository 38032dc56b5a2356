"""Identify a sheet: of the registers whose headers it has, the one that the evidence is for."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain

from pipelines.deliveries.notes import PASSED_OVER, Notes, SheetNote
from pipelines.reading.headers import find_headers
from pipelines.reading.known_headers import columns_by_header, columns_named
from pipelines.reading.labels import Label
from pipelines.reading.match import Match, UnmappedHeader
from pipelines.reading.normalise import normalise
from pipelines.reading.sheets import Sheet
from pipelines.registers.contract import Register, share_rows
from pipelines.rules import Notice, Violation
from pipelines.statements.candidates import SheetCandidates, note_on
from pipelines.statements.continuation import continued_statements
from pipelines.statements.directions import opposite_of
from pipelines.statements.layouts import two_tables
from pipelines.statements.lists import lists_of
from pipelines.statements.missing_headers import unreadable_or_missing
from pipelines.statements.refusals import without_columns, without_evidence
from pipelines.statements.statement import READ_ROLES, Statement
from pipelines.statements.versions import draft_mark


def identify_sheet(
    sheet: Sheet,
    file: str,
    registers: Mapping[str, Register],
    notes: Notes,
    before: tuple[Statement, ...] = (),
) -> tuple[Statement, ...]:
    """The statements that the sheet makes: one for each register that its rows feed, or one with the reason why there is none.

    `file` is the file's name, `notes` are those of the delivery, `before` the statements of the sheet before it in the
    file. What the notes state of the sheet needs no evidence.
    """
    supplied_columns = set(
        chain.from_iterable(
            columns_named(notes.defaults_of(file, sheet.name), register) for register in registers.values()
        )
    )
    note = notes.on(file, sheet.name)
    stated = note.columns if note else {}
    if note and (note.register_name or note.role):
        found = _stated(sheet, file, registers, supplied_columns, note, before)
    else:
        found = _identified(sheet, file, registers, supplied_columns, stated, before)
    unread = [
        header for header, name in stated.items() if not any(_reads(one.match, header, name) for one in found)
    ]
    if unread:
        reason = Violation("unread_stated_header", {"found": tuple(unread)})
        return tuple(
            replace(one, role="rejected", reason=reason, match=None) if one.match else one for one in found
        )
    passed_over = [header for header, name in stated.items() if name == PASSED_OVER]
    found = tuple(_passing_over(one, passed_over) for one in found) if passed_over else found
    if note and (note.register_name or note.role or note.counts is not None):
        return found  # the sender has decided
    return tuple(_unless_opposite(_unless_draft(one, sheet, file), sheet, file, registers) for one in found)


def _stated(
    sheet: Sheet,
    file: str,
    registers: Mapping[str, Register],
    supplied_columns: set[str],
    note: SheetNote,
    before: tuple[Statement, ...],
) -> tuple[Statement, ...]:
    """The statements that the notes state: their register, their role, or both."""
    name, role = note.register_name, note.role or "list"
    if name and name not in registers:
        fields = {"found": name, "known": tuple(registers)}
        return (Statement("rejected", Violation("unknown_register", fields), confidence="stated"),)
    register = registers[name] if name else None
    reason = Notice("stated_by_notes", {"role": role, "register": name, "title": register and register.title})
    if role not in READ_ROLES:
        return (Statement(role, reason, name, words=(sheet.name, file), confidence="stated"),)
    if register is None:
        found = _identified(sheet, file, registers, supplied_columns, note.columns, before)
        if found[0].role == "extract":  # what it is of is known, and what it is to it the notes know better
            note = note.model_copy(update={"register_name": found[0].register})
            return _stated(sheet, file, registers, supplied_columns, note, before)
        return tuple(replace(one, role=role, confidence="stated") if one.match else one for one in found)
    feeding = {key: one for key, one in registers.items() if one is register or share_rows(register, one)}
    headers = find_headers(sheet, feeding, supplied_columns, note.columns)
    candidate = headers.candidates[register.name]
    candidates = SheetCandidates(sheet, file, headers, supplied_columns)
    words = candidates.words
    if violation := unreadable_or_missing(candidates, candidate):
        return (Statement("rejected", violation, name, words=words, confidence="stated"),)
    match = candidates.match(candidate)
    return (Statement(role, reason, name, candidate.grain, None, words, "stated", match),)


def _reads(match: Match | None, header: str, name: str) -> bool:
    """Whether the column of this name is read from the column with this header, or one that is passed over is there."""
    if name == PASSED_OVER:
        return match is not None and any(one.label == normalise(header) for one in _unread(match))
    column = columns_by_header(match.register).get(normalise(name)) if match else None
    written = match.headers.get(column.name, "") if match and column else ""
    return normalise(header) in Label.of([normalise(written)]).readings


def _unread(match: Match) -> tuple[UnmappedHeader, ...]:
    return *match.unmapped, *match.questions


def _passing_over(statement: Statement, headers: Sequence[str]) -> Statement:
    """The statement without what these headers, which no column claims, are asked or told of."""
    if not statement.match:
        return statement
    names = {*map(normalise, headers)}
    unmapped, questions = (
        tuple(one for one in kind if one.label not in names)
        for kind in (statement.match.unmapped, statement.match.questions)
    )
    return replace(statement, match=replace(statement.match, unmapped=unmapped, questions=questions))


def _unless_draft(statement: Statement, sheet: Sheet, file: str) -> Statement:
    """Hold the statement back as a draft if its title or a name calls it one."""
    mark = draft_mark(statement.words)
    if not (mark and statement.match):
        return statement
    line = note_on(sheet, file, "counts: true")
    fields = {
        "title": statement.match.register.title,
        "register": statement.register,
        "mark": mark,
        "line": line,
    }
    return replace(statement, role="draft", reason=Violation("draft", fields), match=None)


def _unless_opposite(
    statement: Statement, sheet: Sheet, file: str, registers: Mapping[str, Register]
) -> Statement:
    """Hold the statement back if it is named the opposite of its register, and would be read or sent back to be
    mended."""
    is_wanted = statement.match is not None or statement.role == "rejected"
    found = opposite_of(statement, sheet) if is_wanted else None
    if not (found and statement.register):
        return statement
    direction, mark = found
    fields = {
        "title": statement.match and registers[statement.register].title,
        "mark": mark,
        "direction": direction.direction,
        "line": note_on(sheet, file, "counts: true"),
    }
    return replace(statement, role="other", reason=Violation("opposite_list", fields), match=None)


def _identified(
    sheet: Sheet,
    file: str,
    registers: Mapping[str, Register],
    supplied_columns: set[str],
    stated: Mapping[str, str],
    before: tuple[Statement, ...],
) -> tuple[Statement, ...]:
    """The statements that the evidence is for."""
    headers = find_headers(sheet, registers, supplied_columns, stated)
    candidates = SheetCandidates(sheet, file, headers, supplied_columns)
    complete = candidates.complete()
    accepted = [one for one in complete if candidates.is_accepted(one)]
    if violation := two_tables(accepted):
        return (Statement("rejected", violation, words=candidates.words),)
    nearest = candidates.nearest()
    # a long list that lacks one column is not the short list that a few of its columns would make
    if accepted and (nearest in complete or nearest.score < 2 * accepted[0].score):
        return lists_of(candidates, accepted)
    if nearest in complete:
        return (without_evidence(candidates, complete),)
    return continued_statements(sheet, candidates.words, before) or (
        without_columns(candidates, nearest, registers),
    )
