"""What a sheet is: of the registers whose headers it has, the one that the evidence is for."""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from itertools import chain

from pipelines.deliveries.notes import Notes, SheetNote, entry
from pipelines.reading.headers import Candidate, Headers, columns_by_header, columns_named, find_headers
from pipelines.reading.labels import Label
from pipelines.reading.match import Match, match_columns
from pipelines.reading.normalise import normalise
from pipelines.reading.sheets import Sheet
from pipelines.registers.contract import Register
from pipelines.rules import Notice, Violation
from pipelines.statements.continuation import continued_match
from pipelines.statements.evidence import (
    Verdict,
    Voices,
    is_named,
    kind_of,
    names_kind,
    voices_of,
    weigh,
)
from pipelines.statements.extracts import extract_of
from pipelines.statements.kinds import Kind
from pipelines.statements.layouts import (
    missing_header,
    on_its_side,
    partners_across,
    parts_across,
    quarters_across,
    side_by_side,
    summary_by_area,
    totals_by_area,
    two_tables,
    years_across,
    years_below,
)
from pipelines.statements.rows_below import RowsBelow
from pipelines.statements.statement import READ_ROLES, Statement
from pipelines.statements.versions import draft_mark

_DATED = re.compile("(数据|导出|统计|更新|截止|截至|提取)(日期|时间)|年度|年份")
"""Headers of columns that say of when a list is."""


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
    if unread := [
        header for header, name in stated.items() if not any(_reads(one.match, header, name) for one in found)
    ]:
        reason = Violation("unread_stated_header", {"found": tuple(unread)})
        return tuple(
            replace(one, role="rejected", reason=reason, match=None) if one.match else one for one in found
        )
    if note and (note.register_name or note.role or note.counts is not None):
        return found  # the sender has decided
    return tuple(_unless_draft(one, sheet, file) for one in found)


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
    headers = find_headers(sheet, {register.name: register}, supplied_columns, note.columns)
    candidate = headers.candidates[register.name]
    words = _Sheet(sheet, file, headers, supplied_columns).words
    if candidate.missing(supplied_columns):
        violation = missing_header(candidate, supplied_columns, words, partial(_line, sheet, file))
        return (Statement("rejected", violation, name, words=words, confidence="stated"),)
    match = match_columns(candidate, headers.rows)
    return (Statement(role, reason, name, candidate.grain, None, words, "stated", match),)


def _reads(match: Match | None, header: str, name: str) -> bool:
    """Whether the column of this name is read from the column with this header."""
    column = columns_by_header(match.register).get(normalise(name)) if match else None
    written = match.headers.get(column.name, "") if match and column else ""
    return normalise(header) in Label.of([normalise(written)]).readings


def _unless_draft(statement: Statement, sheet: Sheet, file: str) -> Statement:
    """The statement, unless it would be read and its title or a name calls it a draft."""
    mark = draft_mark(statement.words)
    if not (mark and statement.match):
        return statement
    line = _line(sheet, file, "counts: true")
    fields = {
        "title": statement.match.register.title,
        "register": statement.register,
        "mark": mark,
        "line": line,
    }
    return replace(statement, role="draft", reason=Violation("draft", fields), match=None)


def _line(sheet: Sheet, file: str, statement: str) -> str:
    """The line of delivery.yml that states something of the sheet."""
    names = entry({"file": file} | ({"sheet": sheet.name} if sheet.name else {}))
    return f"- {names[:-1]}, {statement}}}"


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
    found = _Sheet(sheet, file, headers, supplied_columns)
    fitting = found.fitting()
    accepted = [one for one in fitting if found.is_accepted(one)]
    if violation := two_tables(accepted):
        return (Statement("rejected", violation, words=found.words),)
    nearest = found.nearest()
    # a long list that lacks one column is not the short list that a few of its columns would make
    if accepted and (nearest in fitting or nearest.score < 2 * accepted[0].score):
        return found.read(accepted)
    if fitting and nearest in fitting:
        return (found.refuse(fitting),)
    return found.continuation(before) or (found.reject(nearest, registers),)


