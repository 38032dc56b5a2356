"""One delivery: every sheet of every file → a folder of Parquet pieces, in a process of its own.

A piece folder is named by what went into it (file contents, contracts, code, key), so that what has not
changed is not done again. It holds <register>.parquet, and _sheets, _quarantine and _findings.
"""

import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import duckdb

from pipelines.cleaning.amendments import Amendments, Correction, Exemption, ended, unplaced
from pipelines.cleaning.duplicates import resolve_duplicates
from pipelines.cleaning.identities import key_macro
from pipelines.cleaning.places import LEVELS, UnmatchedPlace, match_places
from pipelines.cleaning.sheet import Account, SheetCleaner
from pipelines.cleaning.sql_casts import MACROS
from pipelines.common.errors import UserError
from pipelines.common.sql import literal, scalar
from pipelines.deliveries.delivery import Delivery
from pipelines.reading.files import read_sheets
from pipelines.reading.headers import Match, RejectedSheet, Unknown, identify_register, known_headers
from pipelines.reading.sheets import FILLER, Sheet
from pipelines.registers.contract import FOLDER as REGISTERS
from pipelines.registers.contract import Register
from pipelines.rules import Notice, UnreadableFile, Violation

CODE = Path(__file__).parent.parent

SHEET_COLUMNS = """unit varchar, period varchar, file varchar, sheet varchar, register varchar, rows_read bigint,
    accepted bigint, quarantined bigint, superseded bigint, non_data bigint, sha256 varchar, status varchar,
    message varchar, message_zh varchar, header_row bigint, places varchar"""
"""`message` is in English. `header_row` is the last row of the header, 0 where none was found. `places` maps, as JSON, a
column of the contract to its index in the sheet, counted from 1."""
QUARANTINE_COLUMNS = """unit varchar, period varchar, file varchar, sheet varchar, register varchar, row bigint,
    cell varchar, header varchar, rule varchar, reason_zh varchar, reason_en varchar, raw varchar"""
FINDING_COLUMNS = """unit varchar, period varchar, file varchar, sheet varchar, register varchar, rule varchar,
    severity varchar, message_zh varchar, message_en varchar, rows bigint, sample varchar"""

_SAME_SHEET = Violation("identical_sheet").sentences
_OUTCOME = "select file, sheet, rows_read, accepted, quarantined, status, message from {} order by all"
_UNKNOWN_PLACES = ", ".join(literal(f"unknown_{level}") for level in LEVELS)


@dataclass(frozen=True)
class Cleaned:
    """What became of a delivery: its pieces, its counts, and sentences about files that could not be read."""

    delivery: Delivery
    pieces: Path
    files: int
    rows_read: int
    accepted: int
    quarantined: int
    problems: tuple[str, ...]
    is_new: bool


def fingerprint(delivery: Delivery, registers: Mapping[str, Register], key: bytes) -> str:
    """Name of the piece folder: equal only if the same would come of the delivery again."""
    digest = hashlib.sha256(_code_digest().encode())
    digest.update(key_macro(key).encode())
    digest.update(
        json.dumps({n: r.model_dump(mode="json") for n, r in registers.items()}, sort_keys=True).encode()
    )
    digest.update(
        json.dumps(
            [delivery.name, delivery.area, delivery.notes.model_dump(), Amendments.of(delivery).describe()],
            sort_keys=True,
            default=str,
        ).encode()
    )
    for path in delivery.files:
        digest.update(json.dumps([path.name, _content(path)]).encode())
    return digest.hexdigest()[:32]


def clean_delivery(
    delivery: Delivery, registers: Mapping[str, Register], pieces: Path, key: bytes, threads: int = 1
) -> Cleaned:
    """Clean every file of the delivery into `pieces`/<fingerprint>, unless that folder is there already."""
    folder = pieces / fingerprint(delivery, registers, key)
    sheets = _cleaned_already(folder)
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
            f"{delivery.name}/{file}{f', sheet {name}' if name else ''}: {message}"
            for file, name, *_, status, message in sheets
            if status == "unreadable"
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


