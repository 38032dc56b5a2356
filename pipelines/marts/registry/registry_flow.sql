with registries as (
    -- the years of the registries that cover an area, each with the one before it
    select area, year, lag(year) over (partition by area order by year nulls first) as start_year
    from clean.coverage
    where register = 'persons' and units_reporting > 0 and year is not null
),

listed as (
    select
        coalesce(area, township_area, county_area) as place, area, township_area, county_area, home_area, household_id, year,
        sum(persons) as persons,
        -- one part of a household that is poor makes it a poor one
        case when bool_and(poverty_status = '已脱贫') then '已脱贫' else '未脱贫' end as status
    from steps.households
    group by area, township_area, county_area, home_area, household_id, year
),

starts as (
    select listed.*, registries.year as end_year
    from listed inner join registries on place = registries.area and listed.year = start_year
),

ends as (
    select listed.*, start_year
    from listed inner join registries on place = registries.area and listed.year = registries.year
    where start_year is not null
),

changes as (
    select
        ends.area, ends.township_area, ends.county_area, ends.household_id, ends.start_year, ends.year,
        case
            when starts.place is null then '新进名册' when starts.place <> ends.place then '转入'
            when starts.status = ends.status then '不变' when ends.status = '已脱贫' then '脱贫' else '返贫'
        end as movement,
        starts.status as status_at_start, ends.status as status_at_end,
        case when starts.place = ends.place then starts.persons end as persons_at_start, ends.persons as persons_at_end
    from ends
    left join starts
        on ends.home_area = starts.home_area and ends.household_id = starts.household_id and ends.year = starts.end_year
    union all
    select
        starts.area, starts.township_area, starts.county_area, starts.household_id, starts.year as start_year,
        end_year as year, case when ends.place is null then '退出名册' else '转出' end as movement,
        starts.status as status_at_start, ends.status as status_at_end, starts.persons as persons_at_start,
        null as persons_at_end
    from starts
    left join ends
        on starts.home_area = ends.home_area and starts.household_id = ends.household_id and end_year = ends.year
    where starts.place is distinct from ends.place
)

select
    coalesce(area, township_area, county_area) as area, start_year, year, movement, status_at_start, status_at_end,
    count(household_id) as households, sum(persons_at_start) as persons_at_start, sum(persons_at_end) as persons_at_end
from changes
group by start_year, year, movement, status_at_start, status_at_end, grouping sets ((area), (township_area), (county_area))
