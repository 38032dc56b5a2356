-- The persons of each village, and those who are not struck off beside the population of the village's own list
select registry.*, listed.* exclude (year, county, township, village)
from (
    select unit, period, county, township, village, max(as_of_year) as year, count(*) as persons,
        count_if(exit_status is distinct from '注销') as registered_persons,
        count(distinct household_id) filter (where exit_status is distinct from '注销') as registered_households
    from {batch}
    group by unit, period, county, township, village
) as registry
left join (
    select as_of_year as year, county, township, village, max(total_persons) as total_persons,
        max(total_households) as total_households
    from clean.villages
    group by all
) as listed
    on registry.year = listed.year and registry.county is not distinct from listed.county
    and registry.township is not distinct from listed.township and registry.village = listed.village
