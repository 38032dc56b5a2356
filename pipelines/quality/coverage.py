"""What the figures of an area rest on: clean.coverage, by area, register and year.

The units of a county are its townships, those of a township its villages, and a village is one itself. Statements are
those that count; what is set aside are sheets that could not be read or are held back, and rows and cells of others.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

import duckdb

from pipelines.common.errors import UserError
from pipelines.common.sql import insert_rows
from pipelines.common.yaml_files import read_yaml
from pipelines.deliveries.delivery import unit_area
from pipelines.deliveries.intake import unit_folders
from pipelines.marts.mart import Table
from pipelines.registers.areas import AREA_KEY_COLUMNS
from pipelines.registers.contract import Register
from pipelines.statements.profile import IS_WHOLE

COVERAGE = Table(**read_yaml(Path(__file__).with_suffix(".yml")))
"""Table clean.coverage."""

_LAST = 10_000
"""Stands, while the table is made, for the year of what each township delivered last; with a year added, of those of that
year or later."""


def record_coverage(
    db: duckdb.DuckDBPyConnection,
    registers: Mapping[str, Register],
    areas: Mapping[str, dict[str, str | None]],
) -> None:
    """Make clean.coverage of what was gathered, held back and owed; `areas` are those of the units, by unit."""
    behind_marts = {name: register for name, register in registers.items() if register.marts != ()}
    _keep_units(db, areas)
    _keep_past_years(db, behind_marts)
    _keep_rows(db, behind_marts)
    _keep_sheets(db, behind_marts)
    _keep_reporters(db)
    db.execute(f"create or replace table clean.coverage as {_COVERAGE}")
    events = [name for name, register in behind_marts.items() if register.counts != "stock"]
    db.execute("delete from clean.coverage where year is null and list_contains(?, register)", [events])
    for name in ("named", "units", "past_years", "stated", "sheets", "reporters"):
        db.execute(f"drop table temp.{name}")


def unit_areas(raw: Path, units: Iterable[str]) -> dict[str, dict[str, str | None]]:
    """The area of each unit, as far as its folder or its name states it; of a unit without a county the others' only one."""
    found, folders = {}, unit_folders(raw) if raw.is_dir() else {}
    for unit in units:
        try:
            found[unit] = unit_area(folders.get(unit, raw / unit))
        except UserError:  # reported where the delivery is read
            continue
    counties = {area["county"] for area in found.values() if area["county"]}
    only = counties.pop() if len(counties) == 1 else None
    return {
        unit: area | {"county": area["county"] or (only if area["township"] else None)}
        for unit, area in found.items()
    }


def _keep_units(db: duckdb.DuckDBPyConnection, areas: Mapping[str, dict[str, str | None]]) -> None:
    db.execute(
        "create or replace temp table named (unit varchar, county varchar, township varchar, village varchar)"
    )
    rows = [[unit, area["county"], area["township"], area["village"]] for unit, area in areas.items()]
    insert_rows(db, "named", rows)
    db.execute(
        f"""create or replace temp table units as select *, {AREA_KEY_COLUMNS},
            case when village is not null then 'village' when township is not null then 'township' else 'county' end as level
        from named"""
    )


def _keep_past_years(db: duckdb.DuckDBPyConnection, registers: Mapping[str, Register]) -> None:
    """For each register 0, and the years before their list that its rows are about, as a roll's are about exits."""
    selects = [
        f"""select '{register.name}' as register, unnest([{register.past_year}, as_of_year]) as past_year
        from clean.{register.name}"""
        for register in registers.values()
        if register.past_year
    ]
    found = " union ".join([*selects, f"select unnest({[*registers]}), 0"])
    db.execute(f"create or replace temp table past_years as from ({found}) where past_year is not null")


def _keep_rows(db: duckdb.DuckDBPyConnection, registers: Mapping[str, Register]) -> None:
    """What rows that count are about: places and years of each sheet. Of a stock only the list that holds at the end of a
    year is behind its figures."""
    selects = []
    for register in registers.values():
        year = register.event_year or next((c.name for c in register.columns if c.is_period_year), "null")
        is_stock = register.counts == "stock"
        selects.append(
            f"""select distinct unit, period, file, sheet, '{register.name}' as register,
                coalesce({year}, as_of_year) as year, as_of_on, area, township_area, county_area,
                township is not null as has_township, village is not null as has_village,
                {"replaced_on is null" if is_stock else "false"} as still_holds,
                {register.counts != "flow"} as replaces_earlier
            from clean.{register.name}
            {"where coalesce(year(replaced_on) > as_of_year, true)" if is_stock else ""}"""
        )
    db.execute(
        f"""create or replace temp table stated as
        with rows as ({" union all ".join(selects)}),
        stated as (
            select rows.*, {IS_WHOLE} as is_whole
            from rows join quality.statements using (unit, period, file, sheet, register)
        )
        from stated union all
        select stated.* replace ({_LAST} + past_year as year)
        from stated join past_years using (register) where still_holds and past_year <= year(as_of_on)"""
    )


