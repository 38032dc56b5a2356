select
    coalesce(area, township_area, county_area) as area, year(filed_on) as year,
    count(distinct case_number) as filed_cases,
    count(*) as filed_persons,
    count(sanction) as sanctioned_persons,
    sum(misused_yuan) as misused_yuan
from clean.discipline_cases
where coalesce(year(replaced_on) > as_of_year, true)
group by year(filed_on), grouping sets ((area), (township_area), (county_area))
