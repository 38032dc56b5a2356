with entries as (
    select
        coalesce(area, township_area, county_area) as area, identified_year,
        max(year) as year_of_registry, count(*) as households, sum(persons) as persons
    from steps.last_households
    group by identified_year, grouping sets ((area), (township_area), (county_area))
),

years as (
    select
        *,
        -- who left in a year that no registry states had left by the last registry
        coalesce(exit_year, as_of_year) as at_year,
        -- a year after the registry is unknown, not zero
        case when coalesce(exit_year, as_of_year) <= as_of_year then 0 end as nobody,
        coalesce(sum(households) over so_far, 0) as left_households,
        coalesce(sum(persons) over so_far, 0) as left_persons
    from steps.exits
    full join steps.planned_exits using (area, exit_year)
    left join (select area, max(year_of_registry) as as_of_year from entries group by area) as registries using (area)
    window so_far as (
        partition by area order by coalesce(exit_year, as_of_year) asc nulls last
        range between unbounded preceding and current row
    )
),

-- who was identified after the year was not registered in it
registered as (
    select area, at_year, sum(entries.households) as registered_households, sum(entries.persons) as registered_persons
    from (select distinct area, at_year from years where nobody = 0) as known_years
    inner join entries using (area)
    where coalesce(identified_year, at_year) <= at_year
    group by area, at_year
)

select
    area, exit_year, as_of_year,
    nobody + coalesce(households, 0) as households,
    nobody + coalesce(persons, 0) as persons,
    planned_households, planned_persons,
    nobody + left_households as cumulative_households,
    nobody + left_persons as cumulative_persons,
    registered_households - left_households as remaining_households,
    registered_persons - left_persons as remaining_persons,
    nobody + coalesce(returned_households, 0) as returned_households,
    nobody + coalesce(returned_persons, 0) as returned_persons
from years
left join registered using (area, at_year)
