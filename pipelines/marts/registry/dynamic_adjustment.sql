select
    coalesce(area, township_area, county_area) as area, coalesce(change_year, as_of_year) as year, change_type,
    sum(coalesce(households, 1)) as households,
    sum(coalesce(persons, household_size_persons)) as persons
from clean.registry_changes
group by coalesce(change_year, as_of_year), change_type, grouping sets ((area), (township_area), (county_area))
