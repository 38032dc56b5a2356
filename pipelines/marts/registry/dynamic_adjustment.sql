select
    coalesce(area, township_area, county_area) as area, coalesce(change_year, as_of_year) as year, change_type,
    sum(coalesce(
        households,
        case when persons is null or coalesce(household_id, head_name, head_person_id) is not null then 1 end
    )) as households,
    sum(coalesce(persons, household_size_persons)) as persons
from clean.registry_changes
group by coalesce(change_year, as_of_year), change_type, grouping sets ((area), (township_area), (county_area))
