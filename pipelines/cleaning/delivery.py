"""One delivery: every sheet of every file → a folder of Parquet pieces, in a process of its own.

A piece folder is named by what went into it (file contents, contracts, code, key), so that what has not
changed is not done again. It holds <register>.parquet with the rows of all its sheets, whether or not they
count beside each other, and _statements, _sheets, _quarantine and _findings.
"""

import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import mkdtemp

import duckdb

from pipelines.cleaning.amendments import Amendments, Correction, Exemption, ended, unplaced
from pipelines.cleaning.duplicates import make_unique
from pipelines.cleaning.fingerprint import file_digest, fingerprint
from pipelines.cleaning.identities import key_macro
from pipelines.cleaning.parts import rows_per_part
from pipelines.cleaning.places import LEVELS, names_in, place_rows
from pipelines.cleaning.records import Account, Records, SentSheet
from pipelines.cleaning.sheet import CleanSheet, clean_sheet
from pipelines.cleaning.source import SheetSource
from pipelines.cleaning.totals import summed
from pipelines.common.sql import literal, scalar
from pipelines.deliveries.delivery import Delivery
from pipelines.deliveries.places import Level
from pipelines.reading.files import read_sheets
from pipelines.reading.headers import known_headers
from pipelines.reading.match import Match, UnmappedHeader
from pipelines.reading.origin import Origin, feedback_origin
from pipelines.reading.sheets import FILLER, Sheet
from pipelines.registers.contract import Register
from pipelines.rules import Notice, Refusal, UnreadableFile, Violation
from pipelines.statements.identify import identify_sheet
from pipelines.statements.statement import Statement
from pipelines.statements.years import year_of
from pipelines.values.sql_casts import MACROS

_NAMED_ROWS = 5
_OUTCOME = (
    "select file, sheet, rows_read, accepted, quarantined, status, message_zh, message from {} order by all"
)


@dataclass(frozen=True)
class Cleaned:
    """What became of a delivery: its pieces, its counts, and sentences in Chinese and English about files that could not
    be read."""

    delivery: Delivery
    pieces: Path
    files: int
    rows_read: int
    accepted: int
    quarantined: int
    problems: tuple[tuple[str, str], ...]
    is_new: bool


def clean_delivery(
    delivery: Delivery,
    registers: Mapping[str, Register],
    pieces: Path,
    key: bytes,
    threads: int = 1,
    is_again: bool = False,
) -> Cleaned:
    """Clean every file of the delivery into `pieces`/<fingerprint>, unless that folder is there and need not be again."""
    folder = pieces / fingerprint(delivery, registers, key)
    sheets = None if is_again else _cleaned_already(folder)
    is_new = sheets is None
    if sheets is None:
        shutil.rmtree(folder, ignore_errors=True)
        pieces.mkdir(parents=True, exist_ok=True)
        working = Path(mkdtemp(prefix="unfinished-", dir=pieces))
        try:
            sheets = _DeliveryCleaner(delivery, registers, working, key, threads).clean()
            working.rename(folder)
        finally:
            shutil.rmtree(working, ignore_errors=True)
    return Cleaned(
        delivery,
        folder,
        files=len(delivery.files),
        rows_read=sum(sheet[2] for sheet in sheets),
        accepted=sum(sheet[3] for sheet in sheets),
        quarantined=sum(sheet[4] for sheet in sheets),
        problems=tuple(
            (f"{where} {message_zh}", f"{where}: {message}")
            for file, name, *_, status, message_zh, message in sheets
            if status == "unreadable"
            for where in [f"{delivery.name}/{file}{f'·{name}' if name else ''}"]
        ),
        is_new=is_new,
    )


def _cleaned_already(folder: Path) -> list[tuple] | None:
    """What became of each sheet, where the pieces are there and every one of them still opens."""
    if not (folder / "_sheets.parquet").exists():
        return None
    try:
        with duckdb.connect() as db:
            for piece in folder.glob("*.parquet"):
                db.execute("select count(*) from read_parquet(?)", [str(piece)]).fetchall()
            sheets = literal(folder / "_sheets.parquet")
            return db.execute(_OUTCOME.format(f"read_parquet({sheets})")).fetchall()
    except duckdb.Error:
        return None


