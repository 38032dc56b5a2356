"""The files of a delivery: every sheet is identified, and cleaned or accounted for with the reason why it is not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

import duckdb

from pipelines.cleaning.amendments import Amendments, Correction, Exemption, ended, unplaced
from pipelines.cleaning.fingerprint import file_digest
from pipelines.cleaning.records import Account, Records, SentSheet
from pipelines.cleaning.sent_back import SentBack
from pipelines.cleaning.sheet import clean_sheet
from pipelines.cleaning.sheet_notices import sheet_notices, unread_headers, unread_notices, unread_totals
from pipelines.cleaning.sheet_tables import SheetTables
from pipelines.cleaning.source import SheetSource
from pipelines.cleaning.years import later_events, states_years
from pipelines.deliveries.delivery import Delivery
from pipelines.deliveries.notes import sheets_line
from pipelines.places.scope import contradiction, scope_notices, scope_of
from pipelines.reading.files import read_sheets
from pipelines.reading.known_headers import columns_by_header, columns_named, known_headers
from pipelines.reading.match import Match, UnmappedHeader
from pipelines.reading.normalise import normalise
from pipelines.reading.origin import Origin
from pipelines.reading.prose import is_report
from pipelines.reading.sheets import Sheet
from pipelines.registers.contract import Register
from pipelines.rules import Notice, Refusal, UnreadableFile, Violation
from pipelines.statements.identify import identify_sheet
from pipelines.statements.rounds import are_of_one_month
from pipelines.statements.statement import Statement
from pipelines.statements.unread import unread_cells
from pipelines.statements.years import event_year_of, year_of


@dataclass(frozen=True)
class _ReadSheet:
    """A sheet, and the file that it was read from, with the SHA-256 of that."""

    file: str
    sha256: str
    sheet: Sheet

    @property
    def name(self) -> str:
        return self.sheet.name

    @property
    def sent(self) -> SentSheet:
        return SentSheet(self.file, self.name, self.sheet.is_hidden)

    @property
    def sent_with_content(self) -> SentSheet:
        return replace(self.sent, content_hash=file_digest(self.sheet.spool))


class FileCleaner:
    """Cleans the files of one delivery, one after another; the cleaned sheets are in `tables`."""

    def __init__(
        self,
        db: duckdb.DuckDBPyConnection,
        delivery: Delivery,
        registers: Mapping[str, Register],
        records: Records,
        tables: SheetTables,
        spools: Path,
    ):
        self._db = db
        self._delivery = delivery
        self._registers = registers
        self._records = records
        self._tables = tables
        self._spools = spools
        self._sent_back = SentBack(delivery)
        self._amendments = Amendments.of(delivery)
        self._amended: list[Correction | Exemption] = []
        self._found: set[tuple[str, str | None]] = set()

    def clean(self, path: Path) -> None:
        """Clean every sheet of the file; what cannot be read is accounted for, and the rest goes on.

        Raises Refusal where the file changes or vanishes meanwhile: then nothing about it is certain.
        """
        self._found.add((path.name, None))
        before, sha256 = _stamp(path), file_digest(path)
        try:
            if sha256 is None:
                self._reject(SentSheet(path.name, ""), None, UnreadableFile("unopened_file"))
            elif is_report(path):
                self._note_report(SentSheet(path.name, ""), sha256)
            else:
                self._clean_sheets(path, sha256)
        except UnreadableFile as problem:
            self._reject(SentSheet(path.name, ""), sha256, problem)
        except OSError as error:
            if _stamp(path) == before:
                file = f"{self._delivery.name}/{path.name}"
                raise Refusal("vanished_file", file=file, error=error.strerror) from None
        if _stamp(path) != before:
            raise Refusal("changing_file", file=f"{self._delivery.name}/{path.name}")

    def _note_report(self, sent: SentSheet, sha256: str) -> None:
        """Account for a written report: it has no rows, and its figures are compared with the marts."""
        reason = Violation("written_report")
        self._records.add_statement(sent, Statement("report", reason), rows=0)
        self._records.add_sheet(sent, None, Account(0), sha256, "non_data", reason.advice)

    def _clean_sheets(self, path: Path, sha256: str) -> None:
        made_from = self._sent_back.pages(path.name)
        replaced = self._sent_back.replaced(path.name, sha256)
        statements, file_before = tuple[Statement, ...](), ""
        for sheet in read_sheets(path, self._spools):
            read = _ReadSheet(path.name, sha256, sheet)
            self._records.shown(path.name, sheet.name)
            origins = made_from.get(sheet.name)
            file = origins[-1].file if origins else path.name
            self._found |= {
                (path.name, sheet.name),
                (file, None),
                (file, origins[-1].sheet if origins else None),
            }
            if file != file_before:  # what is a continuation goes on from a sheet of its own file
                statements, file_before = (), file
            try:
                if other := replaced.get(sheet.name):
                    self._supersede(read, other)
                elif origins is not None:
                    statements = self._clean_page(read, origins, statements)
                else:
                    statements = self._clean_sheet(read, statements)
            except UnreadableFile as problem:
                self._reject(SentSheet(path.name, sheet.name), sha256, problem, sheet.sent_rows())
            sheet.spool.unlink()
        self._report_deleted_pages(path, sha256)

    def _report_deleted_pages(self, path: Path, sha256: str) -> None:
        """Report pages that were deleted from a feedback workbook: their sheets count as first sent or, if the files
        are gone too, nothing is left of them."""
        for page, origins in self._sent_back.deleted(path.name).items():
            first, note = origins[-1], self._delivery.notes.on(path.name, page)
            self._found.add((path.name, page))
            fields = {"page": page, "sheet": " ".join(filter(None, (first.file, first.sheet)))}
            if self._sent_back.belongs_elsewhere(origins[0]):
                continue
            if any(origin.file in self._delivery.file_names for origin in origins):
                self._records.add_notice(path.name, None, None, Notice("deleted_page", fields, 1))
            elif not (note and note.counts is False):
                line = sheets_line({"file": path.name, "sheet": page, "counts": False})
                problem = UnreadableFile("lost_page", line=line, **fields)
                self._reject(SentSheet(path.name, page), sha256, problem)

    def _reject(self, sent: SentSheet, sha256: str | None, problem: UnreadableFile, rows: int = 0) -> None:
        violation = problem.violation
        self._records.add_statement(sent, Statement("rejected", violation), rows)
        self._records.add_rejected("sheet" if sent.sheet else "file", sent, None, violation)
        account = Account(rows, quarantined=rows)
        self._records.add_sheet(sent, None, account, sha256, "unreadable", violation.advice)

    def _supersede(self, read: _ReadSheet, other: str) -> None:
        """Account for a sheet that a page of a feedback workbook replaces."""
        rows, reason = read.sheet.sent_rows(), Violation("replaced_by_feedback", {"other": other})
        self._records.add_statement(read.sent, Statement("void", reason), rows)
        account = Account(rows, superseded=rows)
        self._records.add_sheet(read.sent, None, account, read.sha256, "superseded", reason.advice)

    def _clean_page(
        self, read: _ReadSheet, origins: Sequence[Origin], before: tuple[Statement, ...]
    ) -> tuple[Statement, ...]:
        """Clean a page of a feedback workbook that was sent back: its register and role are those of the sheet that
        it was made from.

        Pages that were written here hold nothing of the sender's, and are not accounted for.
        """
        if not origins:
            self._records.add_statement(read.sent, Statement("other", Violation("feedback_page")), rows=0)
        elif not origins[0].is_whole:
            made_from = " ".join(filter(None, (origins[0].file, origins[0].sheet)))
            reason = Violation("feedback_extract", {"sheet": made_from})
            self._set_aside(read, Statement("extract", reason))
        elif not self._is_meant(read) and (folder := self._sent_back.belongs_elsewhere(origins[0])):
            line = sheets_line({"file": read.file, "sheet": read.name, "counts": True})
            reason = Violation("feedback_elsewhere", {"folder": folder, "line": line})
            self._set_aside(read, Statement("rejected", reason))
        else:
            missing = origins[0].rows - read.sheet.sent_rows()
            if missing > 0:
                fields = {"rows": missing, "before": origins[0].rows}
                self._records.add_notice(
                    read.file, read.name, None, Notice("missing_page_rows", fields, missing)
                )
            return self._clean_sheet(read, before, origins[-1])
        return ()

    def _is_meant(self, read: _ReadSheet) -> bool:
        """Whether the notes let the sheet count."""
        note = self._delivery.notes.on(read.file, read.name)
        return note is not None and note.counts is True

    def _clean_sheet(
        self, read: _ReadSheet, before: tuple[Statement, ...], first: Origin | None = None
    ) -> tuple[Statement, ...]:
        """Clean the sheet, and return what it was identified as; `before` are the statements of the one before it.

        Of a page of a feedback workbook `first` is the sheet as it was first sent, whose names say what it is.
        """
        file, name = (first.file, first.sheet) if first else (read.file, read.name)
        statements = identify_sheet(
            replace(read.sheet, name=name), file, self._registers, self._delivery.notes, before
        )
        unread = unread_headers([statement.match for statement in statements if statement.match])
        for statement in statements:
            if statement.match is None:
                self._set_aside(read, statement)
            else:
                headers = unread.get(statement.match.register.name, ())
                self._clean_statement(read, statement, statement.match, headers)
        return statements

    def _clean_statement(
        self, read: _ReadSheet, statement: Statement, match: Match, unread: Sequence[UnmappedHeader]
    ) -> None:
        noted = self._delivery.notes.defaults_of(read.file, read.name)
        defaults = columns_named(noted, match.register)
        own = note.defaults if (note := self._delivery.notes.on(read.file, read.name)) else {}
        years = _missing_year(statement, match, {*match.columns, *columns_named(own, match.register)})
        is_open = not any(column.name in defaults for column in match.register.year_columns)
        if len(years) > 1 and is_open and not states_years(read.sheet, match):
            reason = Violation("several_years", {"years": years})
            self._set_aside(read, Statement("rejected", reason, match.register.name))
            return
        scope = scope_of(statement, match, defaults, self._delivery)
        if contradicting := contradiction(scope, match, read.file, read.name):
            self._set_aside(read, Statement("rejected", contradicting, match.register.name))
            return
        defaults = {**{name: value for name, (value,) in scope.items()}, **defaults}
        years = years if len(years) == 1 else ()
        for column in match.register.year_columns if years else ():
            defaults.pop(
                column.name, None
            )  # the title says what the delivery's notes say for sheets that do not
        amendments = self._amendments.of_sheet(read.file, read.name)
        self._amended += [*amendments.corrections, *amendments.exemptions]
        headers = known_headers(self._registers)
        source = SheetSource(
            self._db,
            self._delivery,
            read.sheet,
            match,
            amendments,
            headers,
            defaults,
            years[0] if years else None,
            are_of_one_month(statement.words, self._delivery.period),
            read.file,
        )
        clean = clean_sheet(source)
        line = sheets_line(
            {"file": read.file} | ({"sheet": read.name} if read.name else {}) | {"counts": True}
        )
        if not (note and note.counts) and (later := later_events(source, clean.rows, line)):
            self._set_aside(read, Statement("rejected", later, match.register.name))
            return
        sent = read.sent_with_content
        if match.register.counts != "stock":
            sent = replace(sent, unread=unread_cells(read.sheet, match.header_row, unread))
        self._tables.add(sent, replace(statement, grain=clean.grain), read.sha256, match, clean)
        notices = [
            *unread_notices(unread, match.register),
            *clean.notices,
            *sheet_notices(read.sheet, statement, match, years, self._delivery.period),
            *([] if clean.data_rows else [Notice("no_rows")]),
            *scope_notices(scope, match, read.sheet, read.file),
            *unread_totals(match, self._registers),
        ]
        self._records.add_notices(read.sent, match.register.name, notices)

    def _set_aside(self, read: _ReadSheet, statement: Statement) -> None:
        """Account for a sheet of which no row is read: it has no data, or data that cannot be read in this form."""
        rows, sent, reason = read.sheet.sent_rows(), read.sent_with_content, statement.reason
        account, status = Account(rows, non_data=rows), "non_data"
        self._records.add_statement(sent, statement, rows)
        if statement.role == "rejected":
            account, status = Account(rows, quarantined=rows), "unreadable"
            self._records.add_rejected("sheet", sent, statement.register, reason)
        self._records.add_sheet(sent, statement.register, account, read.sha256, status, reason.advice)

    def report_unused_amendments(self) -> None:
        """Report notes on cells that have ended, or whose cell is in no sheet."""
        for file, notice in self._amendments.notices:
            self._records.add_notice(file, None, None, notice)
        for entry in self._amendments.ended:
            self._records.add_notice(entry.file, entry.sheet, None, ended(entry))
        in_force: list[Correction | Exemption] = [*self._amendments.corrections, *self._amendments.exemptions]
        for one in in_force:
            if one not in self._amended:
                self._records.add_notice(one.file, one.sheet, None, unplaced(one))

    def report_unused_notes(self) -> None:
        """Report what delivery.yml states of sheets that were not sent, and of columns that no register has."""
        notes, files = self._delivery.notes, tuple(self._delivery.file_names.values())
        labels = {f"{file}·{sheet}": (file, sheet) for file, sheet in self._found if sheet}
        here = [(one.file, one.sheet) for note in notes.sheets for one in note.replaced if one.period is None]
        for file, sheet in [*((note.file, note.sheet) for note in notes.sheets), *here]:
            if labels.get(file, (file, sheet)) not in self._found:
                fields = {"file": file, "sheet": sheet, "files": files}
                self._records.add_notice("delivery.yml", None, None, Notice("unused_note", fields))
        known = {column.name for register in self._registers.values() for column in register.columns}
        named = [columns_by_header(register) for register in self._registers.values()]
        stated = {*notes.defaults, *(name for note in notes.sheets for name in note.defaults)}
        for name in sorted(one for one in stated if not any(normalise(one) in columns for columns in named)):
            fields = {"found": name, "nearest": "".join(get_close_matches(name, known, n=1))}
            self._records.add_notice("delivery.yml", None, None, Notice("unknown_default", fields))


def _missing_year(statement: Statement, match: Match, stated: set[str]) -> tuple[int, ...]:
    """The years that the statement's words state where neither its columns nor the notes on the sheet do."""
    register = match.register
    if not any(column.name not in stated for column in register.year_columns):
        return ()
    return event_year_of(statement.words) if register.counts == "flow" else year_of(statement.words)


def _stamp(path: Path) -> tuple[int, ...] | None:
    """Return a stamp that changes whenever the file does; None if there is no file."""
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_ino, state.st_size, state.st_mtime_ns
