with sums as (
    select
        coalesce(area, township_area, county_area) as area, year, poverty_status, exit_year,
        max(as_of_on) as as_of_on,
        count(*) as households,
        sum(persons) as persons
    from steps.households
    group by year, poverty_status, exit_year, grouping sets ((area), (township_area), (county_area))
)

select
    area_level, county, township, village,
    year,
    as_of_on,
    poverty_status,
    poverty_status as standing,
    exit_year,
    cast(households as bigint) as households,
    cast(persons as bigint) as persons,
    area
from sums
inner join clean.areas using (area)
order by
    area_level nulls first, area nulls first, year nulls first, poverty_status nulls first, exit_year nulls first
