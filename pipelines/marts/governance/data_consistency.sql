select
    coalesce(area, township_area, county_area) as area, as_of_year as year, checked_item, coalesce(handbook_status, '未注明') as handbook_status,
    sum(entered_households) as entered_households,
    sum(due_entry_households) as due_entry_households,
    sum(consistent_households) as consistent_households,
    sum(case when due_entry_households is not null then entered_households end) * 1e0
        / nullif(sum(due_entry_households), 0) as entry_rate
from clean.handbook_checks
where coalesce(year(replaced_on) > as_of_year, true)
group by as_of_year, checked_item, coalesce(handbook_status, '未注明'), grouping sets ((area), (township_area), (county_area))
