with listed as (
    select
        area, township_area, county_area, home_area, household_id, year, min(exit_year) as year_of_exit,
        sum(persons) as persons,
        bool_or(poverty_status = '返贫') as is_marked, not bool_and(poverty_status = '已脱贫') as is_poor
    from steps.households
    group by area, township_area, county_area, home_area, household_id, year
),

followed as (
    select
        *, min(year_of_exit) over (partition by home_area, household_id) as exit_year,
        -- marked as returned, or poor after a registry in which it was not; a correction of a wrong exit is not told apart
        is_poor and (is_marked or coalesce(bool_or(not is_poor) over before, false)) as has_returned
    from listed
    window before as (
        partition by home_area, household_id order by year nulls first rows between unbounded preceding and 1 preceding
    )
),

-- from the exit to the first return, or to the last registry that lists the household
at_risk as (
    select *
    from followed
    where year >= exit_year and (has_returned or not is_poor)
    qualify not coalesce(bool_or(has_returned) over (
        partition by home_area, household_id order by year nulls first rows between unbounded preceding and 1 preceding
    ), false)
),

years as (
    select
        coalesce(area, township_area, county_area) as area, exit_year, year,
        count(household_id) as followed_households,
        count(case when has_returned then household_id end) as returned_households,
        coalesce(sum(case when has_returned then persons end), 0) as returned_persons,
        count(case when has_returned then household_id end) * 1e0 / nullif(count(household_id), 0) as return_rate
    from at_risk
    group by exit_year, year, grouping sets ((area), (township_area), (county_area))
)

select
    *,
    -- Kaplan–Meier: who has not returned yet, year by year
    1 - case when max(return_rate) over so_far < 1 then exp(sum(ln(nullif(1 - return_rate, 0))) over so_far) else 0 end
        as cumulative_return_rate
from years
window so_far as (
    partition by area, exit_year order by year nulls first rows between unbounded preceding and current row
)
