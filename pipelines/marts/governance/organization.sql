select
    coalesce(area, township_area, county_area) as area, as_of_year as year, team_type, coalesce(staff_level, '未注明') as staff_level,
    nullif(count(distinct team), 0) as teams,
    nullif(count(person_name), 0) as team_members
from clean.staff
where coalesce(year(replaced_on) > as_of_year, true) and team_type is not null
group by as_of_year, team_type, coalesce(staff_level, '未注明'), grouping sets ((area), (township_area), (county_area))
