with last_registry as (
    select county, township, max(year) as year
    from registry_summary
    where area_level in ('village', 'township')
    group by county, township
),

registry as (
    select
        summary.area_level, summary.county, summary.township, summary.village, summary.year, summary.standing,
        summary.exit_year, summary.households, summary.persons
    from registry_summary as summary
    inner join last_registry
        on summary.county is not distinct from last_registry.county
        and summary.township is not distinct from last_registry.township
        and summary.year = last_registry.year
    where summary.area_level in ('village', 'township')
    union all
    -- a county adds up the last registry of each of its townships, which may be of different years
    select
        'county' as area_level, summary.county, cast(null as varchar) as township, cast(null as varchar) as village,
        summary.year, summary.standing, summary.exit_year, summary.households, summary.persons
    from registry_summary as summary
    inner join last_registry
        on summary.county = last_registry.county
        and summary.township = last_registry.township
        and summary.year = last_registry.year
    where summary.area_level = 'township'
),

registered as (
    select
        area_level, county, township, village,
        max(year) as as_of_year,
        sum(households) as households,
        sum(persons) as persons
    from registry
    group by area_level, county, township, village
),

last_plan as (
    select county, township, village, exit_year, max(as_of_on) as as_of_on
    from clean.exit_plans
    group by county, township, village, exit_year
),

plans as (
    select
        plan.county, plan.township, plan.village, plan.exit_year, plan.planned_households, plan.planned_persons
    from clean.exit_plans as plan
    inner join last_plan
        on plan.county is not distinct from last_plan.county
        and plan.township is not distinct from last_plan.township
        and plan.village is not distinct from last_plan.village
        and plan.exit_year = last_plan.exit_year
        and plan.as_of_on = last_plan.as_of_on
),

-- an area's own plan where it has one, else the sum of the plans below it
township_plans as (
    select
        county, township, exit_year,
        coalesce(sum(case when village is null then planned_households end), sum(planned_households)) as households,
        coalesce(sum(case when village is null then planned_persons end), sum(planned_persons)) as persons
    from plans
    where township is not null
    group by county, township, exit_year
),

county_plans as (
    select
        county, exit_year,
        coalesce(sum(case when township is null then households end), sum(households)) as households,
        coalesce(sum(case when township is null then persons end), sum(persons)) as persons
    from (
        select county, township, exit_year, households, persons from township_plans
        union all
        select county, township, exit_year, planned_households, planned_persons from plans where township is null
    ) as plans_below
    where county is not null
    group by county, exit_year
),

figures as (
    select
        area_level, county, township, village, exit_year,
        case when standing = '已脱贫' then households else 0 end as households,
        case when standing = '已脱贫' then persons else 0 end as persons,
        case when standing = '返贫' then households else 0 end as returned_households,
        case when standing = '返贫' then persons else 0 end as returned_persons,
        cast(null as bigint) as planned_households,
        cast(null as bigint) as planned_persons
    from registry
    where standing = '已脱贫' or (standing = '返贫' and exit_year is not null)
    union all
    select 'village', county, township, village, exit_year, 0, 0, 0, 0, planned_households, planned_persons
    from plans
    where village is not null
    union all
    select 'township', county, township, null, exit_year, 0, 0, 0, 0, households, persons
    from township_plans
    union all
    select 'county', county, null, null, exit_year, 0, 0, 0, 0, households, persons
    from county_plans
),

by_year as (
    select
        area_level, county, township, village, exit_year,
        sum(households) as households,
        sum(persons) as persons,
        sum(returned_households) as returned_households,
        sum(returned_persons) as returned_persons,
        sum(planned_households) as planned_households,
        sum(planned_persons) as planned_persons
    from figures
    group by area_level, county, township, village, exit_year
),

running as (
    select
        by_year.area_level, by_year.county, by_year.township, by_year.village, by_year.exit_year,
        registered.as_of_year,
        -- a year after the registry has a plan but no exits yet: unknown, not zero
        coalesce(by_year.exit_year <= registered.as_of_year, registered.as_of_year is not null) as is_known,
        by_year.households, by_year.persons, by_year.returned_households, by_year.returned_persons,
        by_year.planned_households, by_year.planned_persons,
        registered.households as registered_households,
        registered.persons as registered_persons,
        sum(by_year.households) over cumulated as cumulative_households,
        sum(by_year.persons) over cumulated as cumulative_persons
    from by_year
    left join registered
        on by_year.area_level = registered.area_level
        and by_year.county is not distinct from registered.county
        and by_year.township is not distinct from registered.township
        and by_year.village is not distinct from registered.village
    window cumulated as (
        partition by by_year.area_level, by_year.county, by_year.township, by_year.village
        order by by_year.exit_year asc nulls first
        rows between unbounded preceding and current row
    )
)

select
    area_level,
    county,
    township,
    village,
    exit_year,
    as_of_year,
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
order by
    area_level nulls first, county nulls first, township nulls first, village nulls first, exit_year nulls first
