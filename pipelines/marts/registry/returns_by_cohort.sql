with terms as (
    select 1 as years, 6 as month_of_end, 30 as day_of_end
    union all
    select 1 as years, 12 as month_of_end, 31 as day_of_end
    union all
    select 2 as years, 12 as month_of_end, 31 as day_of_end
),

windows as (
    -- the day of an exit is stated nowhere: months count from the end of its year
    select *, make_date(exit_year + years, month_of_end, day_of_end) as ends_on from steps.first_exits cross join terms
),

outcomes as (
    select
        *, case
            when first_seen_on > ends_on then '不明' when returned_on <= ends_on then '返贫' when last_seen_on >= ends_on then '未返贫'
            when returned_on is not null or is_listed then '不明' else '离册'
        end as outcome
    from windows
),

counts as (
    select
        coalesce(area, township_area, county_area) as area, exit_year, ends_on,
        count(outcome) as exited_households,
        count(case when outcome = '离册' then 1 end) as delisted_households,
        count(case when outcome = '不明' then 1 end) as unknown_households,
        count(case when outcome = '返贫' then 1 end) as returned_households,
        coalesce(sum(case when outcome = '返贫' then persons end), 0) as returned_persons
    from outcomes
    group by exit_year, ends_on, grouping sets ((area), (township_area), (county_area))
)

select
    area, exit_year, (year(ends_on) - exit_year) * 12 + month(ends_on) - 12 as months, ends_on, exited_households, delisted_households, unknown_households,
    -- a cohort of which one is not known yet is not known
    case when unknown_households = 0 then returned_households end as returned_households,
    case when unknown_households = 0 then returned_persons end as returned_persons,
    case when unknown_households = 0
        then returned_households * 1e0 / nullif(exited_households - delisted_households, 0) end as return_rate
from counts
