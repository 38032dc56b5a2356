select
    coalesce(area, township_area, county_area) as area, year(inspected_on) as year, inspection_kind,
    count(*) as inspections,
    nullif(count(distinct village), 0) as inspected_villages,
    sum(inspected_households) as inspected_household_times,
    sum(found_issues) as issues_found
from clean.inspections
group by year(inspected_on), inspection_kind, grouping sets ((area), (township_area), (county_area))
