with works as (
    select
        *,
        case
            when coalesce(finished_on, accepted_on) is not null or is_completed or work_status in ('已竣工', '已验收') then true
            when is_completed is not null or work_status is not null then false
        end as is_finished
    from clean.infrastructure_works
    where coalesce(year(replaced_on) > as_of_year, true)
)

select
    coalesce(area, township_area, county_area) as area, as_of_year as year, coalesce(work_kind, '未注明') as work_kind, work_name,
    count(*) as works,
    case when count(is_finished) > 0 then count(case when is_finished then 1 end) end as finished_works,
    count(case when is_finished then 1 end) * 1e0 / nullif(count(is_finished), 0) as finished_share,
    sum(invested_yuan) as invested_yuan,
    sum(case when is_finished then invested_yuan end) as finished_invested_yuan,
    sum(length_km) as length_km,
    sum(case when is_finished then length_km end) as finished_length_km,
    sum(case when is_finished then length_km end) * 1e0
        / nullif(sum(case when is_finished is not null then length_km end), 0) as finished_length_share,
    sum(facilities) as facilities,
    sum(covered_natural_villages) as covered_natural_villages,
    sum(covered_villager_groups) as covered_villager_groups,
    sum(households) as benefiting_households,
    sum(persons) as benefiting_persons,
    sum(work_person_times) as work_person_times
from works
group by as_of_year, work_kind, work_name, grouping sets ((area), (township_area), (county_area))