@dataclass
class _Table:
    """A sheet that was read: where it stands, the table of its typed rows, and those of its faults."""

    number: int
    sent: SentSheet
    statement: Statement
    sha256: str
    match: Match
    clean: CleanSheet
    rows: str
    faults: list[str]
    duplicates: int = 0

    @property
    def read_rows(self) -> str:
        """SQL for the rows as they are published."""
        return rows_per_part(self.rows, self.match) if self.match.rows_per_part else f"from {self.rows}"

    @property
    def register(self) -> Register:
        return self.match.register

    @property
    def file(self) -> str:
        return self.sent.file

    @property
    def sheet(self) -> str:
        return self.sent.sheet


class _DeliveryCleaner:
    def __init__(
        self, delivery: Delivery, registers: Mapping[str, Register], folder: Path, key: bytes, threads: int
    ):
        self._delivery = delivery
        self._registers = dict(registers)
        self._folder = folder
        self._spools = folder / "spools"
        self._feedback = {path.name: feedback_origin(path) for path in delivery.files}
        self._amendments = Amendments.of(delivery)
        self._amended: list[Correction | Exemption] = []
        self._tables: list[_Table] = []
        self._db = duckdb.connect(
            config={"threads": threads, "memory_limit": "700MB", "temp_directory": str(folder / "spill")}
        )
        # A worker looks to DuckDB like somebody at a prompt.
        self._db.execute("set enable_progress_bar = false")
        self._db.execute(key_macro(key))
        for macro in MACROS:
            self._db.execute(macro)
        self._records = Records(self._db, delivery)

    def clean(self) -> list[tuple]:
        """Write the pieces and give what became of each sheet."""
        self._spools.mkdir()
        with self._db:
            for path in self._delivery.files:
                self._clean_file(path)
            self._report_unused_amendments()
            self._settle_rows()
            for name, tables in self._by_register().items():
                self._write_register(name, tables)
            for table in self._tables:
                self._account(table)
            self._records.write(self._folder)
            outcome = self._db.execute(_OUTCOME.format("sheets")).fetchall()
        shutil.rmtree(self._spools)
        shutil.rmtree(self._folder / "spill", ignore_errors=True)
        return outcome

    # -- files and sheets ---------------------------------------------------------------------------------------

    def _clean_file(self, path: Path) -> None:
        """Clean every sheet of the file; what cannot be read is accounted for, and the rest goes on.

        Raises Refusal where the file changes or vanishes meanwhile: then nothing certain can be said of it.
        """
        before, sha256 = _stamp(path), file_digest(path)
        if sha256 is None:
            self._reject_file(path, "", None, UnreadableFile("unopened_file"))
            return
        try:
            origins, replaced = self._feedback[path.name], self._replaced(path.name, sha256)
            statements, file_before = tuple[Statement, ...](), ""
            for sheet in read_sheets(path, self._spools):
                self._records.shown(path.name, sheet.name)
                made_from = origins.get(sheet.name)
                file = made_from[-1].file if made_from else path.name
                if file != file_before:  # what is a continuation goes on from a sheet of its own file
                    statements, file_before = (), file
                try:
                    if other := replaced.get(sheet.name):
                        self._supersede(path, sheet, other, sha256)
                    elif made_from is not None:
                        statements = self._clean_page(path, sheet, sha256, made_from, statements)
                    else:
                        statements = self._clean_sheet(path, sheet, sha256, statements)
                except UnreadableFile as problem:
                    self._reject_file(path, sheet.name, sha256, problem, _lines(sheet))
                sheet.spool.unlink()
        except UnreadableFile as problem:
            self._reject_file(path, "", sha256, problem)
        except OSError as error:
            if _stamp(path) == before:
                file = f"{self._delivery.name}/{path.name}"
                raise Refusal("vanished_file", file=file, error=error.strerror) from None
        if _stamp(path) != before:
            raise Refusal("changing_file", file=f"{self._delivery.name}/{path.name}")

    def _reject_file(
        self, path: Path, sheet: str, sha256: str | None, problem: UnreadableFile, rows: int = 0
    ) -> None:
        account = Account(rows, quarantined=rows)
        violation = problem.violation
        level = "sheet" if sheet else "file"
        self._records.add_statement(SentSheet(path.name, sheet), Statement("rejected", violation), rows)
        self._records.add_rejected(level, path.name, sheet, None, violation.rule, violation.sentences)
        self._records.add_sheet(path.name, sheet, None, account, sha256, "unreadable", violation.advice)

    def _replaced(self, file: str, sha256: str) -> dict[str, str]:
        """Sheet of the file → the page of a feedback workbook, sent back beside it, that was made of it."""
        return {
            origin.sheet: f"{other} {page}"
            for other, pages in self._feedback.items()
            for page, origins in pages.items()
            for origin in origins
            if origin.is_whole
            and (origin.period, origin.file, origin.sha256) == (self._delivery.period.name, file, sha256)
        }

    def _supersede(self, path: Path, sheet: Sheet, other: str, sha256: str) -> None:
        """Account for a sheet that came back mended."""
        lines, reason = _lines(sheet), Violation("replaced_by_feedback", {"other": other})
        self._records.add_statement(
            SentSheet(path.name, sheet.name, sheet.is_hidden), Statement("void", reason), lines
        )
        account = Account(lines, superseded=lines)
        self._records.add_sheet(path.name, sheet.name, None, account, sha256, "superseded", reason.advice)

    def _clean_page(
        self,
        path: Path,
        sheet: Sheet,
        sha256: str,
        origins: Sequence[Origin],
        before: tuple[Statement, ...],
    ) -> tuple[Statement, ...]:
        """Clean a page of a feedback workbook that was sent back: it is what the sheet was that it was made from.

        Pages that were written here hold nothing of the sender's, and are not accounted for.
        """
        if not origins:
            own = SentSheet(path.name, sheet.name, sheet.is_hidden)
            self._records.add_statement(own, Statement("other", Violation("feedback_page")), rows=0)
        elif not origins[0].is_whole:
            made_from = " ".join(filter(None, (origins[0].file, origins[0].sheet)))
            reason = Violation("feedback_extract", {"sheet": made_from})
            self._set_aside(path, sheet, Statement("extract", reason), sha256)
        else:
            return self._clean_sheet(path, sheet, sha256, before, origins[-1])
        return ()

    def _clean_sheet(
        self,
        path: Path,
        sheet: Sheet,
        sha256: str,
        before: tuple[Statement, ...],
        first: Origin | None = None,
    ) -> tuple[Statement, ...]:
        """Clean the sheet, and return what it was identified as; `before` are the statements of the one before it.

        Of a page of a feedback workbook `first` is the sheet as it was first sent, whose names say what it is.
        """
        file, name = (first.file, first.sheet) if first else (path.name, sheet.name)
        statements = identify_sheet(
            replace(sheet, name=name), file, self._registers, self._delivery.notes, before
        )
        unread = _unread_headers([statement.match for statement in statements if statement.match])
        for statement in statements:
            if statement.match is None:
                self._set_aside(path, sheet, statement, sha256)
            else:
                told = unread.get(statement.match.register.name, ())
                self._clean_statement(path, sheet, statement, statement.match, sha256, told)
        return statements

    def _clean_statement(
        self,
        path: Path,
        sheet: Sheet,
        statement: Statement,
        match: Match,
        sha256: str,
        unread: Iterable[UnmappedHeader],
    ) -> None:
        years = self._missing_year(path, sheet, statement, match)
        if len(years) > 1:
            reason = Violation("several_years", {"years": years})
            self._set_aside(path, sheet, Statement("rejected", reason, match.register.name), sha256)
            return
        amendments = self._amendments.of_sheet(path.name, sheet.name)
        self._amended += [*amendments.corrections, *amendments.exemptions]
        clean = clean_sheet(
            SheetSource(
                self._db,
                self._delivery,
                sheet,
                match,
                amendments,
                known_headers(self._registers),
                self._delivery.notes.defaults_of(path.name, sheet.name),
                *years,
            )
        )
        rows, faults = (self._keep(table) for table in (clean.rows, clean.faults))
        number = self._records.expect_sheet()
        sent = SentSheet(path.name, sheet.name, sheet.is_hidden, file_digest(sheet.spool))
        table = _Table(number, sent, statement, sha256, match, clean, rows, [faults])
        self._tables.append(table)
        told = [Notice("hidden_sheet")] if sheet.is_hidden else []
        told += _unseen_rows(sheet, match)
        if statement.role == "continuation":
            told += [Notice(statement.reason.rule, statement.reason.fields)]
        told += [self._year_notice(match, year) for year in years]
        self._report(table, [*(header.notice(match.register) for header in unread), *clean.notices, *told])

    def _missing_year(self, path: Path, sheet: Sheet, statement: Statement, match: Match) -> tuple[int, ...]:
        """What the statement's words say of the year that its columns leave out."""
        missing = [column for column in match.register.columns if column.is_period_year]
        stated = {*match.columns, *self._delivery.notes.defaults_of(path.name, sheet.name)}
        return year_of(statement.words) if any(column.name not in stated for column in missing) else ()

    def _year_notice(self, match: Match, year: int) -> Notice:
        column = next(column for column in match.register.columns if column.is_period_year)
        period = self._delivery.period
        other = None if year == period.ends_on.year else period.name
        fields = {"column": column.name, "title": column.title, "year": year, "period": other}
        return Notice("year_from_words", fields)

    def _keep(self, table: str) -> str:
        """Give the table a name that the next sheet's does not take."""
        kept = f"{table}_{len(self._tables)}"
        self._db.execute(f"alter table {table} rename to {kept}")
        return kept

    def _set_aside(self, path: Path, sheet: Sheet, statement: Statement, sha256: str) -> None:
        """Account for a sheet of which no row is read: it holds no data, or data that cannot be read as they stand."""
        lines, advice, register = _lines(sheet), statement.reason.advice, statement.register
        account, status = Account(lines, non_data=lines), "non_data"
        sent = SentSheet(path.name, sheet.name, sheet.is_hidden, file_digest(sheet.spool))
        self._records.add_statement(sent, statement, lines)
        if statement.role == "rejected":
            account, status = Account(lines, quarantined=lines), "unreadable"
            reason = statement.reason
            self._records.add_rejected(
                "sheet", path.name, sheet.name, register, reason.rule, reason.sentences
            )
        self._records.add_sheet(path.name, sheet.name, register, account, sha256, status, advice)

    def _report(self, table: _Table, notices: Iterable[Notice]) -> None:
        for notice in notices:
            self._records.add_notice(table.file, table.sheet, table.register.name, notice)

    def _report_unused_amendments(self) -> None:
        amendments = self._amendments
        for file, notice in amendments.notices:
            self._records.add_notice(file, None, None, notice)
        for entry in amendments.ended:
            self._records.add_notice(entry.file, entry.sheet, None, ended(entry))
        in_force: list[Correction | Exemption] = [*amendments.corrections, *amendments.exemptions]
        for one in in_force:
            if one not in self._amended:
                self._records.add_notice(one.file, one.sheet, None, unplaced(one))

    # -- rows of all sheets -------------------------------------------------------------------------------------

    def _settle_rows(self) -> None:
        """Compare names of places with those that the unit says it has, and make the rows of each sheet unique.

        Lists that define places come first; then rows that differ only in how they spell a place are one row.
        """
        own = self._delivery.area["township"]
        known: dict[Level, list[str]] = {"township": [own]} if own else {}
        for table in self._defining():
            self._settle(table, known)
        known |= {level: names for level in LEVELS if level not in known and (names := self._defined(level))}
        for table in self._tables:
            if not table.register.defines_places:
                self._settle(table, known)

    def _defining(self) -> Iterator[_Table]:
        return (table for table in self._tables if table.register.defines_places)

    def _defined(self, level: str) -> list[str]:
        """Names of places in the unit's own list of them, unless that has faults itself."""
        faults = [fault for table in self._defining() for fault in table.faults]
        if any(scalar(self._db, f"select count(*) from {fault} where level = 'row'") for fault in faults):
            return []
        return sorted({name for table in self._defining() for name in names_in(self._db, table.rows, level)})

    def _settle(self, table: _Table, known: Mapping[Level, list[str]]) -> None:
        as_of = self._delivery.period.ends_on
        former_names = {level: self._delivery.places.former_names(level, as_of) for level in LEVELS}
        table.rows, unmatched, notices = place_rows(self._db, table.rows, table.match, known, former_names)
        table.rows, conflicts, duplicates = make_unique(self._db, table.rows, table.match)
        table.faults += [faults for faults in (unmatched, conflicts) if faults]
        repeated = [Notice("repeated_rows", {}, duplicates)] if duplicates else []
        self._report(table, [*notices, *repeated])
        table.duplicates = duplicates

    def _account(self, table: _Table) -> None:
        """Record the faults of a sheet, and where each of its rows went."""
        for faults in table.faults:
            self._records.add_faults(table.file, table.sheet, table.register.name, faults)
        faults = " union all ".join(f"select row, level from {faults}" for faults in table.faults)
        quarantined = scalar(self._db, f"select count(distinct row) from ({faults}) where level = 'row'")
        cells = scalar(
            self._db,
            f"select count(*) from ({faults}) semi join {table.rows} using (row) where level = 'cell'",
        )
        accepted = scalar(self._db, f"select count(*) from {table.rows}")
        non_data = table.clean.rows_read - table.clean.data_rows
        account = Account(table.clean.rows_read, accepted, quarantined, table.duplicates, non_data, cells)
        status = "quarantined" if quarantined and not accepted else "read"
        self._records.add_sheet(
            table.file,
            table.sheet,
            table.register.name,
            account,
            table.sha256,
            status,
            match=table.match,
            number=table.number,
        )
        totals = [column.name for column in summed(table.register, table.match.mapped)]
        self._records.add_statement(table.sent, table.statement, accepted, table.rows, totals)

    def _by_register(self) -> dict[str, list[_Table]]:
        found: dict[str, list[_Table]] = {}
        for table in self._tables:
            found.setdefault(table.register.name, []).append(table)
        return found

    def _write_register(self, name: str, tables: list[_Table]) -> None:
        """One Parquet piece of all sheets of the register."""
        register = self._registers[name]
        period = self._delivery.period
        constants = {
            "unit": literal(self._delivery.unit),
            "period": literal(period.name),
            "as_of_on": f"date '{period.ends_on}'",
            "as_of_year": str(period.ends_on.year),
        }
        union = " union all ".join(
            f"select {', '.join(columns)} from ({table.read_rows})"
            for table in tables
            for file, sheet in [self._records.shown(table.file, table.sheet)]
            for constant in [constants | {"file": literal(file), "sheet": literal(sheet)}]
            for columns in [
                [
                    f"{constant[name]} as {name}" if name in constant else name
                    for name in register.published_columns
                ]
            ]
        )
        self._db.execute(
            f"""copy ({union}) to {literal(self._folder / f"{name}.parquet")}
                (format parquet, parquet_version v2, compression zstd, compression_level 1)"""
        )


