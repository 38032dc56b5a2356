with poor_villages as (
    select
        coalesce(township_area, county_area) as area, poor_village_exit_year,
        count(area) as villages, count(case when is_deep_poverty_village then 1 end) as deep_villages,
        count(is_deep_poverty_village) as told_villages
    from clean.villages
    where replaced_on is null and village is not null and coalesce(is_poor_village, poor_village_exit_year is not null)
    group by poor_village_exit_year, grouping sets ((township_area), (county_area))
),

years as (
    select
        area, poor_village_exit_year as delisted_year, villages as delisted_villages,
        case when sum(told_villages) over (partition by area) > 0 then deep_villages end as delisted_deep_villages,
        sum(villages) over (partition by area) as poor_villages,
        -- those of which no year is stated stand last
        sum(villages) over (
            partition by area order by poor_village_exit_year nulls last rows between unbounded preceding and current row
        ) as cumulative_villages
    from poor_villages
)

select
    area, delisted_year, delisted_villages, delisted_deep_villages, cumulative_villages,
    poor_villages - cumulative_villages as remaining_villages
from years
where delisted_year is not null