class _DeliveryCleaner:
    def __init__(
        self, delivery: Delivery, registers: Mapping[str, Register], folder: Path, key: bytes, threads: int
    ):
        self._delivery = delivery
        self._registers = dict(registers)
        self._folder = folder
        self._given = set(delivery.notes.defaults)
        self._amendments = Amendments.of(delivery)
        self._tables: dict[str, list[str]] = {}
        self._origins: dict[str, tuple[str, str, Match]] = {}
        self._seen: set[str] = set()
        self._placed: list[Correction | Exemption] = []
        self._db = duckdb.connect(
            config={"threads": threads, "memory_limit": "700MB", "temp_directory": str(folder / "spill")}
        )
        # A worker looks to DuckDB like somebody at a prompt.
        self._db.execute("set enable_progress_bar = false")
        self._db.execute(key_macro(key))
        for macro in MACROS:
            self._db.execute(macro)
        self._db.execute(f"create table sheets ({SHEET_COLUMNS})")
        self._db.execute(f"create table quarantine ({QUARANTINE_COLUMNS})")
        self._db.execute(f"create table findings ({FINDING_COLUMNS})")

    def clean(self) -> list[tuple]:
        """Write the pieces and give what became of each sheet."""
        spools = self._folder / "spools"
        spools.mkdir()
        with self._db:
            for path in self._delivery.files:
                self._clean_file(path, spools)
            self._report_idle_amendments()
            self._match_places()
            self._report_repeated_rows()
            for name in self._tables:
                self._write_register(name)
            for name in ("sheets", "quarantine", "findings"):
                self._db.execute(
                    f"copy {name} to {literal(self._folder / f'_{name}.parquet')} (format parquet)"
                )
            outcome = self._db.execute(_OUTCOME.format("sheets")).fetchall()
        shutil.rmtree(spools)
        shutil.rmtree(self._folder / "spill", ignore_errors=True)
        return outcome

    def _clean_file(self, path: Path, spools: Path) -> None:
        """Clean every sheet of the file; what cannot be read is accounted for, and the rest goes on.

        Raises UserError where the file changes or vanishes meanwhile: then nothing certain can be said of it.
        """
        before, sha256 = _stamp(path), _content(path)
        if sha256 is None:
            self._unreadable(path, "", None, UnreadableFile("unopened_file"))
            return
        try:
            for sheet in read_sheets(path, spools):
                try:
                    self._clean_sheet(path, sheet, sha256)
                except UnreadableFile as problem:
                    self._unreadable(path, sheet.name, sha256, problem, sheet.rows - _fillers(sheet))
                sheet.spool.unlink()
        except UnreadableFile as problem:
            self._unreadable(path, "", sha256, problem)
        except OSError as error:
            if _stamp(path) == before:
                raise UserError(
                    f"{self._delivery.name}/{path.name} cannot be read: {error.strerror}."
                ) from None
        if _stamp(path) != before:
            raise UserError(
                f"{self._delivery.name}/{path.name} changed while it was being read; "
                "wait until it is copied in full and build again."
            )

    def _unreadable(
        self, path: Path, sheet: str, sha256: str | None, problem: UnreadableFile, rows: int = 0
    ) -> None:
        account = Account(rows, 0, rows, 0, 0)
        self._account(path, sheet, None, account, sha256, "unreadable", problem.violation.advice)

    def _clean_sheet(self, path: Path, sheet: Sheet, sha256: str) -> None:
        content = _sha256(sheet.spool)
        if sheet.rows and content in self._seen:
            rows = sheet.rows - _fillers(sheet)
            account = Account(rows, 0, 0, rows, 0)
            self._account(path, sheet.name, None, account, sha256, "superseded", _SAME_SHEET)
            return
        self._seen.add(content)
        match = identify_register(sheet, self._registers, self._given)
        if isinstance(match, RejectedSheet):
            self._set_aside(path, sheet, match, sha256)
            return
        amendments = self._amendments.of_sheet(path.name, sheet.name)
        self._placed += [*amendments.corrections, *amendments.exemptions]
        cleaner = SheetCleaner(
            self._db, self._delivery, sheet, match, amendments, known_headers(self._registers)
        )
        account = cleaner.clean()
        name = match.register.name
        self._quarantine_faults(path.name, sheet.name, name)
        findings = [*map(_said, match.unknown), *cleaner.findings]
        if sheet.is_hidden:
            findings.append(Notice("hidden_sheet"))
        for finding in findings:
            self._find(path.name, sheet.name, name, finding)
        table = f"typed_{sum(map(len, self._tables.values()))}"
        self._db.execute(f"alter table typed rename to {table}")
        self._tables.setdefault(name, []).append(table)
        self._origins[table] = (path.name, sheet.name, match)
        status = "quarantined" if account.quarantined and not account.accepted else "read"
        self._account(path, sheet.name, name, account, sha256, status, match=match)

    def _quarantine_faults(self, file: str, sheet: str, register: str) -> None:
        self._db.execute(
            """insert into quarantine
               select ?, ?, ?, ?, ?, row, cell_address(row, column_index), header, rule, reason_zh, reason_en, raw
               from faults order by row, column_index""",
            [self._delivery.unit, self._delivery.period.name, file, sheet, register],
        )

    def _report_idle_amendments(self) -> None:
        amendments = self._amendments
        for file, notice in amendments.notices:
            self._find(file, None, None, notice)
        for entry in amendments.ended:
            self._find(entry.file, entry.sheet, None, ended(entry))
        in_force: list[Correction | Exemption] = [*amendments.corrections, *amendments.exemptions]
        for one in in_force:
            if one not in self._placed:
                self._find(one.file, one.sheet, None, unplaced(one))

    def _find(self, file: str, sheet: str | None, register: str | None, found: Notice) -> None:
        unit, period = self._delivery.unit, self._delivery.period.name
        self._db.execute(
            "insert into findings values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, null)",
            [unit, period, file, sheet, register, found.rule, found.severity, found.zh, found.en, found.rows],
        )

    def _set_aside(self, path: Path, sheet: Sheet, no_match: RejectedSheet, sha256: str) -> None:
        rows = sheet.rows - _fillers(sheet)
        said = no_match.zh, no_match.en
        if no_match.rule == "not_a_register":
            self._account(path, sheet.name, None, Account(rows, 0, 0, 0, rows), sha256, "non_data", said)
            return
        self._db.execute(
            "insert into quarantine values (?, ?, ?, ?, ?, null, null, null, ?, ?, ?, null)",
            [
                self._delivery.unit, self._delivery.period.name, path.name, sheet.name, no_match.register,
                no_match.rule, no_match.zh, no_match.en,
            ],
        )  # fmt: skip
        account = Account(rows, 0, rows, 0, 0)
        self._account(path, sheet.name, no_match.register, account, sha256, "unreadable", said)

    def _account(
        self,
        path: Path,
        sheet: str,
        register: str | None,
        account: Account,
        sha256: str | None,
        status: str,
        said: tuple[str, str] | None = None,
        match: Match | None = None,
    ) -> None:
        zh, en = said or (None, None)
        self._db.execute(
            "insert into sheets values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                self._delivery.unit, self._delivery.period.name, path.name, sheet, register, account.rows_read,
                account.accepted, account.quarantined, account.superseded, account.non_data, sha256, status, en, zh,
                match.header_row if match else 0, json.dumps(match.columns if match else {}),
            ],
        )  # fmt: skip

    def _match_places(self) -> None:
        """Set aside rows whose township or village is close to one that the unit says it has, and is not that.

        Rows that differ only in how they spell a place are one row.
        """
        known = {level: self._known_places(level) for level in LEVELS}
        for register, tables in self._tables.items():
            for table in tables:
                is_strange = False
                for level in LEVELS:
                    if known[level] and not (register == "villages" and level == "village"):
                        is_strange |= self._correct_or_quarantine(known[level], register, table, level)
                if is_strange:
                    self._remove_quarantined(table)
                if not known.keys().isdisjoint(self._registers[register].key):
                    self._settle_again(table)

    def _known_places(self, level: str) -> list[str]:
        """The unit's own place at that level, else those of its list of villages, unless that has faults itself."""
        if level == "township" and (own := self._delivery.area["township"]):
            return [own]
        if scalar(self._db, "select count(*) from quarantine where register = 'villages'"):
            return []
        return sorted(
            {name for table in self._tables.get("villages", []) for name in self._names(table, level)}
        )

    def _names(self, table: str, level: str) -> list[str]:
        names = self._db.execute(f"select distinct {level} from {table} where {level} is not null")
        return [name for (name,) in names.fetchall()]

    def _correct_or_quarantine(self, known: list[str], register: str, table: str, level: str) -> bool:
        """Whether a row has to be set aside."""
        found = match_places(self._names(table, level), known)
        for unmatched in found:
            if unmatched.meant:
                self._db.execute(
                    f"update {table} set {level} = ? where {level} = ?", [unmatched.meant, unmatched.name]
                )
            else:
                self._quarantine_unmatched(register, table, level, unmatched)
        return any(unmatched.likeliest for unmatched in found)

    def _quarantine_unmatched(self, register: str, table: str, level: str, unmatched: UnmatchedPlace) -> None:
        file, sheet, match = self._origins[table]
        name, likeliest = unmatched.name, unmatched.likeliest
        rule = f"unknown_{level}"
        if not likeliest:
            count = scalar(self._db, f"select count(*) from {table} where {level} = ?", [name])
            self._find(file, sheet, register, Notice(f"unlisted_{level}", {"found": name}, count))
            return
        column = "place" if level not in match.columns and "place" in match.columns else level
        self._db.execute(
            f"""insert into quarantine
                select ?, ?, ?, ?, ?, row, cell_address(row, ?), ?, ?, ?, ?, ? from {table} where {level} = ?""",
            [
                self._delivery.unit, self._delivery.period.name, file, sheet, register, match.columns.get(column),
                match.register.by_name[column].title, rule, *Violation(rule, {"nearest": likeliest}).sentences,
                name, name,
            ],
        )  # fmt: skip

    def _remove_quarantined(self, table: str) -> None:
        file, sheet, _ = self._origins[table]
        count = scalar(
            self._db,
            f"""delete from {table} where row in (
                    select row from quarantine where file = ? and sheet = ? and rule in ({_UNKNOWN_PLACES}))""",
            [file, sheet],
        )
        self._db.execute(
            """update sheets set accepted = accepted - $1, quarantined = quarantined + $1
               where file = $2 and sheet = $3""",
            [count, file, sheet],
        )

    def _settle_again(self, table: str) -> None:
        file, sheet, match = self._origins[table]
        self._db.execute("delete from faults")
        superseded = resolve_duplicates(self._db, table, match.register, match.columns)
        self._quarantine_faults(file, sheet, match.register.name)
        self._db.execute(
            """update sheets set accepted = accepted - $1 - faulty, superseded = superseded + $1,
                   quarantined = quarantined + faulty
               from (select count(*) as faulty from faults) where file = $2 and sheet = $3""",
            [superseded, file, sheet],
        )

    def _report_repeated_rows(self) -> None:
        zh, en = Notice("repeated_rows").sentences
        self._db.execute(
            """insert into findings
               select unit, period, file, sheet, register, 'repeated_rows', 'info', ?, ?, superseded, null
               from sheets where superseded > 0 and status <> 'superseded'""",
            [zh, en],
        )

    def _write_register(self, name: str) -> None:
        """One Parquet piece of all sheets of the register; what a later sheet says again replaces the earlier."""
        register = self._registers[name]
        tables = self._tables[name]
        union = " union all ".join(
            f"""select {number} as sheet_number, {literal(self._origins[table][0])} as file,
                    {literal(self._origins[table][1])} as sheet, * from {table}"""
            for number, table in enumerate(tables)
        )
        if len(tables) > 1 and register.key:
            self._supersede(name, union, ", ".join([*register.key, "line_key"]))
        period = self._delivery.period
        constants = {
            "unit": literal(self._delivery.unit),
            "period": literal(period.name),
            "as_of_on": f"date '{period.ends_on}'",
            "as_of_year": str(period.ends_on.year),
        }
        columns = ", ".join(
            f"{constants[column]} as {column}" if column in constants else column
            for column in register.published_columns
        )
        self._db.execute(
            f"""copy (select {columns} from ({union}))
                to {literal(self._folder / f"{name}.parquet")}
                (format parquet, parquet_version v2, compression zstd, compression_level 1)"""
        )

    def _supersede(self, name: str, union: str, key: str) -> None:
        self._db.execute(
            f"""
            create or replace temp table resent as
            with rows as ({union}),
            keys as (select {key} from rows group by {key} having count(distinct sheet_number) > 1)
            select sheet_number, file, sheet, row from rows
            semi join keys on {" and ".join(f"rows.{k} is not distinct from keys.{k}" for k in key.split(", "))}
            qualify sheet_number < max(sheet_number) over (partition by {key})
            """
        )
        for number, table in enumerate(self._tables[name]):
            self._db.execute(
                f"delete from {table} where row in (select row from resent where sheet_number = {number})"
            )
        self._db.execute(
            """update sheets set accepted = accepted - again, superseded = superseded + again
               from (select file as f, sheet as s, count(*) as again from resent group by all)
               where sheets.file = f and sheets.sheet = s"""
        )


