-- Who left poverty by the year, and of them who returned to it since.
select
    coalesce(area, township_area, county_area) as area, exit_year,
    count(case when poverty_status = '已脱贫' then 1 end) as households,
    coalesce(sum(case when poverty_status = '已脱贫' then persons end), 0) as persons,
    count(case when poverty_status = '返贫' then 1 end) as returned_households,
    coalesce(sum(case when poverty_status = '返贫' then persons end), 0) as returned_persons
from steps.last_households
where poverty_status = '已脱贫' or (poverty_status = '返贫' and exit_year is not null)
group by exit_year, grouping sets ((area), (township_area), (county_area))
