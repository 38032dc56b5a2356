select
    coalesce(area, township_area, county_area) as area, as_of_year as year, monitored_type, support_measure,
    sum(households) as households, sum(persons) as persons, sum(amount_yuan) as amount_yuan
from clean.monitoring_counts
where support_measure is not null and coalesce(year(replaced_on) > as_of_year, true)
group by as_of_year, monitored_type, support_measure, grouping sets ((area), (township_area), (county_area))
