select
    coalesce(area, township_area, county_area) as area, fund_year as year, category, coalesce(target, '未注明') as project_target,
    case when count(listed_project) + count(counted_more_projects) > 0
        then count(counted_project) + coalesce(sum(counted_more_projects), 0) end as projects,
    sum(planned_yuan) as planned_yuan,
    case when bool_or(has_plans_and_allocations)
        then count(case when planned_yuan is not null and allocated_yuan is not null then listed_project end) end as funded_projects,
    sum(allocated_yuan) as allocated_yuan,
    sum(paid_yuan) as paid_yuan
from steps.ledger
group by fund_year, category, target, grouping sets ((area), (township_area), (county_area))
