"""What the figures of an area rest on: clean.coverage, by area, register and year.

The units of a county are its townships, those of a township its villages, and a village is one itself. Statements are
those that count; what is set aside are sheets that could not be read or are held back, and rows and cells of others.
"""

from collections.abc import Mapping
from pathlib import Path

import duckdb

from pipelines.common.yaml_files import read_yaml
from pipelines.marts.mart import Table
from pipelines.quality.reporters import reporter_steps
from pipelines.quality.reporting_units import make_units
from pipelines.quality.set_aside import set_aside_steps
from pipelines.quality.stated import stated_steps
from pipelines.registers.contract import Register

COVERAGE = Table(**read_yaml(Path(__file__).with_suffix(".yml")))
"""Table clean.coverage."""


def record_coverage(
    db: duckdb.DuckDBPyConnection,
    registers: Mapping[str, Register],
    areas: Mapping[str, dict[str, str | None]],
) -> None:
    """Make clean.coverage of what was gathered, held back and owed; `areas` are those of the units, by unit."""
    behind_marts = {name: register for name, register in registers.items() if register.marts != ()}
    make_units(db, areas)
    steps = stated_steps(behind_marts) | set_aside_steps(behind_marts) | reporter_steps(registers) | _SUMS
    for name, select in steps.items():
        db.execute(f"create or replace temp table {name} as {select}")
    stocks = [name for name, register in behind_marts.items() if register.counts == "stock"]
    db.execute(f"create or replace table clean.coverage as {_COVERAGE}", [stocks])
    for name in (*reversed(steps), "units", "periods"):
        db.execute(f"drop table temp.{name}")


_SUMS = {
    # how many units an area has: a county its townships, a township its villages; a place of which nothing smaller is
    # known has itself
    "counted_units": """
        with parts as (
            select * replace (county_area as area) from reporters where area_level = 'township'
            union all
            select * replace (township_area as area) from reporters where area_level = 'village'
            union all
            select * replace (true as is_listed) from reporters where area_level = 'village' or area not in (
                select if(area_level = 'township', county_area, township_area) from reporters where area_level <> 'county'
            )
        )
        select area, register, scope, count_if(is_expected)::bigint as units_expected,
            count_if(has_reported)::bigint as units_reporting, bool_and(is_listed) as are_listed
        from parts group by all""",
    # what is set aside within an area
    "within_area": """
        select area, register, scope, sum(sheets) as sheets, sum(rows) as rows, sum(cells) as cells,
            sum(if(is_unread, sheets, 0)) as unread_sheets, sum(if(is_unread, rows, 0)) as unread_rows
        from (
            select place as area, register, scope, sheets, rows, cells, is_unread from sheets
            union all
            select township_area, register, scope, sheets, rows, cells, is_unread from sheets where village is not null
            union all
            select county_area, register, scope, sheets, rows, cells, is_unread from sheets where township is not null
        ) group by all""",
    # what is set aside in sheets on a place above it: of these nobody knows whether it is of the area
    "above_area": """
        with of_place as (
            select place, register, scope, sum(sheets) as sheets, sum(rows) as rows, sum(cells) as cells
            from sheets group by all
        ),
        uppers as (select distinct area, unnest([township_area, county_area]) as upper from reporters)
        select area, register, scope, sum(sheets) as sheets, sum(rows) as rows, sum(cells) as cells
        from uppers join of_place on place = upper and upper <> area
        group by all""",
    # the days that the lists behind an area's figures are of
    "days": """
        select area, register, scope, min(as_of_on) as oldest_on, max(as_of_on) as newest_on
        from (
            select area, register, scope, as_of_on from stated where has_village
            union all
            select township_area, register, scope, as_of_on from stated where has_township
            union all
            select county_area, register, scope, as_of_on from stated
        ) group by all""",
    # a village that a list does not name rests on the list of its township
    "township_days": """
        select villages.area, register, scope, oldest_on, newest_on
        from (select distinct area, township_area from reporters where area_level = 'village') as villages
        join days on days.area = township_area""",
}
"""Sums by area, register and scope: table → SELECT."""

_COVERAGE = """
    select area, register, scope.year, scope.since_year,
        case when are_listed or coalesce(within.sheets, 0) = 0 or units_reporting < units_expected then units_expected end
            as units_expected,
        units_reporting,
        case when coalesce(above.sheets, 0) = 0 then coalesce(within.sheets, 0) end::bigint as sheets_set_aside,
        case when coalesce(above.sheets + above.rows, 0) = 0 then coalesce(within.rows, 0) end::bigint as rows_set_aside,
        case when coalesce(above.sheets + above.cells, 0) = 0 then coalesce(within.cells, 0) end::bigint as cells_set_aside,
        coalesce(within.unread_sheets, 0)::bigint as unread_sheets, coalesce(within.unread_rows, 0)::bigint as unread_rows,
        coalesce(days.oldest_on, case when units_reporting > 0 then township_days.oldest_on end) as oldest_on,
        coalesce(days.newest_on, case when units_reporting > 0 then township_days.newest_on end) as newest_on
    from counted_units
    left join within_area as within using (area, register, scope)
    left join above_area as above using (area, register, scope)
    left join days using (area, register, scope)
    left join township_days using (area, register, scope)
    -- of events there is no last list
    where scope.year is not null or list_contains($1, register)
"""
