with warnings as (
    select
        *, coalesce(check_result, cast(checked_on as varchar)) as checked,
        -- in a list that states no check at all a blank does not say that nobody checked
        count(coalesce(check_result, cast(checked_on as varchar))) over (partition by unit, period, file, sheet) > 0 as has_checks
    from clean.warning_checks
)

select
    coalesce(area, township_area, county_area) as area, coalesce(year(feed_month), as_of_year) as year,
    count(*) as warned_person_times,
    nullif(count(distinct month(feed_month)), 0) as feed_months,
    case when bool_or(has_checks) then count(checked) end as checked_person_times,
    case when count(is_admitted) > 0 then count(case when is_admitted then 1 end) end as admitted_person_times
from warnings
group by coalesce(year(feed_month), as_of_year), grouping sets ((area), (township_area), (county_area))
