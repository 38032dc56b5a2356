"""One delivery: every sheet of every file → a folder of Parquet pieces, in a process of its own.

A piece folder is named by what went into it (file contents, contracts, code, key), so that what has not
changed is not done again. It holds <register>.parquet with the rows of all its sheets, whether or not they
count beside each other, and _statements, _sheets, _quarantine and _findings.
"""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import duckdb

from pipelines.cleaning.connection import connect
from pipelines.cleaning.files import FileCleaner
from pipelines.cleaning.fingerprint import fingerprint
from pipelines.cleaning.records import Records
from pipelines.cleaning.sheet_tables import SheetTables
from pipelines.common.folders import remove_whole
from pipelines.common.sql import literal
from pipelines.deliveries.delivery import Delivery
from pipelines.registers.contract import Register

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
        remove_whole(folder)
        pieces.mkdir(parents=True, exist_ok=True)
        working = Path(mkdtemp(prefix="unfinished-", dir=pieces))
        try:
            sheets = _clean_into(working, delivery, registers, key, threads)
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
        with _reader().cursor() as db:
            for piece in folder.glob("*.parquet"):
                db.execute("select count(*) from read_parquet(?)", [str(piece)]).fetchall()
            sheets = literal(folder / "_sheets.parquet")
            return db.execute(_OUTCOME.format(f"read_parquet({sheets})")).fetchall()
    except duckdb.Error:
        return None


@cache
def _reader() -> duckdb.DuckDBPyConnection:
    """One for all deliveries that are there already: to open it takes longer than to look at a delivery's pieces."""
    return duckdb.connect(config={"threads": 1, "enable_external_file_cache": False})


def _clean_into(
    folder: Path, delivery: Delivery, registers: Mapping[str, Register], key: bytes, threads: int
) -> list[tuple]:
    """Write the pieces into the folder and give what became of each sheet."""
    spools = folder / "spools"
    spools.mkdir()
    with connect(key, threads, folder.parent / "spill") as db:
        records = Records(db, delivery)
        tables = SheetTables(db, delivery, records)
        files = FileCleaner(db, delivery, registers, records, tables, spools)
        for path in delivery.files:
            files.clean(path)
        files.report_unused_amendments()
        files.report_unused_notes()
        tables.settle()
        tables.write(folder)
        tables.account()
        records.write(folder)
        outcome = db.execute(_OUTCOME.format("sheets")).fetchall()
    shutil.rmtree(spools)
    return outcome
