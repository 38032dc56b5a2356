"""The calendar (报送日历): which unit owes which registers for which periods, and by when.

It lies beside the deliveries, in data/raw/calendar.yml, written by whoever collects them:

- units: [木棠镇, 兰洋镇]
  periods: ["2018", "2019"]
  registers: [persons, fund_ledger]     # without this line, anything that the unit sends
  days: 15                              # after the last day of the period
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path

import duckdb
from pydantic import BaseModel, ConfigDict, Field

from pipelines.common.china_time import CHINA, today_in_china
from pipelines.common.errors import UserError
from pipelines.common.private_numbers import ShownText, initials_only
from pipelines.common.sql import insert_rows
from pipelines.common.workspace import Workspace
from pipelines.common.yaml_files import read_entries
from pipelines.deliveries.intake import take_in
from pipelines.deliveries.period import Period
from pipelines.quality.accounts import SHEET_ACCOUNTS

IN_TIME, AWAITED, LATE, OVERDUE = STATUSES = ("按期报送", "未到期", "逾期报送", "逾期未报")
"""The status of what is owed, the worst last."""

Owed = tuple[str, str, str | None, date]
"""What is owed: unit, period, register (None where any will do), due day."""


class Due(BaseModel):
    """One entry: every unit owes every register for every period, `days` after the period's last day."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    units: tuple[ShownText, ...] = Field(min_length=1)
    periods: tuple[str, ...] = Field(min_length=1)
    registers: tuple[str, ...] = ()
    days: int = Field(ge=0, le=3_660)


def load_calendar(workspace: Workspace, registers: Collection[str]) -> list[Owed]:
    """What is owed; nothing without a calendar.

    Raises UserError where an entry is not valid, or names an unknown period or register.
    """
    path = workspace.raw / "calendar.yml"
    owed = []
    for entry in read_entries(path, Due):
        if unknown := sorted(set(entry.registers) - set(registers)):
            found = initials_only(unknown[0])
            raise UserError(
                f"{path}: {found} is not a register; expected one of {', '.join(sorted(registers))}.",
                f"{path}：{found} 不是台账；可写 {'、'.join(sorted(registers))}。",
            )
        for name in entry.periods:
            due_on = _period(path, name).ends_on + timedelta(days=entry.days)
            owed += [
                (unit, name, register, due_on)
                for unit in entry.units
                for register in entry.registers or (None,)
            ]
    return owed


def record_calendar(db: duckdb.DuckDBPyConnection, workspace: Workspace, owed: Sequence[Owed]) -> None:
    """Make quality.calendar from what `load_calendar` gave and from quality.deliveries.

    A register arrived on the day, in China, of the first of its files that could be read and had rows of data.
    """
    db.execute(
        "create or replace temp table owed (unit varchar, period varchar, register varchar, due_on date)"
    )
    db.execute(
        "create or replace temp table arrivals (unit varchar, period varchar, file varchar, arrived_on date)"
    )
    if owed:
        insert_rows(db, "owed", owed)
        insert_rows(db, "arrivals", list(_arrivals(workspace)))
    db.execute(
        """
        create or replace table quality.calendar as
        select o.unit, o.period, o.register, o.due_on, min(a.arrived_on) as arrived_on
        from owed as o
        left join quality.deliveries as d on d.unit = o.unit and d.period = o.period
            and (o.register is null or d.register = o.register) and d.status <> 'unreadable' and d.rows_read > d.non_data
        left join arrivals as a on a.unit = d.unit and a.period = d.period and a.file = d.file
        group by all
        order by all
        """
    )


def board(release: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Unit × period, as of the release: files, rows and what became of them, and its status in the calendar.

    `delivery_status` is the worst of all that is owed, `missing` names the registers that are overdue.
    """
    return release.execute(
        f"""
        with sent as (
            select unit, period, count(distinct file) as files, sum(rows_read)::bigint as rows_read,
                sum(accepted)::bigint as accepted, sum(quarantined)::bigint as quarantined,
                sum(superseded)::bigint as superseded, sum(non_data)::bigint as non_data,
                count(distinct file) filter (status = 'unreadable') as unreadable,
                bool_or(status = 'held_back') as held_back
            from {SHEET_ACCOUNTS}
            where status <> 'last_published'
            group by unit, period
        ), owed as (
            select unit, period, min(due_on) as due_on,
                arg_max(delivery_status, list_position({list(STATUSES)}, delivery_status)) as delivery_status,
                string_agg(register, '、' order by register) filter (delivery_status = '{OVERDUE}') as missing
            from (select *, {delivery_status(today_in_china())} as delivery_status from quality.calendar)
            group by unit, period
        )
        select unit, period, coalesce(files, 0) as files, coalesce(rows_read, 0) as rows_read,
            coalesce(accepted, 0) as accepted, coalesce(quarantined, 0) as quarantined,
            coalesce(superseded, 0) as superseded, coalesce(non_data, 0) as non_data,
            coalesce(unreadable, 0) as unreadable, coalesce(held_back, false) as held_back, due_on, delivery_status, missing,
            (select strftime(built_at + interval 8 hours, '%Y-%m-%d %H:%M:%S+08:00') from quality.release) as last_build
        from sent full join owed using (unit, period)
        order by unit, period
        """
    )


def delivery_status(today: date) -> str:
    """SQL on a row of quality.calendar: its status on the day."""
    return (
        f"case when arrived_on > due_on then '{LATE}' when arrived_on is not null then '{IN_TIME}' "
        f"when due_on < date '{today}' then '{OVERDUE}' else '{AWAITED}' end"
    )


def missing(release: duckdb.DuckDBPyConnection) -> list[Owed]:
    """What is owed and not there, whether or not its day is over."""
    return release.execute(
        "select unit, period, register, due_on from quality.calendar where arrived_on is null order by all"
    ).fetchall()


def _period(path: Path, name: str) -> Period:
    try:
        return Period.parse(name)
    except UserError:
        raise UserError(
            f"{path}: {initials_only(name)} is not a period; expected for example 2018, 2020H1 or 2021-06.",
            f"{path}：{initials_only(name)} 不是期间；例如 2018、2020H1、2021-06。",
        ) from None


def _arrivals(workspace: Workspace) -> Iterator[tuple[str, str, str, date]]:
    for delivery in take_in(workspace.raw).deliveries:
        for path in delivery.files:
            with suppress(OSError):  # gone since it was read
                arrived = datetime.fromtimestamp(path.stat().st_mtime, CHINA).date()
                yield delivery.unit, delivery.period.name, delivery.file_names[path.name], arrived