def _said(unknown: Unknown) -> Notice:
    """What is said of a header that no column claims."""
    column = unknown.proposal
    if unknown.is_repeated:
        # a second column of money, as in a group for another year, is more than a slip
        is_money = column is not None and column.kind == "money"
        return Notice("repeated_amount" if is_money else "repeated_header", {"found": unknown.label})
    if column is None:
        return Notice("unknown_header", {"found": unknown.label})
    line = f"headers: [{', '.join([*column.headers, unknown.label])}]"
    proposed = {"likeliest": column.title, "column": column.name, "line": line}
    return Notice("unknown_header", {"found": unknown.label, **proposed})


def _fillers(sheet: Sheet) -> int:
    with sheet.spool.open(encoding="utf-8", newline="\n") as lines:
        return sum(line.rstrip("\n") == FILLER for line in lines)


def _content(path: Path) -> str | None:
    """SHA-256 of the file; None where it cannot be read."""
    try:
        return _sha256(path)
    except OSError:
        return None


def _stamp(path: Path) -> tuple[int, ...] | None:
    """What changes whenever the file does; None where there is none."""
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_ino, state.st_size, state.st_mtime_ns


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@cache
def _code_digest() -> str:
    """Digest of the code and vocabularies that decide what a row becomes."""
    digest = hashlib.sha256()
    sources = [
        *CODE.glob("cleaning/*.py"),
        *CODE.glob("reading/*.py"),
        *CODE.glob("rules/*.*"),
        CODE / "registers" / "contract.py",
    ]
    for path in sorted([*sources, *REGISTERS.glob("vocabularies/*.csv")]):
        digest.update(path.read_bytes())
    return digest.hexdigest()
