"""Count the rules that each delivery broke, by dimension: what was set aside, what was found, and what is late."""

import duckdb

from pipelines.common.china_time import today_in_china
from pipelines.quality.calendar import LATE, OVERDUE, delivery_status


def broken_rules(release: duckdb.DuckDBPyConnection) -> list[tuple[str, str, str, str, int, list[str]]]:
    """(unit, period, dimension, rule, how many places, where) for each; a place is a file with sheet and cell, and no
    value. What is only counted (info) breaks nothing; the calendar's own rule is the status of what is owed."""
    return release.execute(
        f"""with dimensions as (
            select rule, any_value(dimension) as dimension from quality.rules group by rule
        ), found as (
            select unit, period, coalesce(dimension, 'valid') as dimension, rule, 1 as places,
                concat_ws(' ', file, sheet, cell) as place
            from quality.quarantine left join dimensions using (rule)
            union all
            select unit, period, coalesce(dimension, 'accessible'), rule, coalesce(rows - waived - dismissed, 1),
                concat_ws(' ', file, sheet)
            from quality.findings where unit is not null and period is not null and severity <> 'info'
            union all
            select unit, period, 'timely', {delivery_status(today_in_china())} as status, 1,
                concat_ws(' ', register, due_on)
            from quality.calendar where status in ('{LATE}', '{OVERDUE}')
        )
        select unit, period, dimension, rule, sum(places)::bigint, list(distinct place order by place)
        from found group by all having sum(places) > 0 order by all"""
    ).fetchall()
