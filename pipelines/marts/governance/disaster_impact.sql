select
    coalesce(area, township_area, county_area) as area, as_of_year as year,
    coalesce(disaster, '未注明') as disaster, coalesce(damage_kind, '未注明') as damage_kind,
    count(distinct household_key) + coalesce(sum(case when household_key is null then households end), 0) as affected_households,
    sum(persons) as affected_persons,
    sum(damaged_area_mu) as damaged_area_mu,
    sum(loss_yuan) as loss_yuan,
    sum(insured_yuan) as insured_yuan,
    case when count(is_restored) > 0 then count(distinct case when is_restored then household_key end) end as restored_households
from clean.disaster_impacts
where coalesce(year(replaced_on) > as_of_year, true)
group by as_of_year, disaster, damage_kind, grouping sets ((area), (township_area), (county_area))
