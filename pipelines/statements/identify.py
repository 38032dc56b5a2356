"""What a sheet is: of the registers whose headers it has, the one that the evidence is for."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain, islice

from pipelines.deliveries.notes import Notes, SheetNote, entry
from pipelines.reading.headers import Candidate, Headers, columns_by_header, columns_named, find_headers
from pipelines.reading.labels import Label
from pipelines.reading.match import Match, match_columns
from pipelines.reading.normalise import normalise
from pipelines.reading.sheets import Sheet
from pipelines.reading.vocabularies import terms_of
from pipelines.registers.contract import AMOUNTS, Register
from pipelines.rules import Notice, Violation
from pipelines.statements.continuation import continued_match
from pipelines.statements.evidence import (
    Verdict,
    headers_of_kinds,
    is_named,
    kind_of,
    names_kind,
    voices_of,
    weigh,
)
from pipelines.statements.kinds import Kind, load_kinds
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
from pipelines.statements.statement import READ_ROLES, Statement
from pipelines.statements.versions import draft_mark

_FACTS = {*AMOUNTS, "code", "flag", "year", "month", "date"}
_FEWEST_ALIKE = 3
"""Rows that do not share a need by chance."""
_FEWEST_SINGLE = 3
"""Households of which one person each is listed by no slip."""
_DATED = re.compile("(数据|导出|统计|更新|截止|截至|提取)(日期|时间)|年度|年份")
"""Headers of columns that say of when a list is."""
_COMPLETE = 10
"""So many facts on its objects make a list the register itself, in a form of its own, whatever its name."""


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
        self._voices = {
            name: voices_of(sheet, file, headers, candidate, supplied_columns)
            for name, candidate in headers.candidates.items()
        }
        best = max(headers.candidates.values(), key=lambda candidate: candidate.score)
        self.words = self._voices[best.register.name].titles + self._voices[best.register.name].file

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
            named = is_for and is_named(one.register, self._voices[one.register.name])
            return one.score + is_for, named, is_for, -len(one.register.columns)

        return max(self._headers.candidates.values(), key=closeness)

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
        register, voices = candidate.register, self._voices[candidate.register.name]
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
        voices = self._voices[nearest.register.name]
        kind = kind_of(voices) if self._verdict(nearest) in ("against", "both", "silent") else None
        if nearest.score >= 2 and kind and (names_kind(voices, kind) or voices.headers):
            return self._other(kind)
        if nearest.score < 2:
            return Statement("other", Violation("not_a_register"), words=self.words)
        register = nearest.register
        for candidate in self._headers.candidates.values():
            is_meant = is_named(candidate.register, self._voices[candidate.register.name])
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
        return weigh(candidate.register, self._voices[candidate.register.name])

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
                ids = self._texts(candidate, "household_id")
                if len(ids) > 1 and len(set(ids)) == len(ids) and all(ids):
                    return name
        return candidate.grain

    def _texts(self, candidate: Candidate, column: str) -> list[str]:
        """The texts of the first rows in a column of the register."""
        index = candidate.columns.get(column)
        return self._cells(candidate, index) if index else []

    def _cells(self, candidate: Candidate, index: int) -> list[str]:
        """The texts of the first rows in a column of the sheet."""
        return _column(self._headers.rows[candidate.header_row :], index)

    def _dates(self, candidate: Candidate) -> tuple[str, ...]:
        """What columns that the register does not read say in every one of the first rows about when the list is of."""
        found = []
        for index, label in enumerate(candidate.labels, start=1):
            if index not in candidate.taken and _DATED.fullmatch(label.name):
                texts = {text for text in self._cells(candidate, index) if text}
                found += [f"{label.name}:{text}" for text in texts] if len(texts) == 1 else []
        return tuple(found)

    def _households(self, candidate: Candidate) -> tuple[int, int]:
        """How many households the first rows are of, and how many of those have members and no head."""
        relations: dict[str, set[str | None]] = {}
        for name, head in _heads(candidate.register):
            ids = self._household_ids(candidate)
            for household, term in zip(ids, self._terms(candidate, name), strict=False):
                relations.setdefault(household, set()).add(term)
        relations.pop("", None)
        known = {head for _, head in _heads(candidate.register)} | {None}
        return len(relations), sum(not known & found for found in relations.values())

    def _is_one_of_each(self, candidate: Candidate) -> bool:
        """Whether it lists one person of each household, not its head alone, and most of them state a size of several."""
        ids = self._household_ids(candidate)
        sizes = [grain.size for grain in candidate.register.grains.values() if grain.size]
        several = sum(
            text.isdigit() and int(text) > 1 for size in sizes for text in self._texts(candidate, size)
        )
        are_heads = all(
            {*self._terms(candidate, name)} <= {head, None} for name, head in _heads(candidate.register)
        )
        return not are_heads and len({*ids}) == len(ids) >= _FEWEST_SINGLE and 2 * several > len(ids)

    def _shared_need(self, candidate: Candidate) -> Kind | None:
        """The kind of list of which all rows have what one of them selects: no safe water."""
        for kind in load_kinds():
            for column, words in kind.alike.items():
                texts = self._texts(candidate, column)
                if _are_alike(texts, words) and _are_alike(self._all_texts(candidate, column), words):
                    return kind
        return None

    def _all_texts(self, candidate: Candidate, column: str) -> list[str]:
        """The texts of all rows in a column of the register."""
        rows = (
            self._sheet.cells(line) for _, line in islice(self._sheet.lines(), candidate.header_row, None)
        )
        return _column(rows, candidate.columns[column])

    def _household_ids(self, candidate: Candidate) -> list[str]:
        """The number of the household of each of the first rows; where they are formed, that of the head above."""
        ids, household = self._texts(candidate, "household_id"), ""
        if not candidate.forms("household_id"):
            return ids
        found = []
        [(name, head)] = _heads(candidate.register)
        for number, term in zip(ids, self._terms(candidate, name), strict=False):
            household = number if term == head else household
            found.append(household)
        return found

    def _terms(self, candidate: Candidate, column: str) -> list[str | None]:
        terms = terms_of(candidate.register.by_name[column].argument or "")
        return [terms.get(normalise(text)) for text in self._texts(candidate, column)]

    def _extract(self, candidate: Candidate) -> Statement | None:
        """The statement of a list with facts of one subject on objects that are listed elsewhere, if it is such a one."""
        voices = self._voices[candidate.register.name]
        need = self._shared_need(candidate)
        kind = need or kind_of(voices)
        is_named = kind is not None and names_kind(voices, kind)
        if is_named and kind and kind.kind in candidate.register.evidence.kinds:
            return None
        facts = sum(candidate.register.by_name[name].kind in _FACTS for name in candidate.columns)
        own = facts - len(_core(candidate.register) & candidate.columns.keys())
        others = _other_headers(candidate)
        households, headless = self._households(candidate)
        sizes = {grain.size for grain in candidate.register.grains.values()}
        on_a_subject = headers_of_kinds(candidate.free_labels)
        is_on_a_subject = on_a_subject > 0 and (on_a_subject > own or not sizes & candidate.columns.keys())
        is_of_members = 2 * headless > households
        is_of_some = is_of_members or need is not None or self._is_one_of_each(candidate)
        if is_of_some or (is_named and kind and (kind.is_change or kind.is_selection)):
            is_extract = True
        elif facts >= _COMPLETE:
            is_extract = bool(
                is_named
                and kind
                and kind.filled
                and all(all(self._texts(candidate, name)) for name in kind.filled)
            )
        elif candidate.grain != next(iter(candidate.register.grains)):
            is_extract = is_named
        elif any(lacked in candidate.columns for lacked in _structure(candidate.register)):
            ids = self._household_ids(candidate)
            is_single = len(set(ids)) == len(ids)  # whole households have members
            is_extract = (is_named and others > 0) or (is_on_a_subject and is_single)
        else:
            is_extract = is_named or others >= max(facts, 2) or is_on_a_subject
        if not is_extract:
            return None
        name = kind.kind if kind else (voices.titles or voices.file)[0]
        register = candidate.register
        line = self._line(register.name)
        fields: dict[str, object] = {
            "kind": name,
            "register": register.name,
            "title": register.title,
            "line": line,
        }
        if is_of_members:
            fields |= {"households": households, "headless": headless}
        return Statement(
            "extract",
            Violation("member_changes" if kind and kind.is_change else "extract", fields),
            candidate.register.name,
            candidate.grain,
            kind=name,
            words=self.words,
            confidence="likely",
        )


def _heads(register: Register) -> list[tuple[str, str]]:
    """Columns that distinguish the head of a household from its members, with the term for the head."""
    return [pair for grain in register.grains.values() for pair in grain.implies.items()]


def _column(rows: Iterable[list[str]], index: int) -> list[str]:
    """The texts of the rows with content in the column of that index."""
    return [row[index - 1].strip() if len(row) >= index else "" for row in rows if any(row)]


def _are_alike(texts: Sequence[str], words: Sequence[str]) -> bool:
    """Whether all texts are one of the words, but for notes below the data, which have none in the column."""
    stated = [text for text in texts if text]
    return (
        len(stated) >= _FEWEST_ALIKE
        and {*stated} <= {*words}
        and len(texts) - len(stated) <= len(stated) // 3
    )


def _core(register: Register) -> set[str]:
    """Columns that say who is on the register, and no more."""
    sizes = {grain.size for grain in register.grains.values() if grain.size}
    marks = {register.past_year, *(one.column for one in register.selections), *chain(*register.require_any)}
    return sizes | {*_structure(register)} | {name for name in marks if name}


def _structure(register: Register) -> Iterable[str]:
    """Columns that only the register's own form has."""
    return [column for grain in register.grains.values() for column in grain.lacks]


def _other_headers(candidate: Candidate) -> int:
    """The number of headers that match no column of the register."""
    ignored = {normalise(header) for header in candidate.register.ignored_headers}
    return sum(not ignored & set(label.readings) for label in candidate.free_labels)


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