class _Sheet:
    """One sheet with what its headers allow."""

    def __init__(self, sheet: Sheet, file: str, headers: Headers, supplied_columns: set[str]):
        self._sheet = sheet
        self._file = file
        self._headers = headers
        self._supplied = supplied_columns
        self._voices: dict[str, Voices] = {}
        best = self._voices_for(max(headers.candidates.values(), key=lambda candidate: candidate.score))
        self.words = best.titles + best.file

    def _voices_for(self, candidate: Candidate) -> Voices:
        name = candidate.register.name
        if name not in self._voices:
            self._voices[name] = voices_of(self._sheet, self._file, self._headers, candidate, self._supplied)
        return self._voices[name]

    def fitting(self) -> list[Candidate]:
        """Candidates that have all that their register needs, the fullest first, and of equals one that the evidence is for."""
        return sorted(
            (
                one
                for one in self._headers.candidates.values()
                if one.score and not one.missing(self._supplied)
            ),
            key=lambda candidate: (-candidate.score, not self._is_for(candidate)),
        )

    def nearest(self) -> Candidate:
        """The candidate with most columns, where evidence for it counts as one: of several that one, or the shorter list."""

        def closeness(one: Candidate) -> tuple[int, bool, bool, int]:
            is_for = one.score > 0 and self._is_for(one)
            named = is_for and is_named(one.register, self._voices_for(one))
            return one.score + is_for, named, is_for, -len(one.register.columns)

        candidates = self._headers.candidates.values()
        most = max(one.score for one in candidates)
        return max((one for one in candidates if one.score + 1 >= most), key=closeness)

    def is_accepted(self, candidate: Candidate) -> bool:
        """Whether the evidence is for the register. A list of objects is read, or is an extract from that register; one of
        a kind of its own is no list of another."""
        register = candidate.register
        return (
            (register.is_roll and not register.evidence.kinds)
            or self._is_for(candidate)
            or (self._verdict(candidate) == "silent" and not register.evidence.is_needed)
        )

    def read(self, accepted: list[Candidate]) -> tuple[Statement, ...]:
        """The statements of a sheet of the first of these registers, and of those that share its rows."""
        first, *others = self._without_extracts(accepted)
        sharing = [one for one in others if _share_rows(first, one)]
        equals = [one for one in others if one.score == first.score and one not in sharing]
        equals = [one for one in equals if self._is_for(one) == self._is_for(first)]
        if equals:
            line = self._line(f"{first.register.name} or {equals[0].register.name}")
            return (Statement("rejected", _ambiguous(first, equals[0], line), words=self.words),)
        return tuple(self._read(one) for one in (first, *sharing))

    def _without_extracts(self, accepted: list[Candidate]) -> list[Candidate]:
        """Without the rolls of which the sheet is an extract, where it is of a kind that another register takes."""
        taken = {kind for one in accepted for kind in one.register.evidence.kinds}
        rolls = [one for one in accepted if taken and one.register.is_roll]
        extracts = [one for one in rolls if (extract := self._extract(one)) and extract.kind in taken]
        return [one for one in accepted if one not in extracts] or accepted

    def refuse(self, fitting: list[Candidate]) -> Statement:
        """A sheet that has the headers of registers, and is of none of them by all other evidence."""
        contradicted = [one for one in fitting if self._verdict(one) == "both"]
        candidate, *others = contradicted or fitting
        register, voices = candidate.register, self._voices_for(candidate)
        line = self._line(" or ".join([register.name, *(one.register.name for one in others)]))
        fields = {"register": register.name, "title": register.title, "line": line}
        if contradicted:
            return Statement("rejected", Violation("contradicting_evidence", fields), words=self.words)
        if kind := kind_of(voices):
            return self._other(kind)
        return Statement("rejected", Violation("no_evidence", fields), words=self.words)

    def continuation(self, before: tuple[Statement, ...]) -> tuple[Statement, ...]:
        """The statements before it, where the sheet goes on from them without a header."""
        return tuple(
            replace(
                one, role="continuation", reason=reason, words=self.words, confidence="likely", match=match
            )
            for one in before
            if one.match and (match := continued_match(self._sheet, one.match))
            for reason in [
                Notice("continued_sheet", {"register": one.register, "title": one.match.register.title})
            ]
        )

    def reject(self, nearest: Candidate, registers: Mapping[str, Register]) -> Statement:
        """A sheet of which no register has all that it needs."""
        if turned := on_its_side(self._headers, registers):
            return Statement("rejected", *turned, words=self.words)
        if violation := years_across(self._headers) or quarters_across(self._headers):
            return Statement("rejected", violation, words=self.words)
        if roll := next(filter(self._is_summary, self._headers.candidates.values()), None):
            fields = {"register": roll.register.name, "title": roll.register.title}
            reason = Violation("summary_by_area", fields)
            return Statement("summary", reason, roll.register.name, words=self.words, confidence="likely")
        voices = self._voices_for(nearest)
        kind = kind_of(voices) if self._verdict(nearest) in ("against", "both", "silent") else None
        if nearest.score >= 2 and kind and (names_kind(voices, kind) or voices.headers):
            return self._other(kind)
        if nearest.score < 2:
            return Statement("other", Violation("not_a_register"), words=self.words)
        register = nearest.register
        for candidate in self._headers.candidates.values():
            is_meant = is_named(candidate.register, self._voices_for(candidate))
            if is_meant and (violation := partners_across(candidate)):
                return Statement("rejected", violation, candidate.register.name, words=self.words)
        if totals_by_area(nearest, self._supplied):
            reason = Violation("totals_by_area", {"register": register.name, "title": register.title})
            return Statement("summary", reason, register.name, words=self.words, confidence="likely")
        line = partial(_line, self._sheet, self._file)
        violation = missing_header(nearest, self._supplied, self.words, line)
        return Statement("rejected", violation, register.name, words=self.words)

    def _is_summary(self, candidate: Candidate) -> bool:
        return summary_by_area(candidate) and self._verdict(candidate) == "for"

    def _other(self, kind: Kind) -> Statement:
        """The statement of a ledger of no register."""
        reason = Violation("other_ledger", {"kind": kind.kind, "line": self._line("REGISTER")})
        return Statement("other", reason, kind=kind.kind, words=self.words)

    def _line(self, register: str) -> str:
        """The line of delivery.yml that states what the sheet is."""
        return _line(self._sheet, self._file, f"register: {register}")

    def _verdict(self, candidate: Candidate) -> Verdict:
        return weigh(candidate.register, self._voices_for(candidate))

    def _is_for(self, candidate: Candidate) -> bool:
        return self._verdict(candidate) == "for"

    def _read(self, candidate: Candidate) -> Statement:
        register = candidate.register
        if violation := (
            side_by_side(candidate) or parts_across(candidate, self._headers.rows) or years_below(candidate)
        ):
            return Statement("rejected", violation, register.name, words=self.words)
        candidate = replace(candidate, grain=self._grain(candidate))
        if register.is_roll and (extract := self._extract(candidate)):
            return extract
        fields = {"register": register.name, "title": register.title, "columns": candidate.score}
        return Statement(
            "list",
            Notice("identified_by_headers", fields),
            register.name,
            candidate.grain,
            words=(*self._dates(candidate), *self.words) if register.is_roll else self.words,
            confidence="certain" if self._verdict(candidate) in ("for", "silent") else "likely",
            match=match_columns(candidate, self._headers.rows),
        )

    def _grain(self, candidate: Candidate) -> str | None:
        """The form in which the register comes, where headers leave it open decided by the rows: one for each household."""
        for name, grain in candidate.register.grains.items():
            if grain.size in candidate.columns and not candidate.columns.keys() & set(grain.lacks):
                ids = self._rows(candidate).texts("household_id")
                if len(ids) > 1 and len(set(ids)) == len(ids) and all(ids):
                    return name
        return candidate.grain

    def _rows(self, candidate: Candidate) -> RowsBelow:
        return RowsBelow(self._sheet, self._headers, candidate)

    def _extract(self, candidate: Candidate) -> Statement | None:
        """The statement of a list of some of the register's objects, if it is such a one."""
        name = candidate.register.name
        return extract_of(self._rows(candidate), self._voices_for(candidate), self.words, self._line(name))

    def _dates(self, candidate: Candidate) -> tuple[str, ...]:
        """What columns that the register does not read say in every one of the first rows about when the list is of."""
        found = []
        for index, label in enumerate(candidate.labels, start=1):
            if index not in candidate.taken and _DATED.fullmatch(label.name):
                texts = {text for text in self._rows(candidate).cells(index) if text}
                found += [f"{label.name}:{text}" for text in texts] if len(texts) == 1 else []
        return tuple(found)


def _share_rows(first: Candidate, other: Candidate) -> bool:
    """Whether each row feeds both registers, each of which has an amount of its own that it needs."""
    declared = other.register.name in first.register.shares_rows_with or (
        first.register.name in other.register.shares_rows_with
    )
    own, others = (
        {one.columns[column.name] for column in one.register.columns if column.required and column.kind == "money"
         and column.name in one.columns}
        for one in (first, other)
    )  # fmt: skip
    return declared and first.header_row == other.header_row and bool(own - others and others - own)


def _ambiguous(first: Candidate, second: Candidate, line: str) -> Violation:
    return Violation(
        "ambiguous_register",
        {
            "first": first.register.name,
            "first_title": first.register.title,
            "second": second.register.name,
            "second_title": second.register.title,
            "columns": first.score,
            "line": line,
        },
    )
