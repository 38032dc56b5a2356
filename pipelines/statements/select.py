"""Selection: of all statements that were delivered, those that count; the others with the reason why not.

It reads the pieces of every delivery and writes quality.statements, a row for each statement. Of a statement that does
not count no row is in a view of the register; state.repeated_rows are single rows that count in another statement, and
state.carried_<register> rows that take over from another statement how far their object has come.
"""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from functools import partial
from pathlib import Path

import duckdb
from pydantic import TypeAdapter

from pipelines.common.sql import insert, literal
from pipelines.registers.contract import Register
from pipelines.rules import Notice
from pipelines.statements.compare import Comparison
from pipelines.statements.compared_rows import ComparedRows
from pipelines.statements.decide import decide
from pipelines.statements.decisions import Decisions, Repetition
from pipelines.statements.departures import find_departures
from pipelines.statements.profile import COLUMNS, Profile
from pipelines.statements.statement import READ_ROLES
from pipelines.statements.totals import Totals
from pipelines.statements.turnover import find_turnover

_PROFILE = TypeAdapter(Profile)
_READ = tuple(sorted(READ_ROLES))


def select_statements(
    db: duckdb.DuckDBPyConnection, registers: Mapping[str, Register], pieces: Sequence[Path]
) -> None:
    """Make quality.statements, state.repeated_rows and state.carried_<register> of what the pieces hold, whatever was there
    of a selection before, and settle the accounts of deliveries."""
    folders = _gather(db, pieces)
    for name in registers:
        db.execute(f"drop table if exists state.carried_{name}")
    db.execute("create or replace table state.repeated_rows (register varchar, number bigint, row bigint)")
    profiles = _profiles(db)
    for register in registers.values():
        if register.name in profiles:
            _decide(db, register, profiles[register.name], folders)
    _name_replaced(db)
    _settle_accounts(db)


def _gather(db: duckdb.DuckDBPyConnection, pieces: Sequence[Path]) -> dict[tuple[str, str], Path]:
    """Make quality.statements before any of them is compared with another; the folder of each unit and period."""
    files = ", ".join(literal(folder / "_statements.parquet") for folder in pieces)
    read = f"from read_parquet([{files}], filename = true)"
    if not pieces:
        db.execute(f"create or replace temp table no_statements ({COLUMNS}, filename varchar)")
        read = "from no_statements"
    db.execute(
        f"""create or replace table quality.statements as
        select row_number() over () as number, * exclude (filename), parse_dirpath(filename) as folder,
            case when role not in {_READ} then role when rows = 0 then 'empty' else 'counted' end as status,
            role in {_READ} and rows > 0 as counts, null::varchar as replaced_by
        {read}"""
    )
    named = db.execute("select distinct unit, period, folder from quality.statements")
    return {(unit, period): Path(folder) for unit, period, folder in named.fetchall()}


def _profiles(db: duckdb.DuckDBPyConnection) -> dict[str, list[Profile]]:
    """The statements that may count, by register."""
    names = [field.name for field in fields(Profile)]
    found = db.execute(f"select {', '.join(names)} from quality.statements where counts order by number")
    profiles: dict[str, list[Profile]] = {}
    for row in found.fetchall():
        profile = _PROFILE.validate_python(dict(zip(names, row, strict=True)))
        profiles.setdefault(profile.register, []).append(profile)
    return profiles


def _decide(
    db: duckdb.DuckDBPyConnection,
    register: Register,
    profiles: list[Profile],
    folders: Mapping[tuple[str, str], Path],
) -> None:
    rows = ComparedRows(db, register, folders)
    totals = Totals(rows)
    comparison = Comparison(rows, totals)
    depart = partial(find_departures, db, register, folders)
    turn_over = partial(find_turnover, rows)
    decisions = decide(register, profiles, comparison.overlap, totals.summed_by, depart, turn_over)
    for repetition in decisions.repetitions:
        repeated = comparison.repeated_rows(repetition.kept, repetition.dropped, repetition.repeats)
        db.execute(
            "insert into state.repeated_rows select ?, ?, unnest(?::bigint[])",
            [register.name, repetition.dropped.number, repeated],
        )
        _report_repetition(db, repetition, len(repeated))
    for one in decisions.carried:
        comparison.make_carried(one.roster, one.further)
    _record(db, decisions)


def _report_repetition(db: duckdb.DuckDBPyConnection, repetition: Repetition, rows: int) -> None:
    dropped, kept = repetition.dropped, repetition.kept
    notice = Notice("rows_in_other_statement", {"other": kept.beside(dropped), "rows": rows}, rows)
    insert(
        db, "quality.findings", unit=dropped.unit, period=dropped.period, file=dropped.file, sheet=dropped.sheet,
        register=dropped.register, rule=notice.rule, severity=notice.severity, message_zh=notice.zh,
        message_en=notice.en, rows=rows,
    )  # fmt: skip


def _record(db: duckdb.DuckDBPyConnection, decisions: Decisions) -> None:
    for number, decision in decisions.by_number.items():
        other = decision.replaced_by
        zh, en = decision.reason.advice
        db.execute(
            """update quality.statements set counts = false, status = ?, rule = ?, reason_zh = ?, reason_en = ?, replaced_by = ?
               where number = ?""",
            [decision.status, decision.reason.rule, zh, en, other and other.full_label, number],
        )


def _name_replaced(db: duckdb.DuckDBPyConnection) -> None:
    """Say of each statement which others it counts instead of."""
    label = "concat(unit, '/', period, '/', file, if(sheet = '', '', '·' || sheet))"
    db.execute(
        f"""create or replace table quality.statements as
        with replaced as (
            select replaced_by as counted, string_agg({label}, '、' order by number) as replaces
            from quality.statements where replaced_by is not null group by all
        )
        select statements.*, replaces
        from quality.statements as statements left join replaced on counted = {label} order by number"""
    )


def _settle_accounts(db: duckdb.DuckDBPyConnection) -> None:
    """Move rows that do not count from accepted to superseded, quarantined or non-data in quality.deliveries."""
    db.execute(
        f"""
        with repeated as (select number, count(distinct row) as again from state.repeated_rows group by all),
        settled as (
            select statements.*, coalesce(again, 0) as again
            from quality.statements as statements left join repeated using (number)
            where rows > 0 and (not counts or again > 0) and role in {_READ}
        )
        update quality.deliveries as sheets set
            accepted = if(counts, accepted - again, 0),
            superseded = superseded + case when counts then again when settled.status = 'superseded' then rows else 0 end,
            quarantined = quarantined + if(settled.status = 'undecided', rows, 0),
            non_data = non_data + if(counts or settled.status in ('superseded', 'undecided'), 0, rows),
            status = case when counts then sheets.status when settled.status = 'superseded' then 'superseded'
                when settled.status = 'undecided' then 'held_back' else 'non_data' end,
            message = if(counts, message, reason_en),
            message_zh = if(counts, message_zh, reason_zh)
        from settled
        where sheets.unit = settled.unit and sheets.period = settled.period and sheets.file = settled.file
            and sheets.sheet = settled.sheet and sheets.register = settled.register
        """
    )
    db.execute(
        """insert into quality.quarantine by name
        select unit, period, file, sheet, register, 'sheet' as level, rule, reason_zh, reason_en
        from quality.statements where status = 'undecided'"""
    )
