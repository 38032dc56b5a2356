select
    coalesce(area, township_area, county_area) as area, year, poverty_status, poverty_status as standing,
    poverty_cause, household_kind,
    count(*) as households,
    sum(persons) as persons
from steps.households
where poverty_status <> '已脱贫'
group by year, poverty_status, poverty_cause, household_kind, grouping sets ((area), (township_area), (county_area))
