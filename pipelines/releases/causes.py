"""Why figures differ between two releases: which delivered sheets count otherwise than before, and for what reason."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb

CAUSES = {
    "new delivery": "新报送",
    "late entry": "补报",
    "correction": "更正",
    "removal": "撤回",
    "held back": "待核",
    "definition": "口径或程序变化",
    "re-identification": "身份重新编码",
    "several": "多种原因",
}
"""Why a figure changed. A unit sent its next period in time; sent a period, or a file of one, afterwards; sent another
version of a sheet, in the same file or in another; took a sheet back; contradicts itself, so that nothing of it counts.
Or code, contracts or policy changed; or persons were coded under another key."""

_COLUMNS = (
    "unit, period, file, sheet, register, as_of_on, townships, rows, content_hash, replaces, status, counts"
)
_OF_STATEMENTS = f"select {_COLUMNS} from {{release}}.quality.statements where register is not null"
_OF_DELIVERIES = """select unit, period, file, sheet, register, null::date as as_of_on, null::varchar[] as townships,
    accepted as rows, sha256 as content_hash, null as replaces, status, accepted > 0 as counts
    from {release}.quality.deliveries where register is not null"""


@dataclass(frozen=True)
class Sheet:
    """What a release took from a sheet of one register. `townships` are those that its rows name, None where that is not
    known; `replaces` are the labels of sheets that it counts instead of."""

    unit: str
    period: str
    file: str
    sheet: str
    register: str
    as_of_on: date | None
    townships: tuple[str, ...] | None
    rows: int
    content_hash: str | None
    replaces: str | None
    status: str
    counts: bool

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        return self.unit, self.period, self.file, self.sheet, self.register

    @property
    def label(self) -> str:
        """Unit, period, file and sheet in one."""
        name = f"{self.unit}/{self.period}/{self.file}"
        return f"{name}·{self.sheet}" if self.sheet else name


@dataclass(frozen=True)
class SheetChange:
    """A sheet that counts in one of the releases only, or with other content: `old` and `new` as each has it."""

    cause: str
    old: Sheet | None
    new: Sheet | None

    @property
    def sheet(self) -> Sheet:
        found = self.new or self.old
        assert found
        return found

    @property
    def description(self) -> str:
        """File and sheet with the rows that count in each release: 木棠镇/2018/台账.xlsx·一 (12 → 13 行)."""
        before, after = (one.rows if one and one.counts else 0 for one in (self.old, self.new))
        return f"{self.sheet.label}（{before:,} → {after:,} 行）"


def sheet_changes(db: duckdb.DuckDBPyConnection) -> list[SheetChange]:
    """Every sheet that counts otherwise in the database `newer` than in `older`, which are attached to `db`."""
    older, newer = _sheets(db)
    gone = [one for key, one in older.items() if one.counts and not _counts(newer.get(key))]
    come = [one for key, one in newer.items() if one.counts and not _counts(older.get(key))]
    renamed = {one.content_hash for one in gone if one.content_hash} & {one.content_hash for one in come}
    gone, come = ([one for one in found if one.content_hash not in renamed] for found in (gone, come))
    due = _due(db)
    changes = [
        SheetChange("correction", older[key], one)
        for key, one in newer.items()
        if one.counts and _counts(older.get(key)) and _content(one) != _content(older[key])
    ]
    for one in come:
        corrected = [other for other in gone if _takes_over(one, other) and one.period == other.period]
        cause = "correction" if corrected else _arrival(one, older.values(), due)
        changes.append(SheetChange(cause, older.get(one.key), one))
    for one in gone:
        now = newer.get(one.key)
        successors = [change for change in changes if change.new and _takes_over(change.new, one)]
        cause = successors[0].cause if successors else "removal"
        if now and now.status in ("held_back", "undecided"):
            cause = "held back"
        changes.append(SheetChange(cause, one, now))
    return sorted(changes, key=lambda change: change.sheet.key)


def _sheets(db: duckdb.DuckDBPyConnection) -> tuple[dict[tuple, Sheet], dict[tuple, Sheet]]:
    """Sheets of either release, from its statements or, where one has none, from what both delivered."""
    both = all(_has(db, release, "statements") for release in ("older", "newer"))
    query = _OF_STATEMENTS if both else _OF_DELIVERIES
    names, found = _COLUMNS.split(", "), []
    for release in ("older", "newer"):
        rows = db.execute(query.format(release=release)).fetchall()
        sheets = [_sheet(dict(zip(names, row, strict=True))) for row in rows]
        found.append({sheet.key: sheet for sheet in sheets})
    return found[0], found[1]


def _sheet(row: dict[str, Any]) -> Sheet:
    named = row["townships"]
    return Sheet(**row | {"townships": None if named is None else tuple(named)})


def _has(db: duckdb.DuckDBPyConnection, release: str, table: str) -> bool:
    known = (
        "select 1 from duckdb_tables() where database_name = ? and schema_name = 'quality' and table_name = ?"
    )
    return bool(db.execute(known, [release, table]).fetchall())


def _counts(sheet: Sheet | None) -> bool:
    return sheet is not None and sheet.counts


def _content(sheet: Sheet) -> tuple[str | None, int]:
    return sheet.content_hash, sheet.rows


def _takes_over(one: Sheet, other: Sheet) -> bool:
    """Whether the sheet came in the place of the other: it is marked so, or has the same register, unit and period."""
    if f"、{other.label}、" in f"、{one.replaces}、":  # names of files have this mark, too
        return True
    return one.key != other.key and (one.unit, one.period, one.register) == (
        other.unit,
        other.period,
        other.register,
    )


def _due(db: duckdb.DuckDBPyConnection) -> dict[tuple[str, str, str | None], bool]:
    """Unit, period and register of the calendar → whether what was owed came in time."""
    if not _has(db, "newer", "calendar"):
        return {}
    found = db.execute(
        "select unit, period, register, arrived_on <= due_on from newer.quality.calendar where arrived_on is not null"
    )
    return {(unit, period, register): in_time for unit, period, register, in_time in found.fetchall()}


def _arrival(one: Sheet, before: Iterable[Sheet], due: Mapping[tuple[str, str, str | None], bool]) -> str:
    """Whether a sheet that is new came in time, as the calendar has it or, without one, after all that its unit sent."""
    for register in (one.register, None):
        if (in_time := due.get((one.unit, one.period, register))) is not None:
            return "new delivery" if in_time else "late entry"
    own = [other for other in before if other.unit == one.unit]
    if any(other.period == one.period for other in own):
        return "late entry"
    latest = max((other.as_of_on for other in own if other.as_of_on), default=None)
    is_next = latest is None or one.as_of_on is None or one.as_of_on > latest
    return "new delivery" if is_next else "late entry"


@dataclass(frozen=True)
class Reasons:
    """The reasons of the changes of marts: `reads` has the registers of each mart, `counties` that of a township.

    `general` are reasons that concern every figure.
    """

    changes: list[SheetChange]
    reads: Mapping[str, frozenset[str]]
    counties: Mapping[str, frozenset[str]]
    general: frozenset[str]

    def behind(self, mart: str, area: tuple[str | None, ...]) -> list[SheetChange]:
        """Changes of sheets that the mart is made of and that have rows of the area, or of one in it."""
        registers = self.reads.get(mart, frozenset())
        own = [change for change in self.changes if change.sheet.register in registers]
        return [change for change in own if self._concerns(change, area)]

    def cause(self, behind: Iterable[SheetChange]) -> str:
        """The cause of a figure that these changes are behind."""
        causes = {change.cause for change in behind} or self.general or {c.cause for c in self.changes}
        return next(iter(causes)) if len(causes) == 1 else "several"

    def _concerns(self, change: SheetChange, area: tuple[str | None, ...]) -> bool:
        county, township, village = area
        unit = change.sheet.unit
        named = set[str]()
        for sheet in (change.old, change.new):
            if sheet and sheet.townships is not None:
                named.update(sheet.townships)
        if unit in (village, township, county) or not any(area):
            return True
        if township:
            return township in named
        return any(county in self.counties.get(name, ()) for name in (*named, unit)) if county else False


def registers_read(db: duckdb.DuckDBPyConnection) -> dict[str, frozenset[str]]:
    """Mart → the registers that it is made of, directly or through other marts, as the newer release's dictionary has it."""
    rows = db.execute(
        "select distinct table_name, reads from newer.quality.dictionary where reads is not null"
    ).fetchall()
    reads = {table: tuple(names.split("；")) for table, names in rows}

    def of(table: str) -> Iterator[str]:
        for name in reads.get(table, ()):
            if name.startswith("clean."):
                yield name.removeprefix("clean.")
            else:
                yield from of(name)

    return {table: frozenset(of(table)) for table in reads}


def counties_of(db: duckdb.DuckDBPyConnection, marts: Iterable[str]) -> dict[str, frozenset[str]]:
    """Township or village → the counties that a mart of the newer release has it in."""
    found = defaultdict[str, set[str]](set)
    for mart in marts:
        pairs = db.execute(
            f"select distinct unnest([township, village]), county from newer.main.{mart} where county is not null"
        )
        for name, county in pairs.fetchall():
            if name:
                found[name].add(county)
    return {name: frozenset(counties) for name, counties in found.items()}
