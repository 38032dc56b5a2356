select
    coalesce(area, township_area, county_area) as area, fund_year as year, category, coalesce(target, '未注明') as project_target,
    count(counted_project) as projects,
    sum(planned_yuan) as planned_yuan,
    count(case when planned_yuan is not null and allocated_yuan is not null then 1 end) as funded_projects,
    sum(allocated_yuan) as allocated_yuan,
    sum(paid_yuan) as paid_yuan
from steps.ledger
group by fund_year, category, target, grouping sets ((area), (township_area), (county_area))
