with last_registry as (
    -- as in registry_summary: of several registries that a township delivered in a year the last one counts
    select township_area, as_of_year, max(as_of_on) as as_of_on
    from clean.persons
    group by township_area, as_of_year
),

members as (
    select
        *,
        coalesce(exit_status, case when household_type = '脱贫户' then '已脱贫' end, '未注明') as poverty_status,
        -- exports write a blank in words too
        nullif(poverty_cause, '未填写') as stated_cause
    from clean.persons
    inner join last_registry using (township_area, as_of_year, as_of_on)
    where coalesce(exit_status, household_type, '未注明') not in ('注销', '一般农户', '突发严重困难户')
),

-- a household is told apart by the same columns as in registry_summary, so that both count the same
households as (
    select
        area, township_area, county_area, as_of_year as year, poverty_status,
        coalesce(min(case when relation = '户主' then stated_cause end), min(stated_cause), '未注明') as poverty_cause,
        coalesce(
            min(case when relation = '户主' then household_kind end), min(household_kind), '未注明'
        ) as household_kind,
        sum(row_persons) as persons
    from members
    where poverty_status <> '已脱贫'
    group by
        area, township_area, county_area, as_of_year, poverty_status,
        exit_status, household_type, exit_year, household_id
),

sums as (
    select
        coalesce(area, township_area, county_area) as area, year, poverty_status, poverty_cause, household_kind,
        count(*) as households,
        sum(persons) as persons
    from households
    group by
        year, poverty_status, poverty_cause, household_kind, grouping sets ((area), (township_area), (county_area))
)

select
    area, area_level, county, township, village,
    year, poverty_status, poverty_status as standing, poverty_cause, household_kind,
    cast(households as bigint) as households,
    cast(persons as bigint) as persons
from sums
inner join clean.areas using (area)
order by
    area_level nulls first, area nulls first, year nulls first,
    poverty_status nulls first, poverty_cause nulls first, household_kind nulls first
