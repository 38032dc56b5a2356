with last_registry as (
    -- of several registries that a township delivered in a year the last one counts
    select county, township, as_of_year, max(as_of_on) as as_of_on
    from clean.persons
    group by county, township, as_of_year
),

households as (
    select
        persons.county,
        persons.township,
        persons.village,
        persons.as_of_year as year,
        persons.as_of_on,
        -- the 32-column form of 2022 says only that a household has left poverty, not when
        coalesce(
            persons.exit_status, case when persons.household_type = '脱贫户' then '已脱贫' end, '未注明'
        ) as standing,
        persons.exit_year,
        persons.household_id,
        cast(sum(persons.row_persons) as bigint) as persons
    from clean.persons as persons
    inner join last_registry
        on persons.county is not distinct from last_registry.county
        and persons.township is not distinct from last_registry.township
        and persons.as_of_on = last_registry.as_of_on
    -- struck off the registry, or never on it (monitored households that were not poor)
    where coalesce(persons.exit_status, persons.household_type, '未注明') not in ('注销', '一般农户', '突发严重困难户')
    group by
        persons.county, persons.township, persons.village, persons.as_of_year, persons.as_of_on,
        persons.exit_status, persons.household_type, persons.exit_year, persons.household_id
),

by_village as (
    select
        county,
        township,
        village,
        year,
        as_of_on,
        standing,
        case when standing in ('已脱贫', '返贫') then exit_year end as exit_year,
        count(*) as households,
        sum(persons) as persons
    from households
    group by
        county, township, village, year, as_of_on, standing,
        case when standing in ('已脱贫', '返贫') then exit_year end
),

by_area as (
    select 'village' as area_level, county, township, village, year, as_of_on, standing, exit_year, households, persons
    from by_village
    where village is not null
    union all
    select
        'township' as area_level, county, township, cast(null as varchar) as village, year, as_of_on, standing,
        exit_year, households, persons
    from by_village
    where township is not null
    union all
    select
        'county' as area_level, county, cast(null as varchar) as township, cast(null as varchar) as village, year,
        as_of_on, standing, exit_year, households, persons
    from by_village
    where county is not null
)

select
    area_level,
    county,
    township,
    village,
    year,
    max(as_of_on) as as_of_on,
    standing,
    exit_year,
    cast(sum(households) as bigint) as households,
    cast(sum(persons) as bigint) as persons
from by_area
group by area_level, county, township, village, year, standing, exit_year
order by
    area_level nulls first, county nulls first, township nulls first, village nulls first, year nulls first,
    standing nulls first, exit_year nulls first