def _keep_sheets(db: duckdb.DuckDBPyConnection, registers: Mapping[str, Register]) -> None:
    """Each sheet that counts or is set aside, by year, with the area that it is about: where it names several, the one
    above them."""
    place = "if(len({0}s) = 1 and {0}s[1] <> '', {0}s[1], if({0}s is null or {0}s = [''], units.{0}, null))"
    one = {level: place.format(level) for level in ("township", "village")}
    county = "if(len(counties) = 1 and counties[1] <> '', counties[1], units.county)"
    db.execute(
        f"""create or replace temp table sheets as
        with found as (
            select unit, period, file, sheet, register, counts, as_of_on, as_of_year, event_years, {county} as county,
                {one["township"]} as township,
                if(len(townships) > 1, null, {one["village"]}) as village
            from quality.statements left join units using (unit)
            where (counts or status in ('undecided', 'held_back', 'rejected'))
                and (register is null or list_contains({[*registers]}, register))
            union all by name
            -- a delivery of which not even a file is known
            select unit, period, file, sheet, register, false as counts, county, township, village,
                try_cast(left(period, 4) as integer) as as_of_year
            from quality.deliveries left join units using (unit) where status = 'unreadable' and file = ''
        ),
        accounts as (
            select unit, period, file, sheet, register, status not in ('held_back', 'unreadable') as counts,
                sum(quarantined) as quarantined, sum(cells_set_aside) as cells
            from quality.deliveries group by all
        ),
        counted as (select distinct unit, period, file, sheet, register, year from stated),
        -- of these what was published last replaces what was sent
        standing as (
            select unit, period, true as is_last_published from quality.deliveries where status = 'last_published' group by all
        ),
        -- a file that cannot be read may be of any register
        placed as (
            select found.* replace (coalesce(found.register, any_register) as register), found.register as own
            from found left join (select unnest({[*registers]}) as any_register) on found.register is null
        ),
        dated as (
            select placed.*, year from placed join counted using (unit, period, file, sheet, register) where counts
            union all by name
            select *, unnest(coalesce(nullif(event_years, []), [as_of_year])) as year from placed where not counts
            union all by name
            select placed.*, {_LAST} + past_year as year
            from placed join past_years using (register) where not counts and coalesce(past_year <= as_of_year, true)
        ),
        keyed as (
            select dated.*, {AREA_KEY_COLUMNS}, coalesce(quarantined, 0) as rows, coalesce(cells, 0) as cells,
                coalesce(is_last_published, false) as is_last_published
            from dated
            left join standing using (unit, period)
            left join accounts on accounts.unit = dated.unit and accounts.period = dated.period
                and accounts.file = dated.file and accounts.sheet = dated.sheet and accounts.counts = dated.counts
                and accounts.register is not distinct from own
        )
        select register, year, area, township_area, county_area, township, village, rows,
            case when village is not null then area when township is not null then township_area else county_area end as place,
            if(counts, 0, 1) as sheets, if(counts, cells, 0) as cells,
            not counts and not is_last_published as is_missing
        from keyed
        -- what came before a list that covers its place is not behind a figure
        where counts or not exists (
            select 1 from stated where stated.register = keyed.register and stated.year = keyed.year
                and replaces_earlier and stated.as_of_on > keyed.as_of_on
                and (stated.area = keyed.area or (is_whole and stated.township_area = keyed.township_area))
        )"""
    )


