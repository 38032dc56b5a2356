"""Who is expected to report, and has: townships and villages that are known, for all that their county knows of."""

from collections.abc import Mapping

from pipelines.registers.contract import Register


def reporter_steps(registers: Mapping[str, Register]) -> dict[str, str]:
    """Temporary tables, in their order, from units, periods, stated, sheets and quality.calendar: table → SELECT."""
    lists = (
        f"select township_area, area from clean.{name} where village is not null"
        for name, register in registers.items()
        if register.defines_places
    )
    return {"listed_villages": " union ".join(lists)} | _STEPS


_STEPS = {
    # every township and village that is known
    "places": """
        select distinct area, area_level, township_area, county_area from (
            select area, area_level, township_area, county_area from clean.areas
            union all
            select township_area, 'township', township_area, county_area from units where township is not null
            union all
            select area, 'village', township_area, county_area from units where village is not null
        )""",
    # what is asked of the places of a county: each register that is known, for each year that the county knows
    "asked": """
        select county_area, register, scope
        from (select distinct county_area, scope from sheets) cross join (select distinct register from sheets)""",
    # townships whose lists the calendar expects
    "owed": """
        select distinct units.township_area as area, units.county_area, register, periods.year
        from quality.calendar join units using (unit) join periods using (period)
        where register is not null and units.township is not null""",
    # units with rows that count, by what these are of
    "sent_by": """
        select stated.register, stated.scope, stated.county_area, stated.township_area, units.level,
            bool_or(is_of_all_villages) as is_of_all_villages
        from stated join units using (unit)
        group by all""",
    # places that rows which count name
    "named_places": """
        select distinct register, scope, area, 'village' as area_level from stated where has_village
        union
        select distinct register, scope, township_area, 'township' from stated where has_township
        union
        select distinct register, scope, county_area, 'county' from stated""",
    # places below one of which a whole list was sent, which covers also those that it does not name; but who sends for
    # itself what its neighbours leave to the office above is not covered by that
    "covered_places": """
        with whole as (
            select register, scope, county_area, township_area, level from sent_by
            where is_of_all_villages and not exists (
                from sheets where is_missing and sheets.register = sent_by.register and sheets.scope = sent_by.scope
                    and sheets.county_area = sent_by.county_area
                    and (level = 'county' or sheets.township is null or sheets.township_area = sent_by.township_area)
            )
        )
        select distinct register, scope, county_area as above, 'township' as area_level from whole
        where level = 'county' and not exists (
            from sent_by where sent_by.register = whole.register and sent_by.scope = whole.scope
                and sent_by.county_area = whole.county_area and sent_by.level <> 'county'
        )
        union
        select distinct register, scope, township_area, 'village' from whole
        where level in ('county', 'township') and not exists (
            from sent_by where sent_by.register = whole.register and sent_by.scope = whole.scope
                and sent_by.township_area = whole.township_area and sent_by.level = 'village'
        )""",
    # each place with all that is asked of it. A village is expected where its township lists its villages and has it, a
    # township where the calendar names it or no other of its county; whoever has reported was to.
    "reporters": """
        select places.*, asked.register, asked.scope,
            named.area is not null or covered.above is not null as has_reported,
            case when places.area_level = 'village'
                then places.township_area not in (select township_area from listed_villages)
                    or places.area in (select area from listed_villages) or has_reported
                when places.area_level = 'township' then not exists (
                        from owed where owed.county_area = places.county_area and owed.register = asked.register
                            and owed.year = asked.scope.year
                    ) or owed.area is not null or has_reported
                else true
            end as is_expected,
            -- a township without a list of its villages has at least those that are known
            places.area_level <> 'village' or places.township_area in (select township_area from listed_villages) as is_listed
        from places
        join asked on asked.county_area = places.county_area
        left join named_places as named on named.register = asked.register and named.scope = asked.scope
            and named.area = places.area and named.area_level = places.area_level
        left join covered_places as covered on covered.register = asked.register and covered.scope = asked.scope
            and covered.area_level = places.area_level
            and covered.above = if(places.area_level = 'village', places.township_area, places.county_area)
        left join owed on owed.area = places.area and owed.register = asked.register and owed.year = asked.scope.year""",
}
