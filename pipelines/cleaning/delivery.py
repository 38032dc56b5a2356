"""One delivery: every sheet of every file → a folder of Parquet pieces, in a process of its own.

A piece folder is named by what went into it (file contents, contracts, code, key), so that what has not
changed is not done again. It holds <register>.parquet, and _sheets, _quarantine and _findings.
"""

import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

import duckdb

from pipelines.cleaning.identities import key_macro
from pipelines.cleaning.sheet import Account, SheetCleaner
from pipelines.cleaning.typed import MACROS
from pipelines.problems import UnreadableFile
from pipelines.reading.files import read_sheets
from pipelines.reading.headers import NoMatch, recognise
from pipelines.reading.sheets import FILLER, Sheet
from pipelines.registers.contract import FOLDER as REGISTERS
from pipelines.registers.contract import Register
from pipelines.sql import literal
from pipelines.workspace import Delivery

CODE = Path(__file__).parent.parent

SHEET_COLUMNS = """unit varchar, period varchar, file varchar, sheet varchar, register varchar, rows_read bigint,
    accepted bigint, quarantined bigint, superseded bigint, non_data bigint, sha256 varchar, status varchar,
    message varchar"""
QUARANTINE_COLUMNS = """unit varchar, period varchar, file varchar, sheet varchar, register varchar, row bigint,
    cell varchar, header varchar, rule varchar, reason_zh varchar, reason_en varchar, raw varchar"""
FINDING_COLUMNS = """unit varchar, period varchar, file varchar, sheet varchar, register varchar, rule varchar,
    severity varchar, message_zh varchar, message_en varchar, rows bigint, sample varchar"""


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
            [delivery.name, delivery.area, delivery.notes.model_dump()], sort_keys=True, default=str
        ).encode()
    )
    for path in delivery.files:
        digest.update(path.name.encode() + bytes.fromhex(_sha256(path)))
    return digest.hexdigest()[:32]


def clean_delivery(
    delivery: Delivery, registers: Mapping[str, Register], pieces: Path, key: bytes, threads: int = 1
) -> Cleaned:
    """Clean every file of the delivery into `pieces`/<fingerprint>, unless that folder is there already."""
    folder = pieces / fingerprint(delivery, registers, key)
    is_new = not folder.exists()
    if is_new:
        pieces.mkdir(parents=True, exist_ok=True)
        working = Path(mkdtemp(prefix="unfinished-", dir=pieces))
        try:
            _DeliveryCleaner(delivery, registers, working, key, threads).clean()
            working.rename(folder)
        finally:
            shutil.rmtree(working, ignore_errors=True)
    with duckdb.connect() as db:
        sheets = db.execute(
            "select file, sheet, rows_read, accepted, quarantined, status, message from read_parquet(?) order by all",
            [str(folder / "_sheets.parquet")],
        ).fetchall()
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


