select
    coalesce(area, township_area, county_area) as area, as_of_year as year, staff_role, coalesce(staff_level, '未注明') as staff_level,
    count(distinct case when household_id is null then row_key else coalesce(person_name, '') || coalesce(organisation, '') || coalesce(person_phone, '') end) as staff_persons,
    sum(assigned_households) as assigned_household_times
from clean.staff
where coalesce(year(replaced_on) > as_of_year, true) and coalesce(assigned_until_on >= as_of_on, true)
group by as_of_year, staff_role, coalesce(staff_level, '未注明'), grouping sets ((area), (township_area), (county_area))