def _unread_headers(matches: Sequence[Match]) -> dict[str, list[UnmappedHeader]]:
    """Register → headers of a sheet that none of its matches reads, each of the register that it is likest to belong to."""
    read = {index for match in matches for index in match.columns.values()}
    likeliest: dict[int, tuple[str, UnmappedHeader]] = {}
    for match in matches:
        for header in match.unmapped:
            known = likeliest.get(header.index)
            if header.index not in read and (known is None or (header.proposal and not known[1].proposal)):
                likeliest[header.index] = match.register.name, header
    found: dict[str, list[UnmappedHeader]] = {}
    for _, (register, header) in sorted(likeliest.items(), key=lambda pair: pair[0]):
        found.setdefault(register, []).append(header)
    return found


def _unseen_rows(sheet: Sheet, match: Match) -> Iterator[Notice]:
    """Notices of rows of data that are hidden or struck out."""
    for rows, is_hidden in ((sheet.hidden_rows, True), (sheet.struck_rows, False)):
        data = [row for row in rows if row > match.header_row]
        if data:
            more = "…" if len(data) > _NAMED_ROWS else ""
            fields = {"count": len(data), "rows": tuple(data[:_NAMED_ROWS]), "more": more}
            yield Notice("hidden_rows" if is_hidden else "struck_rows", fields, len(data))


def _lines(sheet: Sheet) -> int:
    """How many rows the sheet has, without those that only keep row numbers as the sender sees them."""
    with sheet.spool.open(encoding="utf-8", newline="\n") as lines:
        return sheet.rows - sum(line.rstrip("\n") == FILLER for line in lines)


def _stamp(path: Path) -> tuple[int, ...] | None:
    """What changes whenever the file does; None where there is none."""
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_ino, state.st_size, state.st_mtime_ns
