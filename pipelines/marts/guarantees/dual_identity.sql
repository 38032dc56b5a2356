with listed as (
    select
        area, township_area, county_area, as_of_year as year, person_id, 1 as is_registered,
        cast(null as integer) as is_dibao, cast(null as integer) as is_tekun,
        case when health like '%残疾%' then 1 end as is_disabled,
        case when monitored_type is not null and not coalesce(is_risk_eliminated, false) then 1 end as is_monitored
    from steps.members
    where person_id is not null
    union all
    select
        area, township_area, county_area, year, person_id, null as is_registered,
        case when programme in ('农村低保', '城市低保') then 1 end as is_dibao,
        case when programme = '特困供养' then 1 end as is_tekun, case when family = '残疾' then 1 end as is_disabled,
        null as is_monitored
    from steps.benefits
    where person_id is not null and coalesce(progress, '发放') <> '申报'
        and (programme in ('农村低保', '城市低保', '特困供养') or family = '残疾')
),

people as (
    select
        coalesce(max(case when is_registered = 1 then area end), max(area)) as area, township_area, county_area, year, person_id,
        max(is_registered) as is_registered, max(is_dibao) as is_dibao, max(is_tekun) as is_tekun,
        max(is_disabled) as is_disabled, max(is_monitored) as is_monitored
    from listed
    group by township_area, county_area, year, person_id
),

named as (
    select
        *,
        concat_ws('+', case when is_registered = 1 then '建档立卡' end, case when is_dibao = 1 then '低保' end,
            case when is_tekun = 1 then '特困' end, case when is_disabled = 1 then '残疾' end,
            case when is_monitored = 1 then '监测对象' end) as identities,
        -- who is on no list of a kind is not of that kind only where there is a list of it
        concat_ws('、', case when max(is_registered) over place = 1 then '建档立卡' end,
            case when max(is_dibao) over place = 1 then '低保' end, case when max(is_tekun) over place = 1 then '特困' end,
            case when max(is_disabled) over place = 1 then '残疾' end) as compared_lists
    from people
    window place as (partition by township_area, year)
)

select coalesce(area, township_area, county_area) as area, year, compared_lists, identities, count(person_id) as persons
from named
group by year, compared_lists, identities, grouping sets ((area), (township_area), (county_area))
