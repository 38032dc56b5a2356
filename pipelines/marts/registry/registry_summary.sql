with last_registry as (
    -- of several registries that a township delivered in a year the last one counts
    select township_area, as_of_year, max(as_of_on) as as_of_on
    from clean.persons
    group by township_area, as_of_year
),

households as (
    select
        area, township_area, county_area, as_of_year as year, as_of_on,
        -- the 32-column form of 2022 says only that a household has left poverty, not when
        coalesce(exit_status, case when household_type = '脱贫户' then '已脱贫' end, '未注明') as poverty_status,
        exit_year,
        household_id,
        sum(row_persons) as persons
    from clean.persons
    inner join last_registry using (township_area, as_of_year, as_of_on)
    -- struck off the registry, or never on it (monitored households that were not poor)
    where coalesce(exit_status, household_type, '未注明') not in ('注销', '一般农户', '突发严重困难户')
    group by
        area, township_area, county_area, as_of_year, as_of_on,
        exit_status, household_type, exit_year, household_id
),

exits as (
    select
        area, township_area, county_area, year, as_of_on, poverty_status, persons,
        case when poverty_status in ('已脱贫', '返贫') then exit_year end as exit_year
    from households
),

sums as (
    select
        coalesce(area, township_area, county_area) as area, year, poverty_status, exit_year,
        max(as_of_on) as as_of_on,
        count(*) as households,
        sum(persons) as persons
    from exits
    group by year, poverty_status, exit_year, grouping sets ((area), (township_area), (county_area))
)

select
    area, area_level, county, township, village,
    year,
    as_of_on,
    poverty_status,
    poverty_status as standing,
    exit_year,
    cast(households as bigint) as households,
    cast(persons as bigint) as persons
from sums
inner join clean.areas using (area)
order by
    area_level nulls first, area nulls first, year nulls first, poverty_status nulls first, exit_year nulls first
