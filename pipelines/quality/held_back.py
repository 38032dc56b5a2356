"""Deliveries that do not count as they were sent: their last published version stays, and the reason is reported.

One unit's fault is that unit's. `orchestration` decides which deliveries are held back; this module records
it in schema quality.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from pipelines.common.sql import literal
from pipelines.registers.areas import AREA_COLUMNS, AREA_LEVELS
from pipelines.rules import Violation
from pipelines.validation import Outcome

RULE = "delivery_held_back"


@dataclass(frozen=True)
class Fault:
    """Why a delivery is held back: a sentence that goes on from its name, and the rule, with its register and rows."""

    rule: str
    zh: str
    en: str
    register: str | None = None
    rows: int | None = None


@dataclass(frozen=True)
class HeldBack:
    """A delivery whose files do not count, and why.

    `sent` are the pieces of what was sent, None where nothing could be read. `published` are those that take
    their place, of `release_id`, the last release that has them as they were sent; None where nothing was published
    before: then it has no rows. With
    `others_count` only the statements that its faults name do not count.
    """

    unit: str
    period: str
    faults: tuple[Fault, ...]
    sent: Path | None
    published: Path | None = None
    release_id: str | None = None
    others_count: bool = False

    @property
    def name(self) -> str:
        return f"{self.unit}/{self.period}".strip("/")

    @property
    def digest(self) -> str:
        """What is recorded of it, wherever its pieces lie."""
        pieces = [folder and folder.name for folder in (self.sent, self.published)]
        return repr((self.name, self.faults, pieces, self.release_id))

    @property
    def violation(self) -> Violation:
        """The reason in both languages."""
        reasons = {
            "zh": "；".join(fault.zh for fault in self.faults),
            "en": "; ".join(fault.en for fault in self.faults),
        }
        if self.others_count:
            return Violation("statements_held_back", reasons)
        return Violation(RULE, reasons | {"release": self.release_id or ""})


def faults_by_delivery(outcomes: Mapping[str, Sequence[Outcome]]) -> dict[str, list[Fault]]:
    """Delivery (unit/period) → the critical expectations on registers that rows of it break and nobody waives.

    outcomes: by table. Leaves out rules whose failures are not split by delivery.
    """
    faults: dict[str, list[Fault]] = {}
    for table, found in outcomes.items():
        for outcome in found:
            if outcome.passed or outcome.expectation.severity != "critical":
                continue
            waived = outcome.waived_by_delivery or {}
            for (unit, period), rows in (outcome.by_delivery or {}).items():
                if unit and period and rows > waived[unit, period]:
                    faults.setdefault(f"{unit}/{period}", []).append(_fault(table, outcome, unit, period))
    return faults


def _fault(table: str, outcome: Outcome, unit: str, period: str) -> Fault:
    rule = outcome.expectation
    keys = [f.keys for f in outcome.failures if (f.keys.get("unit"), f.keys.get("period")) == (unit, period)]
    files = dict.fromkeys(str(key["file"]) for key in keys if key.get("file"))
    rows = (outcome.by_delivery or {})[unit, period] - (outcome.waived_by_delivery or {})[unit, period]
    return Fault(
        rule.id,
        f"{'、'.join(files)}{'：' if files else ''}{rule.zh}（{rows} 处）",
        f"{', '.join(files)}{': ' if files else ''}{rule.en} ({rows} rows) [{rule.id}]",
        table.removeprefix("clean."),
        rows,
    )


def faults_by_area(
    db: duckdb.DuckDBPyConnection, mart: str, outcomes: Sequence[Outcome], registers: Collection[str]
) -> dict[str, list[Fault]]:
    """Delivery → the critical expectations on a mart that its rows break, as far as failing rows name their area.

    A failing row of a village is the fault of deliveries with rows of that village in the registers that the mart is
    made of, of the row's year where there are such; a fault names the row by its area and the rest of its key. Of rows at
    several levels only the lowest count: the others are their sums.
    """
    faults: dict[str, list[Fault]] = {}
    for outcome in outcomes:
        rule = outcome.expectation
        if outcome.passed or rule.severity != "critical":
            continue
        keys = [failure.keys for failure in outcome.failures if not failure.is_waived]
        level = next((level for level in reversed(AREA_LEVELS) if any(key.get(level) for key in keys)), None)
        blamed: dict[str, list[str]] = {}
        for key in keys:
            if level and key.get(level):
                cell = [
                    str(value)
                    for name, value in key.items()
                    if name not in AREA_COLUMNS and value is not None
                ]
                where = f"{key[level]}({', '.join(cell)})" if cell else key[level]
                for name in _deliveries_of(db, key, registers):
                    blamed.setdefault(name, []).append(where)
        for name, areas in blamed.items():
            places = [*dict.fromkeys(areas)]
            listed = "、".join(places[:_NAMED]) + "等" * (len(places) > _NAMED)
            zh, en = f"{listed}：{rule.zh}", f"{listed}: {rule.en} [{rule.id}]"
            faults.setdefault(name, []).append(Fault(rule.id, zh, en, mart, len(areas)))
    return faults


def _deliveries_of(
    db: duckdb.DuckDBPyConnection, key: Mapping[str, Any], registers: Collection[str]
) -> list[str]:
    named = {level: key[level] for level in AREA_LEVELS if key.get(level)}
    where = " and ".join(f"{level} = {literal(name)}" for level, name in named.items())
    rows = " union ".join(
        f"select unit || '/' || period as name, as_of_year from clean.{register} where {where}"
        for register in sorted(registers)
    )
    found = db.execute(f"select name, list(as_of_year) from ({rows}) group by name order by name").fetchall()
    of_year = [name for name, years in found if key.get("year") in years]
    return of_year or [name for name, _ in found]


_NAMED = 5
"""How many rows of a mart a fault names."""

_NO_LEDGERS = ("document", "picture")
"""Rules of files that are not ledgers: nothing is missing without them."""


def unreadable_deliveries(
    db: duckdb.DuckDBPyConnection, uncounted: Collection[tuple[str, str]] = ()
) -> dict[str, list[Fault]]:
    """Delivery → what of it cannot be read, where that may be a ledger, or nothing of it was accepted.

    uncounted: delivery and name of the files of which the steward says that they do not count.
    """
    found = db.execute(
        """select unit || '/' || period as name, file, sheet, register, message_zh, message from quality.deliveries
           where status = 'unreadable' and (
               (unit, period) in (
                   select (unit, period) from quality.deliveries group by unit, period having sum(accepted) = 0)
               or (unit, period, file, sheet) in (
                   select (unit, period, file, sheet) from quality.statements
                   where rule = 'invalid_default' or (sheet = '' and role = 'rejected' and rule not in (select unnest(?)))))
           order by all""",
        [_NO_LEDGERS],
    ).fetchall()
    found = [row for row in found if row[:2] not in uncounted]
    faults: dict[str, list[Fault]] = {}
    for name, file, sheet, register, zh, en in found:
        where = f"{file}{f'/{sheet}' if sheet else ''}: "
        faults.setdefault(name, []).append(Fault("unreadable", where + zh, where + en, register))
    return faults


def misnamed_notes(db: duckdb.DuckDBPyConnection) -> dict[str, list[Fault]]:
    """Delivery → what its delivery.yml states of sheets that it does not have: what was meant may count against the steward's
    will."""
    found = db.execute(
        """select unit || '/' || period as name, message_zh, message_en from quality.findings
           where rule = 'unused_note' order by all"""
    ).fetchall()
    faults: dict[str, list[Fault]] = {}
    for name, zh, en in found:
        faults.setdefault(name, []).append(Fault("unused_note", f"delivery.yml: {zh}", f"delivery.yml: {en}"))
    return faults


def record_held_back(db: duckdb.DuckDBPyConnection, held: Iterable[HeldBack]) -> None:
    """Mark the deliveries in quality.deliveries, quarantine and findings, which were gathered without what they sent.

    Sheets of the last release get the status last_published; those that were sent are added as held_back, with every
    accepted row among the quarantined ones.
    """
    for one in held:
        where = [one.unit, one.period]
        reason = one.violation
        db.execute(
            """update quality.deliveries set status = 'last_published', message = ?, message_zh = ?
               where unit = ? and period = ? and accepted > 0""",
            [reason.en, reason.zh, *where],
        )
        for sheet in _sent_sheets(one):
            db.execute(f"insert into quality.deliveries by name {sheet}", [reason.en, reason.zh])
            db.execute(
                f"""insert into quality.quarantine by name
                    select unit, period, file, sheet, register, 'sheet' as level, '{RULE}' as rule, message_zh as reason_zh,
                        message as reason_en
                    from ({sheet}) where status = 'held_back'""",
                [reason.en, reason.zh],
            )
        if one.sent:
            _record_sent(db, one.sent, reason)
        for fault in one.faults:
            db.execute(
                """insert into quality.findings by name
                   select ? as unit, ? as period, ? as register, ? as rule, 'critical' as severity,
                       ? as message_zh, ? as message_en, ? as rows""",
                [*where, fault.register, fault.rule, fault.zh, fault.en, fault.rows],
            )


def _record_sent(db: duckdb.DuckDBPyConnection, sent: Path, reason: Violation) -> None:
    """Add what was sent to quality.statements, none of which counts, and why sheets of it could not be read."""
    db.execute(
        "insert into quality.quarantine by name from read_parquet(?) where row is null",
        [str(sent / "_quarantine.parquet")],
    )
    db.execute(
        """insert into quality.statements by name
           select (select coalesce(max(number), 0) from quality.statements) + row_number() over () as number,
               * replace (if(rows > 0, ?, rule) as rule, if(rows > 0, ?, reason_zh) as reason_zh,
                   if(rows > 0, ?, reason_en) as reason_en),
               if(rows > 0, 'held_back', role) as status, false as counts
           from read_parquet(?)""",
        [reason.rule, reason.zh, reason.en, str(sent / "_statements.parquet")],
    )


def undecided_statements(db: duckdb.DuckDBPyConnection) -> dict[str, list[Fault]]:
    """Delivery → its statements of which nothing decides whether they count, so that none of them does."""
    found = db.execute(
        """select unit || '/' || period, file, sheet, register, rule, reason_zh, reason_en, rows from quality.statements
           where status = 'undecided' order by number"""
    ).fetchall()
    faults: dict[str, list[Fault]] = {}
    for name, file, sheet, register, rule, zh, en, rows in found:
        where = f"{file}{f'/{sheet}' if sheet else ''}: "
        faults.setdefault(name, []).append(Fault(rule, where + zh, where + en, register, rows))
    return faults


def counting_deliveries(db: duckdb.DuckDBPyConnection) -> set[str]:
    """Deliveries with a statement that counts."""
    found = db.execute(
        "select distinct unit || '/' || period from quality.statements where status = 'counted'"
    )
    return {name for (name,) in found.fetchall()}


def _sent_sheets(held: HeldBack) -> Iterator[str]:
    """SELECTs of the sheets that were sent, as rows of quality.deliveries, with a message in both languages to be given."""
    if held.sent is None:
        yield f"""
            select {literal(held.unit)} as unit, {literal(held.period)} as period, '' as file, '' as sheet, null as register,
                0 as rows_read, 0 as accepted, 0 as quarantined, 0 as superseded, 0 as non_data,
                'unreadable' as status, ? as message, ? as message_zh"""
        return
    pieces = literal(held.sent / "_sheets.parquet")
    yield f"""
        select * replace (
            0 as accepted, accepted + quarantined as quarantined,
            if(accepted > 0, 'held_back', status) as status,
            if(accepted > 0, ?, message) as message, if(accepted > 0, ?, message_zh) as message_zh)
        from read_parquet({pieces})"""
