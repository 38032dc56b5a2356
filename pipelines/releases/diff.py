"""What changed between two releases, figure by figure, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import duckdb

from pipelines.common.errors import UserError
from pipelines.common.sql import identifier, literal
from pipelines.registers.areas import AREA_LEVELS
from pipelines.releases.causes import Reasons, SheetChange, counties_of, registers_read, sheet_changes
from pipelines.releases.store import DATABASE, all_releases, current_release, find_release, read_record

_DAMAGED = (OSError, ValueError, KeyError, duckdb.Error)
"""What comparing raises where files of a release are gone or not as they were written."""


@dataclass(frozen=True)
class Change:
    """One figure that differs: `key` names the row, `column` is empty for a row that came or went.

    `area` are the row's county, township and village, as far as its mart has them. `behind` names the sheets that it
    rests on and that count otherwise than before, with the rows of each.
    """

    mart: str
    area: tuple[str | None, ...]
    key: str
    column: str
    old: str | None
    new: str | None
    cause: str
    behind: tuple[str, ...] = ()


@dataclass(frozen=True)
class Total:
    """What changed of one area in one mart: rows and figures that differ, and old and new sum of what may be added up."""

    mart: str
    area: tuple[str | None, ...]
    rows: int
    figures: int
    sums: Mapping[str, tuple[Decimal | None, Decimal | None]]


@dataclass(frozen=True)
class Comparison:
    """What differs from the release `old`: files with what became of them, totals by mart and area, and every change.

    `is_possible` is false where the old release is damaged, which must not keep the next from being published.
    """

    old: str
    new: str
    inputs: Mapping[str, str] = field(default_factory=dict)
    changes: Sequence[Change] = ()
    totals: Sequence[Total] = ()
    is_possible: bool = True

    @classmethod
    def of(cls, old: Path, new: Path) -> "Comparison":
        """Compare the releases in two folders."""
        try:
            return _compare(old, new)
        except _DAMAGED:
            return cls(old.name, new.name, is_possible=False)


def compare(marts: Path, old: str | None = None, new: str | None = None) -> Comparison:
    """Compare two releases: by default the last two that are kept.

    Raises UserError where there is no release to compare with, or one of the two is damaged.
    """
    newer = find_release(marts, new) if new else current_release(marts)
    if old:
        older = find_release(marts, old)
    else:
        earlier = [path for path in all_releases(marts) if path.name < newer.name]
        if not earlier:
            raise UserError(
                f"There is no release before {newer.name}; expected two to compare.",
                f"{newer.name} 之前没有别的版本，无从比较。",
            )
        older = earlier[0]
    found = Comparison.of(older, newer)
    if not found.is_possible:
        raise UserError(
            f"{older.name} and {newer.name} cannot be compared; expected two whole releases, and one of them is damaged.",
            f"{older.name} 与 {newer.name} 无法比较：其中一个已损坏。",
        )
    return found


def _compare(old: Path, new: Path) -> Comparison:
    older, newer = read_record(old), read_record(new)
    keys = {name: tuple(key) for name, key in newer["keys"].items()}
    with duckdb.connect() as db:
        for name, release in (("older", old), ("newer", new)):
            db.execute(f"attach {literal(release / DATABASE)} as {name} (read_only)")
        sheets = sheet_changes(db)
        with_areas = [name for name, key in keys.items() if {*AREA_LEVELS} <= {*key}]
        reasons = Reasons(sheets, registers_read(db), counties_of(db, with_areas), _general(older, newer))
        columns = _columns(db)
        changes, totals = [], []
        for mart, key in keys.items():
            before, after = (columns.get((release, mart), []) for release in ("older", "newer"))
            measures = [name for name in after if name in before and name not in key]
            of_mart = _mart_changes(db, mart, key, measures, reasons) if {*key} <= {*before} else []
            changes += of_mart
            if of_mart and mart in with_areas:
                summed = [name for name in newer.get("summed", {}).get(mart, []) if name in measures]
                totals += _totals(db, mart, of_mart, summed)
    return Comparison(old.name, new.name, _inputs(older, newer, sheets), changes, totals)


def _general(older: Mapping, newer: Mapping) -> frozenset[str]:
    """Return the reasons that concern every figure."""
    found = set()
    if older["code_version"] != newer["code_version"]:
        found.add("definition")
    if older.get("identity", "") != newer.get("identity", ""):
        found.add("re-identification")
    return frozenset(found)


def _inputs(older: Mapping, newer: Mapping, sheets: Sequence[SheetChange]) -> dict[str, str]:
    """File of a delivery that differs → why it was sent, or that it is gone; the key, where it is another."""
    before, after = older["inputs"], newer["inputs"]
    causes: dict[str, set[str]] = {}
    for change in sheets:
        sheet = change.sheet
        causes.setdefault(f"{sheet.unit}/{sheet.period}/{sheet.file}", set()).add(change.cause)
    found = {}
    for name in sorted(before.keys() | after.keys()):
        if before.get(name) == after.get(name):
            continue
        otherwise = "late entry" if name not in before else "removal" if name not in after else "correction"
        of_file = causes.get(name, {otherwise})
        found[name] = next(iter(of_file)) if len(of_file) == 1 else "several"
    if "re-identification" in _general(older, newer):
        found["identity.key"] = "re-identification"
    return found


def _mart_changes(
    db: duckdb.DuckDBPyConnection,
    mart: str,
    key: tuple[str, ...],
    measures: Sequence[str],
    reasons: Reasons,
) -> list[Change]:
    """What differs in the measures, columns that both releases have."""
    if not measures:
        return []
    joined = " and ".join(f"o.{name} is not distinct from n.{name}" for name in key)
    differ = " or ".join(f"o.{name} is distinct from n.{name}" for name in measures)
    shown = ", ".join(f"o.{name}::varchar, n.{name}::varchar" for name in measures)
    names = ", ".join(f"coalesce(o.{name}, n.{name})::varchar" for name in key)
    found = db.execute(
        f"""select o.rowid is null, n.rowid is null, [{names}], {shown}
            from older.main.{mart} as o full join newer.main.{mart} as n on {joined}
            where o.rowid is null or n.rowid is null or {differ}
            order by all"""
    ).fetchall()
    changes = []
    for is_new, is_gone, parts, *values in found:
        named_by = dict(zip(key, parts, strict=True))
        area = tuple(named_by.get(level) for level in AREA_LEVELS)
        label = " ".join(part for part in parts if part is not None)
        behind = reasons.behind(mart, area)
        why = reasons.cause(behind), tuple(change.description for change in behind)
        if is_new or is_gone:
            went = (None if is_new else "row", None if is_gone else "row")
            changes.append(Change(mart, area, label, "", *went, *why))
            continue
        pairs = zip(values[::2], values[1::2], strict=True)
        changes += [
            Change(mart, area, label, name, before, after, *why)
            for name, (before, after) in zip(measures, pairs, strict=True)
            if before != after
        ]
    return changes


def _totals(
    db: duckdb.DuckDBPyConnection, mart: str, changes: Sequence[Change], summed: Sequence[str]
) -> list[Total]:
    """A total for each area whose own rows changed; `summed` are columns of both releases whose rows add up over an area."""
    sums = {release: _sums(db, release, mart, summed) for release in ("older", "newer")}
    by_area: dict[tuple[str | None, ...], list[Change]] = {}
    for change in changes:
        by_area.setdefault(change.area, []).append(change)
    return [
        Total(
            mart,
            area,
            len({change.key for change in of_area}),
            sum(bool(change.column) for change in of_area),
            {
                name: (before, after)
                for name, before, after in zip(
                    summed,
                    sums["older"].get(area, (None,) * len(summed)),
                    sums["newer"].get(area, (None,) * len(summed)),
                    strict=True,
                )
                if before != after
            },
        )
        for area, of_area in by_area.items()
    ]


def _sums(
    db: duckdb.DuckDBPyConnection, release: str, mart: str, columns: Sequence[str]
) -> dict[tuple[str | None, ...], tuple[Decimal | None, ...]]:
    if not columns:
        return {}
    levels = ", ".join(AREA_LEVELS)
    sums = ", ".join(f"sum({identifier(name)})::decimal(38, 2)" for name in columns)
    rows = db.execute(f"select {levels}, {sums} from {release}.main.{mart} group by {levels}").fetchall()
    return {row[: len(AREA_LEVELS)]: row[len(AREA_LEVELS) :] for row in rows}


def _columns(db: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], list[str]]:
    """Release and mart → names of the columns that the mart has there."""
    found = db.execute(
        """select database_name, table_name, list(column_name order by column_index) from duckdb_columns()
           where database_name in ('older', 'newer') and schema_name = 'main' group by all"""
    )
    return {(release, mart): names for release, mart, names in found.fetchall()}
