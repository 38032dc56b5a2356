"""List the faults in the deliveries of one unit, for the steward who speaks with it."""

import duckdb

from pipelines.common.errors import UserError


def faults(
    release: duckdb.DuckDBPyConnection, unit: str, period: str | None = None
) -> duckdb.DuckDBPyConnection:
    """A row for each fault: where it is, what was written there (masked where private), why, and what to do.

    Sheets that do not count, each once, then cells and rows that were set aside, then what was found without setting rows aside,
    by period and file. Raises UserError where the unit sent nothing, naming those that did.
    """
    units = [
        name
        for (name,) in release.execute("select distinct unit from quality.deliveries order by 1").fetchall()
    ]
    if unit not in units:
        raise UserError(
            f"{unit} has sent nothing; expected one of {', '.join(units)}.",
            f"没有“{unit}”的报送；有报送的是 {'、'.join(units)}。",
        )
    return release.execute(
        """with whole_sheets as (
            select period, file, sheet from quality.quarantine where unit = $unit and level not in ('row', 'cell')
        ), found as (
            select 1 as kind, period, file, sheet, null as row, null as cell, null as header, status as rule, reason_zh,
                null as raw
            from quality.statements anti join whole_sheets using (period, file, sheet)
            where unit = $unit and not counts and status not in ('control', 'superseded', 'empty')
            union all
            select if(level in ('row', 'cell'), 2, 1), period, file, sheet, row, cell, header, rule, reason_zh, raw
            from quality.quarantine where unit = $unit
            union all
            select 3, period, file, sheet, null, null, null, rule,
                message_zh || if(rows is null, '', '（' || rows || ' 行）'), null
            from quality.findings where unit = $unit and severity <> 'info' and not exists (
                -- a unit is held back for files that stand here by themselves
                select 1 from whole_sheets where rule = 'unreadable' and whole_sheets.period = findings.period
                    and starts_with(message_zh, whole_sheets.file))
        ), remedies as (select rule, any_value(remedy_zh) as remedy_zh from quality.rules group by rule)
        select period, file, sheet, row, cell, header, reason_zh, raw, remedy_zh, rule
        from found left join remedies using (rule)
        where $period is null or period = $period
        order by period, file, sheet, kind, row, cell, rule, reason_zh""",
        {"unit": unit, "period": period},
    )