class _DeliveryCleaner:
    def __init__(
        self, delivery: Delivery, registers: Mapping[str, Register], folder: Path, key: bytes, threads: int
    ):
        self._delivery = delivery
        self._registers = dict(registers)
        self._folder = folder
        self._given = set(delivery.notes.defaults)
        self._tables: dict[str, list[str]] = {}
        self._seen: set[str] = set()
        self._db = duckdb.connect(
            config={"threads": threads, "memory_limit": "700MB", "temp_directory": str(folder / "spill")}
        )
        self._db.execute(key_macro(key))
        for macro in MACROS:
            self._db.execute(macro)
        self._db.execute(f"create table sheets ({SHEET_COLUMNS})")
        self._db.execute(f"create table quarantine ({QUARANTINE_COLUMNS})")
        self._db.execute(f"create table findings ({FINDING_COLUMNS})")

    def clean(self) -> None:
        spools = self._folder / "spools"
        spools.mkdir()
        with self._db:
            for path in self._delivery.files:
                sha256 = _sha256(path)
                try:
                    for sheet in read_sheets(path, spools):
                        self._clean_sheet(path, sheet, sha256)
                        sheet.spool.unlink()
                except UnreadableFile as problem:
                    self._account(path, "", None, Account(0, 0, 0, 0, 0), sha256, "unreadable", str(problem))
            for name in self._tables:
                self._write_register(name)
            for name in ("sheets", "quarantine", "findings"):
                self._db.execute(
                    f"copy {name} to {literal(self._folder / f'_{name}.parquet')} (format parquet)"
                )
        shutil.rmtree(spools)
        shutil.rmtree(self._folder / "spill", ignore_errors=True)

    def _clean_sheet(self, path: Path, sheet: Sheet, sha256: str) -> None:
        content = _sha256(sheet.spool)
        if sheet.rows and content in self._seen:
            account = Account(sheet.rows, 0, 0, sheet.rows, 0)
            self._account(
                path,
                sheet.name,
                None,
                account,
                sha256,
                "superseded",
                "与本次报送的另一张表完全相同,只计一次。",
            )
            return
        self._seen.add(content)
        match = recognise(sheet, self._registers, self._given)
        if isinstance(match, NoMatch):
            self._set_aside(path, sheet, match, sha256)
            return
        account = SheetCleaner(self._db, self._delivery, sheet, match).clean()
        name = match.register.name
        where = [self._delivery.unit, self._delivery.period.name, path.name, sheet.name]
        self._db.execute(
            """insert into quarantine
               select ?, ?, ?, ?, ?, row, cell_address(row, place), header, rule, reason_zh, reason_en, raw
               from faults order by row, place""",
            [*where, name],
        )
        for label in match.unknown:
            self._db.execute(
                "insert into findings values (?, ?, ?, ?, ?, 'unknown_header', 'info', ?, ?, null, null)",
                [
                    *where,
                    name,
                    f"列“{label}”不在台账目录中,未读取",
                    f"column {label} is in no contract; it was not read",
                ],
            )
        if account.superseded:
            self._db.execute(
                "insert into findings values (?, ?, ?, ?, ?, 'repeated_rows', 'info', ?, ?, ?, null)",
                [
                    *where,
                    name,
                    "同一行重复填报,只计一次",
                    "rows said twice, counted once",
                    account.superseded,
                ],
            )
        table = f"typed_{sum(map(len, self._tables.values()))}"
        self._db.execute(f"create table {table} as select ? as file, ? as sheet, * from typed", where[2:])
        self._tables.setdefault(name, []).append(table)
        status = "quarantined" if account.quarantined and not account.accepted else "read"
        self._account(path, sheet.name, name, account, sha256, status, None)

    def _set_aside(self, path: Path, sheet: Sheet, no_match: NoMatch, sha256: str) -> None:
        rows = sheet.rows - _fillers(sheet)
        if no_match.rule == "not_a_register":
            self._account(
                path, sheet.name, None, Account(rows, 0, 0, 0, rows), sha256, "non_data", no_match.zh
            )
            return
        self._db.execute(
            "insert into quarantine values (?, ?, ?, ?, ?, null, null, null, ?, ?, ?, null)",
            [
                self._delivery.unit, self._delivery.period.name, path.name, sheet.name, no_match.register,
                no_match.rule, no_match.zh, no_match.en,
            ],
        )  # fmt: skip
        account = Account(rows, 0, rows, 0, 0)
        self._account(path, sheet.name, no_match.register, account, sha256, "unreadable", no_match.en)

    def _account(
        self,
        path: Path,
        sheet: str,
        register: str | None,
        account: Account,
        sha256: str,
        status: str,
        message: str | None,
    ) -> None:
        self._db.execute(
            "insert into sheets values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                self._delivery.unit, self._delivery.period.name, path.name, sheet, register, account.rows_read,
                account.accepted, account.quarantined, account.superseded, account.non_data, sha256, status, message,
            ],
        )  # fmt: skip

    def _write_register(self, name: str) -> None:
        """One Parquet piece of all sheets of the register; what a later sheet says again replaces the earlier."""
        register = self._registers[name]
        tables = self._tables[name]
        union = " union all ".join(
            f"select {number} as sheet_number, * from {table}" for number, table in enumerate(tables)
        )
        if len(tables) > 1 and register.key:
            self._supersede(name, union, ", ".join(register.key))
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
                to {literal(self._folder / f"{name}.parquet")} (format parquet, compression zstd)"""
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


def _fillers(sheet: Sheet) -> int:
    with sheet.spool.open(encoding="utf-8", newline="\n") as lines:
        return sum(line.rstrip("\n") == FILLER for line in lines)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _code_digest() -> str:
    """Digest of the code and vocabularies that decide what a row becomes."""
    digest = hashlib.sha256()
    sources = [*CODE.glob("cleaning/*.py"), *CODE.glob("reading/*.py"), CODE / "registers" / "contract.py"]
    for path in sorted([*sources, *REGISTERS.glob("vocabularies/*.csv")]):
        digest.update(path.read_bytes())
    return digest.hexdigest()