def _keep_reporters(db: duckdb.DuckDBPyConnection) -> None:
    """Townships and villages that are known, for every register and year that their county knows, with whether each is
    expected to report and has done so."""
    db.execute(
        """create or replace temp table reporters as
        with places as (
            select distinct area, area_level, township_area, county_area from (
                select area, area_level, township_area, county_area from clean.areas
                union all
                select township_area, 'township', township_area, county_area from units where township is not null
                union all
                select area, 'village', township_area, county_area from units where village is not null
            )
        ),
        listed as (select distinct township_area, area from clean.villages where village is not null),
        sheet_years as (select distinct county_area, year from sheets),
        asked as (
            select distinct county_area, register, sheet_years.year
            from sheet_years cross join (select distinct register from sheets)
        ),
        owed as (
            select distinct units.township_area as area, units.county_area, register, left(period, 4)::integer as year
            from quality.calendar join units using (unit)
            where register is not null and units.township is not null and regexp_matches(period, '^[0-9]{4}')
        ),
        -- who sends for itself what its neighbours leave to the office above
        levels as (
            select distinct stated.register, stated.year, stated.county_area, stated.township_area, units.level
            from stated join units using (unit)
        ),
        named as (
            select distinct register, year, area, 'village' as area_level from stated where has_village
            union
            select distinct register, year, township_area, 'township' from stated where has_township
            union
            select distinct register, year, county_area, 'county' from stated
        ),
        -- a list that is whole covers also the places that it does not name
        whole as (
            select register, year, levels.county_area, levels.township_area, level from levels
            where not exists (
                from sheets where is_missing and sheets.register = levels.register and sheets.year = levels.year
                    and sheets.county_area = levels.county_area
                    and (level = 'county' or sheets.township is null or sheets.township_area = levels.township_area)
            )
        ),
        covered as (
            select distinct register, year, county_area as above, 'township' as area_level from whole
            where level = 'county' and not exists (
                from levels where levels.register = whole.register and levels.year = whole.year
                    and levels.county_area = whole.county_area and levels.level <> 'county'
            )
            union
            select distinct register, year, township_area, 'village' from whole
            where level in ('county', 'township') and not exists (
                from levels where levels.register = whole.register and levels.year = whole.year
                    and levels.township_area = whole.township_area and levels.level = 'village'
            )
        )
        select places.*, asked.register, asked.year,
            named.area is not null or covered.above is not null as has_reported,
            case when places.area_level = 'village'
                then places.township_area not in (select township_area from listed)
                    or places.area in (select area from listed) or has_reported
                when places.area_level = 'township' then not exists (
                        from owed where owed.county_area = places.county_area and owed.register = asked.register
                            and owed.year = asked.year
                    ) or owed.area is not null or has_reported
                else true
            end as is_expected,
            -- a township without a list of its villages has at least those that are known
            places.area_level <> 'village' or places.township_area in (select township_area from listed) as is_listed
        from places
        join asked on asked.county_area = places.county_area
        left join named on named.register = asked.register and named.year = asked.year and named.area = places.area
            and named.area_level = places.area_level
        left join covered on covered.register = asked.register and covered.year = asked.year
            and covered.area_level = places.area_level
            and covered.above = if(places.area_level = 'village', places.township_area, places.county_area)
        left join owed on owed.area = places.area and owed.register = asked.register and owed.year = asked.year
        """
    )


_COVERAGE = f"""
    with parts as (
        -- a county has its townships, a township its villages; a place of which nothing smaller is known has itself
        select * replace (county_area as area) from reporters where area_level = 'township'
        union all
        select * replace (township_area as area) from reporters where area_level = 'village'
        union all
        select * replace (true as is_listed) from reporters where area_level = 'village' or area not in (
            select if(area_level = 'township', county_area, township_area) from reporters where area_level <> 'county'
        )
    ),
    counted as (
        select area, register, year, count_if(is_expected)::bigint as units_expected,
            count_if(has_reported)::bigint as units_reporting, bool_and(is_listed) as are_listed
        from parts group by all
    ),
    -- what is set aside within an area, and in sheets on a place above it: of these nobody knows whether it is of the area
    own as (
        select place as area, register, year, sum(sheets) as sheets, sum(rows) as rows, sum(cells) as cells
        from sheets group by all
    ),
    within as (
        select area, register, year, sum(sheets) as sheets, sum(rows) as rows, sum(cells) as cells
        from (
            select place as area, register, year, sheets, rows, cells from sheets
            union all
            select township_area, register, year, sheets, rows, cells from sheets where village is not null
            union all
            select county_area, register, year, sheets, rows, cells from sheets where township is not null
        ) group by all
    ),
    above as (
        select reporters.area, own.register, own.year, sum(sheets) as sheets, sum(rows) as rows, sum(cells) as cells
        from (select distinct area, unnest([township_area, county_area]) as upper from reporters) as reporters
        join own on own.area = upper and upper <> reporters.area
        group by all
    ),
    days as (
        select area, register, year, min(as_of_on) as oldest_on, max(as_of_on) as newest_on
        from (
            select area, register, year, as_of_on from stated where has_village
            union all
            select township_area, register, year, as_of_on from stated where has_township
            union all
            select county_area, register, year, as_of_on from stated
        ) group by all
    ),
    -- a village that a list does not name rests on the list of its township
    upper_days as (
        select reporters.area, days.register, days.year, oldest_on, newest_on
        from (select distinct area, township_area from reporters where area_level = 'village') as reporters
        join days on days.area = reporters.township_area
    )
    select area, register, if(year < {_LAST}, year, null)::integer as year,
        if(year > {_LAST}, year - {_LAST}, null)::integer as since_year,
        case when are_listed or coalesce(within.sheets, 0) = 0 or units_reporting < units_expected then units_expected end
            as units_expected,
        units_reporting,
        case when coalesce(above.sheets, 0) = 0 then coalesce(within.sheets, 0) end::bigint as sheets_set_aside,
        case when coalesce(above.sheets + above.rows, 0) = 0 then coalesce(within.rows, 0) end::bigint as rows_set_aside,
        case when coalesce(above.sheets + above.cells, 0) = 0 then coalesce(within.cells, 0) end::bigint as cells_set_aside,
        coalesce(days.oldest_on, case when units_reporting > 0 then upper_days.oldest_on end) as oldest_on,
        coalesce(days.newest_on, case when units_reporting > 0 then upper_days.newest_on end) as newest_on
    from counted
    left join within using (area, register, year)
    left join above using (area, register, year)
    left join days using (area, register, year)
    left join upper_days using (area, register, year)
"""
