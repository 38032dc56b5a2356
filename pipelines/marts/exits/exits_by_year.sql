with entries as (
    select
        coalesce(area, township_area, county_area) as area, identified_year,
        max(year) as year_of_registry, count(*) as households, sum(persons) as persons
    from steps.last_households
    group by identified_year, grouping sets ((area), (township_area), (county_area))
),

registries as (
    select area, max(year_of_registry) as as_of_year from entries group by area
),

years as (
    select
        *,
        -- who left in a year that no registry states had left by the last registry
        coalesce(exit_year, as_of_year) as at_year,
        sum(households) over so_far as cumulative_households,
        sum(persons) over so_far as cumulative_persons
    from steps.exits
    full join steps.planned_exits using (area, exit_year)
    left join registries using (area)
    window so_far as (
        partition by area order by coalesce(exit_year, as_of_year) asc nulls last
        range between unbounded preceding and current row
    )
),

-- who was identified after the year was not registered in it; a year after the registry is unknown, not zero
registered as (
    select area, at_year, sum(entries.households) as households, sum(entries.persons) as persons
    from (select distinct area, at_year from years where at_year <= as_of_year) as known_years
    inner join entries using (area)
    where coalesce(identified_year, at_year) <= at_year
    group by area, at_year
)

select
    area_level, county, township, village, exit_year, as_of_year,
    case when at_year <= as_of_year then coalesce(years.households, 0) end as households,
    cast(case when at_year <= as_of_year then coalesce(years.persons, 0) end as bigint) as persons,
    cast(planned_households as bigint) as planned_households,
    cast(planned_persons as bigint) as planned_persons,
    cast(case when at_year <= as_of_year then coalesce(cumulative_households, 0) end as bigint) as cumulative_households,
    cast(case when at_year <= as_of_year then coalesce(cumulative_persons, 0) end as bigint) as cumulative_persons,
    cast(registered.households - coalesce(cumulative_households, 0) as bigint) as remaining_households,
    cast(registered.persons - coalesce(cumulative_persons, 0) as bigint) as remaining_persons,
    case when at_year <= as_of_year then coalesce(returned_households, 0) end as returned_households,
    cast(case when at_year <= as_of_year then coalesce(returned_persons, 0) end as bigint) as returned_persons,
    units_reporting, units_expected, sheets_set_aside, rows_set_aside, cells_set_aside,
    oldest_statement_on, newest_statement_on,
    area
from years
left join registered using (area, at_year)
inner join clean.areas using (area)
left join (select * from steps.coverage where register = 'persons' and year is null) as coverage using (area)
order by area_level nulls first, area nulls first, exit_year nulls first
