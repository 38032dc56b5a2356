with moved as (
    select
        *,
        coalesce(is_moved_in, case when resettlement_status is not null then resettlement_status = '已搬迁' end) as is_resettled,
        -- what a site has is repeated with each of its rows
        row_number() over (
            partition by unit, as_of_on, resettlement_site
            order by site_area_mu desc nulls last, file nulls last, "row" nulls last
        ) as place
    from clean.relocations
    where coalesce(year(replaced_on) > as_of_year, true)
),

counted as (
    select
        *, case when household_key is null then households end as more_households,
        case when household_key is null then coalesce(resettled_households, households * cast(is_resettled as integer)) end
        as more_resettled,
        place = 1 or resettlement_site is null as is_first
    from moved
)

select
    coalesce(area, township_area, county_area) as area, as_of_year as year,
    coalesce(resettlement_mode, '未注明') as resettlement_mode, resettlement_site,
    case when count(household_key) + count(more_households) > 0
        then count(distinct household_key) + coalesce(sum(more_households), 0) end as households,
    sum(persons) as persons,
    case when count(case when is_resettled is not null then household_key end)
        + count(more_resettled) > 0
        then count(distinct case when is_resettled then household_key end) + coalesce(sum(more_resettled), 0) end
    as resettled_households,
    sum(coalesce(resettled_persons, persons * cast(is_resettled as integer))) as resettled_persons,
    sum(case when is_first then site_area_mu end) as site_area_mu,
    sum(case when is_first then site_rooms end) as site_rooms,
    sum(case when is_first then invested_yuan end) as invested_yuan
from counted
group by as_of_year, resettlement_mode, resettlement_site, grouping sets ((area), (township_area), (county_area))
