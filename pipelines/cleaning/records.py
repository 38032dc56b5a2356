"""What a delivery's cleaning reports: an account of each sheet, faults of rows and cells, and notices."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb

from pipelines.common.private_numbers import ShownNames, without_private_numbers
from pipelines.common.sql import insert, literal
from pipelines.deliveries.delivery import Delivery
from pipelines.reading.match import Match
from pipelines.registers.areas import AREA_LEVELS
from pipelines.registers.contract import Register
from pipelines.rules import Notice, Violation
from pipelines.statements.days import stated_day
from pipelines.statements.naming import naming
from pipelines.statements.profile import COLUMNS as STATEMENT_COLUMNS
from pipelines.statements.profile import SEPARATOR
from pipelines.statements.rounds import stated_rounds
from pipelines.statements.selections import selections_of
from pipelines.statements.statement import Statement
from pipelines.statements.unread import NOTHING_UNREAD, UnreadCells
from pipelines.statements.years import list_year_of

SHEET_COLUMNS = """unit varchar, period varchar, file varchar, sheet varchar, register varchar, rows_read bigint,
    accepted bigint, quarantined bigint, superseded bigint, non_data bigint, cells_set_aside bigint, sha256 varchar,
    status varchar, message varchar, message_zh varchar, header_row bigint, places varchar"""
"""`message` is in English. `header_row` is the last row of the header, 0 where none was found. `places` maps, as JSON, a
column of the contract to its index in the sheet, counted from 1."""
QUARANTINE_COLUMNS = """unit varchar, period varchar, file varchar, sheet varchar, register varchar, level varchar, row bigint,
    cell varchar, header varchar, rule varchar, reason_zh varchar, reason_en varchar, raw varchar"""
FINDING_COLUMNS = """unit varchar, period varchar, file varchar, sheet varchar, register varchar, rule varchar,
    severity varchar, message_zh varchar, message_en varchar, rows bigint, sample varchar"""
PEOPLE_COLUMNS = "unit varchar, digest varchar"
"""Keyed digests of the names of people in rows of data, by which texts that show them are found."""


@dataclass(frozen=True)
class Account:
    """Where the rows of one sheet went: rows_read = accepted + quarantined + superseded + non_data; and how many cells
    of those accepted were set aside."""

    rows_read: int
    accepted: int = 0
    quarantined: int = 0
    superseded: int = 0
    non_data: int = 0
    cells_set_aside: int = 0

    def __post_init__(self) -> None:
        parts = self.accepted, self.quarantined, self.superseded, self.non_data
        if self.rows_read != sum(parts):
            raise AssertionError(f"{self.rows_read} rows were read, but {parts} are accounted for")


@dataclass(frozen=True)
class SentSheet:
    """A sheet as it was sent; `content_hash` is the SHA-256 of its cells, `unread` what no contract reads of it."""

    file: str
    sheet: str
    is_hidden: bool = False
    content_hash: str | None = None
    unread: UnreadCells = NOTHING_UNREAD


class Records:
    """The tables statements, sheets, quarantine, findings and people of one delivery, made in the connection given."""

    def __init__(self, db: duckdb.DuckDBPyConnection, delivery: Delivery):
        self._db = db
        self._sheets: list[dict[str, object]] = []
        self._delivery = {"unit": delivery.unit, "period": delivery.period.name}
        self._file_names = delivery.file_names
        self._sheet_names: dict[str, ShownNames] = defaultdict(ShownNames)
        self._area = delivery.area
        self._period = delivery.period
        self._notes = delivery.notes
        db.execute(f"create temp table statements ({STATEMENT_COLUMNS})")
        db.execute(f"create temp table sheets ({SHEET_COLUMNS})")
        db.execute(f"create temp table quarantine ({QUARANTINE_COLUMNS})")
        db.execute(f"create temp table findings ({FINDING_COLUMNS})")
        db.execute(f"create temp table people ({PEOPLE_COLUMNS})")

    def shown(self, file: str, sheet: str) -> tuple[str, str]:
        """The names by which a file and a sheet of it are recorded; its sheets are to be asked for in their order."""
        return self._file_names.get(file) or without_private_numbers(file), self._sheet_names[file](sheet)

    def expect_sheet(self) -> int:
        """Keep the next place for a sheet that is recorded later; its number."""
        self._sheets.append({})
        return len(self._sheets) - 1

    def add_sheet(
        self,
        sent: SentSheet,
        register: str | None,
        account: Account,
        sha256: str | None,
        status: str,
        reason: tuple[str, str] | None = None,
        match: Match | None = None,
        number: int | None = None,
    ) -> None:
        """Record what became of a sheet, `reason` in Chinese and English where it was not read as sent; `number` is that
        of one that was expected."""
        zh, en = reason or (None, None)
        self._sheets[self.expect_sheet() if number is None else number] = {
            **self._sender(sent.file, sent.sheet),
            "register": register,
            **asdict(account),
            "sha256": sha256,
            "status": status,
            "message": en,
            "message_zh": zh,
            "header_row": match.header_row if match else 0,
            "places": json.dumps(match.columns if match else {}),
        }

    def add_statement(
        self,
        sent: SentSheet,
        statement: Statement,
        rows: int,
        table: str | None = None,
        totals: Sequence[str] = (),
    ) -> None:
        """Record what a sheet was identified as and how many rows it has; `table` holds those that were accepted, and
        `totals` are its columns that add up."""
        match = statement.match
        year = match.register.event_year if match else None
        lists = ", ".join(f"list(distinct coalesce({level}, ''))" for level in AREA_LEVELS)
        sums = (
            "to_json({" + ", ".join(f"'{name}': sum({name})" for name in totals) + "})" if totals else "null"
        )
        of_rows = f"coalesce({year}, {self._period.ends_on.year})"
        years = f"case when count({year}) > 0 then list(distinct {of_rows}) else [] end" if year else "[]"
        known = (
            self._db.execute(f"select {lists}, {years}, {sums} from {table}").fetchone()
            if table
            else [None] * 5
        )
        assert known is not None
        level = next((level for level in reversed(AREA_LEVELS) if self._area[level]), None)
        period, stated = self._period, self._stated(sent)
        areas = dict(zip(("counties", "townships", "villages"), known, strict=False))
        places = self._places(table, match.register) if table and match else ([], [], [])
        insert(
            self._db, "statements", **self._sender(sent.file, sent.sheet), register=statement.register,
            grain=statement.grain, role=statement.role, is_hidden=sent.is_hidden, starts_on=period.starts_on,
            as_of_on=period.ends_on, as_of_year=period.ends_on.year, unit_level=level,
            supplied=[*match.columns] if match else [], **areas,
            places=places[0], place_rows=places[1], place_selected=places[2], event_years=known[3],
            rounds=stated_rounds(statement.words), naming=self._naming(statement),
            unread=[*sent.unread.headers], unread_cells=[*sent.unread.rows],
            unread_money=[*sent.unread.money_headers], unread_rows=[*sent.unread.money_rows],
            subjects=self._subjects(match.register, table) if match and table else [], rows=rows, sums=known[4],
            content_hash=sent.content_hash, selection=self._selection(statement, table),
            title_year=list_year_of(statement.words, period.starts_on, period.ends_on),
            stated_on=stated_day(statement.words, period.ends_on.year) if statement.words else None,
            stated_counts=stated[0], stated_replaces=stated[1],
            rule=statement.reason.rule, reason_zh=statement.reason.advice_zh, reason_en=statement.reason.advice_en,
        )  # fmt: skip

    def _naming(self, statement: Statement) -> list[str]:
        """What title and names say of the statement beyond marks of a copy."""
        own = filter(None, (self._area[level] for level in AREA_LEVELS))
        return [*map(without_private_numbers, naming(statement.words, own))]

    def _subjects(self, register: Register, table: str) -> list[str]:
        """The terms that rows of the table have together in the columns that tell statements of the register apart."""
        terms = ", ".join(f"coalesce({name}::varchar, '')" for name in register.apart_by)
        if not terms:
            return []
        found = self._db.execute(
            f"select distinct concat_ws({literal(SEPARATOR)}, {terms}) from {table} order by 1"
        )
        return [subject for (subject,) in found.fetchall()]

    def _places(self, table: str, register: Register) -> tuple[list[str], list[int], list[int]]:
        """The places that the table's rows are of, each as county, township and village, how many rows each has, and how
        many of those are of the register's first selection."""
        first = next((f"{one.column} = {literal(one.term)}" for one in register.selections), "false")
        place = " || '/' || ".join(f"coalesce({level}, '')" for level in AREA_LEVELS)
        found = self._db.execute(
            f"select {place} as place, count(*), count(*) filter ({first}) from {table} group by 1 order by 1"
        ).fetchall()
        return (
            [place for place, *_ in found],
            [rows for _, rows, _ in found],
            [selected for *_, selected in found],
        )

    def _selection(self, statement: Statement, table: str | None) -> str | None:
        """What the words of the statement select its objects by, where no row says otherwise."""
        match = statement.match
        is_stated_whole = statement.confidence == "stated" and statement.role != "part"
        if match is None or table is None or is_stated_whole:
            return None
        for found in selections_of(match.register, statement.words, self._period.ends_on):
            others = self._db.execute(
                f"select 1 from {table} where {found.column}::varchar <> ? limit 1", [found.value]
            )
            if not others.fetchall():
                return found.name
        return None

    def _stated(self, sent: SentSheet) -> tuple[bool | None, list[list[str]]]:
        """Whether the steward's notes let the sheet count, and which it replaces: period, file, sheet of each."""
        note = self._notes.on(sent.file, sent.sheet)
        if note is None:
            return None, []
        return note.counts, [
            [other.period or self._period.name, *self.shown(other.file, other.sheet or "")]
            for other in note.replaced
        ]

    def add_faults(self, sent: SentSheet, register: str, faults: str) -> None:
        """Record the faults in a table (row, level, column_index, header, rule, reason_zh, reason_en, raw)."""
        where = self._sender(sent.file, sent.sheet) | {"register": register}
        columns = ", ".join(f"${name} as {name}" for name in where)
        self._db.execute(
            f"""insert into quarantine by name
                select {columns}, cell_address(row, column_index) as cell, * exclude (column_index)
                from {faults} order by row, column_index""",
            where,
        )

    def add_rejected(self, level: str, sent: SentSheet, register: str | None, reason: Violation) -> None:
        """Record a file or sheet of which no row could be read."""
        insert(
            self._db, "quarantine", **self._sender(sent.file, sent.sheet), register=register, level=level,
            rule=reason.rule, reason_zh=reason.zh, reason_en=reason.en,
        )  # fmt: skip

    def add_notices(self, sent: SentSheet, register: str, notices: Iterable[Notice]) -> None:
        for notice in notices:
            self.add_notice(sent.file, sent.sheet, register, notice)

    def add_notice(self, file: str, sheet: str | None, register: str | None, notice: Notice) -> None:
        where = self._sender(file, sheet or "") | ({"sheet": None} if sheet is None else {})
        insert(
            self._db, "findings", **where, register=register, rule=notice.rule, severity=notice.severity,
            message_zh=notice.zh, message_en=notice.en, rows=notice.rows,
        )  # fmt: skip

    def write(self, folder: Path) -> None:
        """Write each table as _<table>.parquet, sheets in the order in which they were sent."""
        for sheet in self._sheets:
            insert(self._db, "sheets", **sheet)
        for name in ("statements", "sheets", "quarantine", "findings", "people"):
            self._db.execute(f"copy {name} to {literal(folder / f'_{name}.parquet')} (format parquet)")

    def _sender(self, file: str, sheet: str) -> dict[str, str]:
        """Columns of where something was sent."""
        shown_file, shown_sheet = self.shown(file, sheet)
        return self._delivery | {"file": shown_file, "sheet": shown_sheet}
