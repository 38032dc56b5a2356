select
    coalesce(area, township_area, county_area) as area, fund_year as year, category, coalesce(target, '未注明') as project_target,
    case when count(listed_project) + count(counted_more_projects) > 0
        then count(counted_project) + coalesce(sum(counted_more_projects), 0) end as projects,
    sum(planned_yuan) as planned_yuan,
    -- of how many projects a row without a name has both it does not say
    case when bool_or(has_plans_and_allocations) and count(case when listed_project is null and is_funded then 1 end) = 0
        then count(case when is_funded then counted_project end) end as funded_projects,
    sum(allocated_yuan) as allocated_yuan,
    sum(paid_yuan) as paid_yuan
from steps.ledger
group by fund_year, category, target, grouping sets ((area), (township_area), (county_area))
