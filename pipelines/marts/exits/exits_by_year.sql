with registry as (
    select
        area, year, poverty_status, exit_year, households, persons,
        -- a county adds up the last registry of each of its townships, which may be of different years
        case when areas.area_level = 'township' then county_area end as county_area
    from registry_summary
    inner join clean.areas as areas using (area)
    where areas.area_level <> 'county'
    qualify year = max(year) over (partition by township_area)
),

registered as (
    select
        coalesce(area, county_area) as area,
        max(year) as as_of_year,
        sum(households) as registered_households,
        sum(persons) as registered_persons
    from registry
    group by grouping sets ((area), (county_area))
),

exits as (
    select
        coalesce(area, county_area) as area, exit_year,
        sum(case when poverty_status = '已脱贫' then households else 0 end) as households,
        sum(case when poverty_status = '已脱贫' then persons else 0 end) as persons,
        sum(case when poverty_status = '返贫' then households else 0 end) as returned_households,
        sum(case when poverty_status = '返贫' then persons else 0 end) as returned_persons
    from registry
    where poverty_status = '已脱贫' or (poverty_status = '返贫' and exit_year is not null)
    group by exit_year, grouping sets ((area), (county_area))
),

last_plans as (
    select * from clean.exit_plans
    qualify as_of_on = max(as_of_on) over (partition by area, exit_year)
),

-- an area's own plan where it has one, else the sum of the plans below it
township_plans as (
    select
        township_area, county_area, township, exit_year,
        coalesce(sum(case when village is null then planned_households end), sum(planned_households)) as households,
        coalesce(sum(case when village is null then planned_persons end), sum(planned_persons)) as persons
    from last_plans
    group by township_area, county_area, township, exit_year
),

plans as (
    select area, exit_year, planned_households, planned_persons from last_plans
    union all
    select township_area, exit_year, households, persons from township_plans
    union all
    select
        county_area, exit_year,
        coalesce(sum(case when township is null then households end), sum(households)),
        coalesce(sum(case when township is null then persons end), sum(persons))
    from township_plans
    group by county_area, exit_year
),

running as (
    select
        area, exit_year, as_of_year, planned_households, planned_persons, registered_households, registered_persons,
        -- a year after the registry has a plan but no exits yet: unknown, not zero
        coalesce(exit_year, as_of_year) <= as_of_year as is_known,
        coalesce(households, 0) as households,
        coalesce(persons, 0) as persons,
        coalesce(returned_households, 0) as returned_households,
        coalesce(returned_persons, 0) as returned_persons,
        sum(households) over so_far as cumulative_households,
        sum(persons) over so_far as cumulative_persons
    from exits
    full join plans using (area, exit_year)
    left join registered using (area)
    window so_far as (
        partition by area order by exit_year asc nulls first rows between unbounded preceding and current row
    )
)

select
    area, area_level, county, township, village, exit_year, as_of_year,
    cast(case when is_known then households end as bigint) as households,
    cast(case when is_known then persons end as bigint) as persons,
    cast(planned_households as bigint) as planned_households,
    cast(planned_persons as bigint) as planned_persons,
    cast(case when is_known then cumulative_households end as bigint) as cumulative_households,
    cast(case when is_known then cumulative_persons end as bigint) as cumulative_persons,
    cast(case when is_known then registered_households - cumulative_households end as bigint) as remaining_households,
    cast(case when is_known then registered_persons - cumulative_persons end as bigint) as remaining_persons,
    cast(case when is_known then returned_households end as bigint) as returned_households,
    cast(case when is_known then returned_persons end as bigint) as returned_persons
from running
inner join clean.areas using (area)
order by area_level nulls first, area nulls first, exit_year nulls first
