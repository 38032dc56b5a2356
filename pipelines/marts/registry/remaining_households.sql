with last_registry as (
    -- as in registry_summary: of several registries that a township delivered in a year the last one counts
    select county, township, as_of_year, max(as_of_on) as as_of_on
    from clean.persons
    group by county, township, as_of_year
),

standings as (
    select
        persons.county,
        persons.township,
        persons.village,
        persons.as_of_year as year,
        coalesce(
            persons.exit_status, case when persons.household_type = '脱贫户' then '已脱贫' end, '未注明'
        ) as standing,
        persons.exit_status,
        persons.household_type,
        persons.exit_year,
        persons.household_id,
        persons.relation,
        -- exports write a blank in words too
        nullif(persons.poverty_cause, '未填写') as poverty_cause,
        persons.household_kind,
        persons.row_persons
    from clean.persons as persons
    inner join last_registry
        on persons.county is not distinct from last_registry.county
        and persons.township is not distinct from last_registry.township
        and persons.as_of_on = last_registry.as_of_on
    where coalesce(persons.exit_status, persons.household_type, '未注明') not in ('注销', '一般农户', '突发严重困难户')
),

-- a household is told apart by the same columns as in registry_summary, so that both count the same
households as (
    select
        county,
        township,
        village,
        year,
        standing,
        coalesce(
            min(case when relation = '户主' then poverty_cause end), min(poverty_cause), '未注明'
        ) as poverty_cause,
        coalesce(
            min(case when relation = '户主' then household_kind end), min(household_kind), '未注明'
        ) as household_kind,
        cast(sum(row_persons) as bigint) as persons
    from standings
    where standing <> '已脱贫'
    group by county, township, village, year, standing, exit_status, household_type, exit_year, household_id
),

by_village as (
    select
        county, township, village, year, standing, poverty_cause, household_kind,
        count(*) as households, sum(persons) as persons
    from households
    group by county, township, village, year, standing, poverty_cause, household_kind
),

by_area as (
    select
        'village' as area_level, county, township, village, year, standing, poverty_cause, household_kind,
        households, persons
    from by_village
    where village is not null
    union all
    select
        'township' as area_level, county, township, cast(null as varchar) as village, year, standing, poverty_cause,
        household_kind, households, persons
    from by_village
    where township is not null
    union all
    select
        'county' as area_level, county, cast(null as varchar) as township, cast(null as varchar) as village, year,
        standing, poverty_cause, household_kind, households, persons
    from by_village
    where county is not null
)

select
    area_level,
    county,
    township,
    village,
    year,
    standing,
    poverty_cause,
    household_kind,
    cast(sum(households) as bigint) as households,
    cast(sum(persons) as bigint) as persons
from by_area
group by area_level, county, township, village, year, standing, poverty_cause, household_kind
order by
    area_level nulls first, county nulls first, township nulls first, village nulls first, year nulls first,
    standing nulls first, poverty_cause nulls first, household_kind nulls first
