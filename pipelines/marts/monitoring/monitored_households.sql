with listed as (
    select
        coalesce(area, township_area, county_area) as area, year, monitored_type,
        count(*) as listed_households, sum(persons) as listed_persons,
        -- who states nothing of the risk may still have it: unknown, not zero
        case when count(is_eliminated) > 0 then count(case when is_eliminated = 0 then 1 end) end as open_households,
        case when count(is_eliminated) > 0 then coalesce(sum(case when is_eliminated = 0 then persons end), 0) end
            as open_persons,
        case when count(identified_year) > 0 then count(case when identified_year = year then 1 end) end
            as identified_households,
        case when count(is_eliminated) > 0 and count(case when is_eliminated = 1 and eliminated_year is null then 1 end) = 0
            then count(case when is_eliminated = 1 and eliminated_year = year then 1 end) end as eliminated_households,
        case when count(is_safety_net) > 0 then count(case when is_eliminated = 0 and is_safety_net = 0 then 1 end) end
            as open_without_safety_net_households,
        nullif(count(date_diff('day', clue_on, recognised_on)), 0) as timed_households,
        sum(date_diff('day', clue_on, recognised_on)) * 1e0
            / nullif(count(date_diff('day', clue_on, recognised_on)), 0) as days_to_recognition,
        case when count(date_diff('day', clue_on, recognised_on) + recognition_days) > 0
            then count(case when date_diff('day', clue_on, recognised_on) > recognition_days then 1 end) end
            as late_households
    from steps.monitored
    left join policy.monitoring_terms on year between coalesce(year(valid_from), year) and coalesce(year(valid_to), year)
    group by year, monitored_type, grouping sets ((area), (township_area), (county_area))
),

counted as (
    select
        coalesce(area, township_area, county_area) as area, as_of_year as year, monitored_type,
        sum(households) as counted_households, sum(persons) as counted_persons,
        sum(risk_not_eliminated_households) as counted_open_households,
        sum(risk_not_eliminated_persons) as counted_open_persons
    from clean.monitoring_counts
    where support_measure is null and coalesce(year(replaced_on) > as_of_year, true)
    group by as_of_year, monitored_type, grouping sets ((area), (township_area), (county_area))
)

select
    area, year, monitored_type,
    coalesce(listed_households, counted_households) as households,
    coalesce(listed_persons, counted_persons) as persons,
    coalesce(open_households, counted_open_households) as risk_not_eliminated_households,
    coalesce(open_persons, counted_open_persons) as risk_not_eliminated_persons,
    identified_households, eliminated_households, open_without_safety_net_households,
    timed_households, days_to_recognition, late_households, counted_households, counted_persons
from listed
full join counted using (area, year, monitored_type)
