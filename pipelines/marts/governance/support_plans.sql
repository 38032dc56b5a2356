select
    coalesce(area, township_area, county_area) as area, as_of_year as year,
    sum(coalesce(plan_households, 1)) as households_with_plan,
    sum(plan_measures) as planned_measures
from clean.support_plans
where coalesce(year(replaced_on) > as_of_year, true)
group by as_of_year, grouping sets ((area), (township_area), (county_area))
