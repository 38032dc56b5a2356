with cases as (
    -- in a list that states no sanction at all a blank does not say that there was none
    select *, coalesce(case_number, case_name) as filed_case, count(sanction) over (partition by unit, period, file, sheet) > 0 as has_sanctions
    from clean.discipline_cases
    where coalesce(year(replaced_on) > as_of_year, true)
)

select
    coalesce(area, township_area, county_area) as area, year(filed_on) as year,
    case when count(*) = count(filed_case) then count(distinct filed_case) end as filed_cases,
    count(*) as filed_persons,
    case when bool_or(has_sanctions) then count(sanction) end as sanctioned_persons,
    sum(misused_yuan) as misused_yuan
from cases
group by year(filed_on), grouping sets ((area), (township_area), (county_area))
