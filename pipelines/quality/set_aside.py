"""What is set aside of what was sent: sheets, and rows and cells of those that count, by the area and year they are about."""

from collections.abc import Mapping

from pipelines.quality.stated import scope
from pipelines.registers.areas import AREA_KEY_COLUMNS
from pipelines.registers.contract import Register


def set_aside_steps(registers: Mapping[str, Register]) -> dict[str, str]:
    """SELECTs of temporary tables, in their order, from quality.statements, quality.deliveries, units, periods and stated.

    sent_sheets: each sheet that counts or is set aside, with its area. dated_sheets: these by scope. sheets: of each
    register, scope and place, the sheets, rows and cells that are set aside.
    """
    return {
        "sent_sheets": _sent_sheets([*registers]),
        "dated_sheets": _DATED_SHEETS,
        "sheets": _SHEETS,
    }


def _sent_sheets(registers: list[str]) -> str:
    """A sheet is about the one place that it names; about that above them where it names several. A file that cannot be
    read may be of any register."""
    return f"""
        with found as (
            select unit, period, file, sheet, register, counts, as_of_on, as_of_year, event_years,
                {_only_one("county", "counties")} as county,
                {_only_one("township", "townships")} as township,
                if(len(townships) > 1, null, {_only_one("village", "villages")}) as village
            from quality.statements left join units using (unit)
            where (counts or status in ('undecided', 'held_back', 'rejected'))
                and (register is null or list_contains({registers}, register))
            union all by name
            -- a delivery of which not even a file is known
            select unit, period, file, sheet, register, false as counts, county, township, village, periods.year as as_of_year
            from quality.deliveries left join units using (unit) left join periods using (period)
            where status = 'unreadable' and file = ''
        )
        select found.* replace (coalesce(found.register, any_register) as register), found.register as own_register
        from found left join (select unnest({registers}) as any_register) on found.register is null"""


def _only_one(level: str, names: str) -> str:
    """The single name that a sheet has of a level; that of its unit where it has none."""
    if level == "county":
        return f"if(len({names}) = 1 and {names}[1] <> '', {names}[1], units.county)"
    return f"""if(len({names}) = 1 and {names}[1] <> '', {names}[1],
        if({names} is null or {names} = [''], units.{level}, null))"""


_DATED_SHEETS = f"""
    with counted as (select distinct unit, period, file, sheet, register, scope from stated),
    years as (select *, unnest(coalesce(nullif(event_years, []), [as_of_year])) as year from sent_sheets where not counts)
    select sent_sheets.*, scope
    from sent_sheets join counted using (unit, period, file, sheet, register) where counts
    union all by name
    select * exclude (year), {scope("year")} as scope from years where year is not null
    union all by name
    select sent_sheets.*, {scope(since_year="since_year")} as scope
    from sent_sheets join last_lists using (register)
    where not counts and coalesce(since_year <= as_of_year, true)"""

_SHEETS = f"""
    with accounts as (
        select unit, period, file, sheet, register as own_register,
            status not in ('held_back', 'unreadable') as counts,
            sum(quarantined) as quarantined, sum(cells_set_aside) as cells
        from quality.deliveries group by all
    ),
    -- of these what was published last replaces what was sent
    last_published as (select distinct unit, period from quality.deliveries where status = 'last_published'),
    keyed as (
        select dated.*, {AREA_KEY_COLUMNS}, coalesce(quarantined, 0) as rows, coalesce(accounts.cells, 0) as cells,
            last_published.unit is not null as is_last_published
        from dated_sheets as dated
        left join last_published using (unit, period)
        left join accounts on accounts.unit = dated.unit and accounts.period = dated.period
            and accounts.file = dated.file and accounts.sheet = dated.sheet and accounts.counts = dated.counts
            and accounts.own_register is not distinct from dated.own_register
    )
    select register, scope, area, township_area, county_area, township, village, rows,
        case when village is not null then area when township is not null then township_area else county_area end as place,
        own_register is null as is_unread, if(counts, 0, 1) as sheets, if(counts, cells, 0) as cells,
        not counts and not is_last_published as is_missing
    from keyed
    -- what came before a list that covers its place is not behind a figure
    where counts or not exists (
        select 1 from stated where stated.register = keyed.register and stated.scope = keyed.scope
            and replaces_earlier and stated.as_of_on > keyed.as_of_on
            and (stated.area = keyed.area or (is_whole and stated.township_area = keyed.township_area))
    )"""
