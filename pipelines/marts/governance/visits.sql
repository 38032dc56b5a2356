with listed as (
    select
        *, coalesce(year(visited_on), as_of_year) as year,
        concat_ws('/', cast(coalesce(visited_on, as_of_on) as varchar), visit_round) as counted_in
    from clean.visits
),

rounds as (
    select
        *,
        -- how many of the households of one round are those of another too no count says
        coalesce(min(case when visited_households is not null then counted_in end) over of_area
            <> max(case when visited_households is not null then counted_in end) over of_area, false) as is_of_rounds
    from listed
    window of_area as (partition by area, visitor_level, year)
)

select
    coalesce(area, township_area, county_area) as area, year, visitor_level,
    -- who was visited is not known where neither households nor their number are stated
    case when count(household_id) + count(visited_households) > 0 and not bool_or(is_of_rounds)
        then count(distinct household_id) + coalesce(sum(visited_households), 0) end as visited_households,
    case when not bool_or(is_of_rounds) then sum(due_visit_households) end as due_visit_households,
    sum(case when due_visit_households is not null then visited_households end) * 1e0
        / nullif(sum(case when visited_households is not null then due_visit_households end), 0) as visit_coverage_rate
from rounds
group by year, visitor_level, grouping sets ((area), (township_area), (county_area))
