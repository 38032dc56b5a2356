select
    coalesce(area, township_area, county_area) as area, year, poverty_status, poverty_status as standing, exit_year,
    max(as_of_on) as as_of_on,
    count(*) as households,
    sum(persons) as persons
from steps.households
group by year, poverty_status, exit_year, grouping sets ((area), (township_area), (county_area))
