"""The rows of all sheets of a delivery: names of places compared, rows made unique, accounted for, and written as pieces."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipelines.cleaning.duplicates import make_unique
from pipelines.cleaning.parts import rows_per_part
from pipelines.cleaning.records import Account, Records, SentSheet
from pipelines.cleaning.sheet import CleanSheet
from pipelines.cleaning.totals import summed
from pipelines.common.sql import literal, scalar
from pipelines.deliveries.delivery import Delivery
from pipelines.deliveries.places import Level
from pipelines.places.matching import LEVELS, names_in, place_rows
from pipelines.reading.levels import part_of
from pipelines.reading.match import Match
from pipelines.registers.contract import Register
from pipelines.rules import Notice
from pipelines.statements.statement import Statement


@dataclass
class SheetTable:
    """A sheet that was cleaned: what it is, the table of its typed rows, and those of its faults.

    `number` is that of its place among the sheets on record; `rows` and `faults` go on with what the steps here make.
    """

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
    def register(self) -> Register:
        return self.match.register

    @property
    def published_rows(self) -> str:
        """SQL for the rows as they are published."""
        return rows_per_part(self.rows, self.match) if self.match.rows_per_part else f"from {self.rows}"


class SheetTables:
    """The cleaned sheets of one delivery, in the connection in which their tables are."""

    def __init__(self, db: duckdb.DuckDBPyConnection, delivery: Delivery, records: Records):
        self._db = db
        self._delivery = delivery
        self._records = records
        self._tables: list[SheetTable] = []

    def add(
        self, sent: SentSheet, statement: Statement, sha256: str, match: Match, clean: CleanSheet
    ) -> SheetTable:
        """Keep the tables of a cleaned sheet under names that the next sheet's do not take."""
        rows, faults = (self._keep(table) for table in (clean.rows, clean.faults))
        number = self._records.expect_sheet()
        table = SheetTable(number, sent, statement, sha256, match, clean, rows, [faults])
        self._tables.append(table)
        return table

    def _keep(self, table: str) -> str:
        kept = f"{table}_{len(self._tables)}"
        self._db.execute(f"alter table {table} rename to {kept}")
        return kept

    def settle(self) -> None:
        """Compare names of places with those that the unit says it has, and make the rows of each sheet unique.

        Lists that define places come first; then rows that differ only in how they spell a place are one row.
        """
        known: dict[Level, list[str]] = {
            level: [own] for level in LEVELS if (own := self._delivery.area[level]) is not None
        }
        for table in self._defining():
            self._settle(table, known)
        known |= {level: names for level in LEVELS if level not in known and (names := self._defined(level))}
        for table in self._tables:
            if not table.register.defines_places:
                self._settle(table, known)

    def _defining(self) -> Iterator[SheetTable]:
        return (table for table in self._tables if table.register.defines_places)

    def _defined(self, level: str) -> list[str]:
        """Names of places in the unit's own list of them, unless that has faults itself."""
        faults = [fault for table in self._defining() for fault in table.faults]
        if any(scalar(self._db, f"select count(*) from {fault} where level = 'row'") for fault in faults):
            return []
        return sorted({name for table in self._defining() for name in names_in(self._db, table.rows, level)})

    def _settle(self, table: SheetTable, known: Mapping[Level, list[str]]) -> None:
        as_of = self._delivery.period.ends_on
        former_names = {level: self._delivery.places.former_names(level, as_of) for level in LEVELS}
        table.rows, unmatched, notices = place_rows(
            self._db, table.rows, table.match, known, former_names, self._delivery.area["village"]
        )
        table.rows, conflicts, table.duplicates = make_unique(self._db, table.rows, table.match)
        table.faults += [faults for faults in (unmatched, conflicts) if faults]
        repeated = [Notice("repeated_rows", {}, table.duplicates)] if table.duplicates else []
        self._records.add_notices(table.sent, table.register.name, [*notices, *repeated])

    def account(self) -> None:
        """Record the faults of each sheet, and where each of its rows went."""
        for table in self._tables:
            self._account(table)

    def _account(self, table: SheetTable) -> None:
        register, accepted = table.register.name, scalar(self._db, f"select count(*) from {table.rows}")
        for faults in table.faults:
            self._records.add_faults(table.sent, register, faults)
        account = self._counted(table, accepted)
        status = "quarantined" if account.quarantined and not accepted else "read"
        self._records.add_sheet(
            table.sent, register, account, table.sha256, status, match=table.match, number=table.number
        )
        totals = [column.name for column in summed(table.register, table.match.mapped)]
        self._records.add_statement(table.sent, table.statement, accepted, table.rows, totals)

    def _counted(self, table: SheetTable, accepted: int) -> Account:
        faults = " union all ".join(f"select row, level from {faults}" for faults in table.faults)
        rows = f"select count(distinct row) from ({faults}) where level = 'row'"
        cells = f"select count(*) from ({faults}) semi join {table.rows} using (row) where level = 'cell'"
        return Account(
            table.clean.rows_read,
            accepted,
            quarantined=scalar(self._db, rows),
            superseded=table.duplicates,
            non_data=table.clean.rows_read - table.clean.data_rows,
            cells_set_aside=scalar(self._db, cells),
        )

    def write(self, folder: Path) -> None:
        """Write a Parquet piece for each register, with the rows of all its sheets."""
        by_register: dict[str, list[SheetTable]] = {}
        for table in self._tables:
            by_register.setdefault(table.register.name, []).append(table)
        for name, tables in by_register.items():
            union = " union all ".join(map(self._published, tables))
            self._db.execute(
                f"""copy ({union}) to {literal(folder / f"{name}.parquet")}
                    (format parquet, parquet_version v2, compression zstd, compression_level 1)"""
            )

    def _published(self, table: SheetTable) -> str:
        """SELECT of the sheet's rows with where they come from."""
        period = self._delivery.period
        file, sheet = self._records.shown(table.sent.file, table.sent.sheet)
        constants = {
            "unit": literal(self._delivery.unit),
            "period": literal(period.name),
            "as_of_on": f"date '{period.ends_on}'",
            "as_of_year": str(period.ends_on.year),
            "file": literal(file),
            "sheet": literal(sheet),
        }
        columns = [
            f"{constants[name]} as {name}" if name in constants else name
            for name in table.register.published_columns
            if part_of(name) == name  # the parts of an amount are rows by now
        ]
        return f"select {', '.join(columns)} from ({table.published_rows})"
