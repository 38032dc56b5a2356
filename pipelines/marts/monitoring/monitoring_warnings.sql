select
    coalesce(area, township_area, county_area) as area, coalesce(year(feed_month), as_of_year) as year,
    count(*) as warned_person_times,
    count(distinct month(feed_month)) as feed_months,
    count(coalesce(check_result, cast(checked_on as varchar))) as checked_person_times,
    case when count(is_admitted) > 0 then count(case when is_admitted then 1 end) end as admitted_person_times
from clean.warning_checks
group by coalesce(year(feed_month), as_of_year), grouping sets ((area), (township_area), (county_area))
