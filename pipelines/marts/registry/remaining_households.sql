with sums as (
    select
        coalesce(area, township_area, county_area) as area, year, poverty_status, poverty_cause, household_kind,
        count(*) as households,
        sum(persons) as persons
    from steps.households
    where poverty_status <> '已脱贫'
    group by
        year, poverty_status, poverty_cause, household_kind, grouping sets ((area), (township_area), (county_area))
)

select
    area_level, county, township, village,
    year, poverty_status, poverty_status as standing, poverty_cause, household_kind,
    cast(households as bigint) as households,
    cast(persons as bigint) as persons,
    area
from sums
inner join clean.areas using (area)
order by
    area_level nulls first, area nulls first, year nulls first,
    poverty_status nulls first, poverty_cause nulls first, household_kind nulls first
