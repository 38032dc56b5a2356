select
    coalesce(area, township_area, county_area) as area, coalesce(year(visited_on), as_of_year) as year, visitor_level,
    -- who was visited is not known where neither households nor their number are stated
    case when count(household_id) + count(visited_households) > 0
        then count(distinct household_id) + coalesce(sum(visited_households), 0) end as visited_households,
    sum(due_visit_households) as due_visit_households,
    sum(case when due_visit_households is not null then visited_households end) * 1e0
        / nullif(sum(case when visited_households is not null then due_visit_households end), 0) as visit_coverage_rate
from clean.visits
group by coalesce(year(visited_on), as_of_year), visitor_level, grouping sets ((area), (township_area), (county_area))
