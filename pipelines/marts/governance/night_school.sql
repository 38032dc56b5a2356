select
    coalesce(area, township_area, county_area) as area, coalesce(year(signed_on), as_of_year) as year, attendee_role,
    sum(expected_persons) as expected_person_times,
    sum(signed_persons) as signed_person_times,
    sum(case when expected_persons is not null then signed_persons end) * 1e0
        / nullif(sum(expected_persons), 0) as sign_in_rate
from clean.sign_ins
group by coalesce(year(signed_on), as_of_year), attendee_role, grouping sets ((area), (township_area), (county_area))
