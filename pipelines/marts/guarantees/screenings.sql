with screened as (
    select
        *,
        coalesce(
            screening_result,
            case when issue in ('无', '没有', '无问题', '未发现', '未发现问题', '不存在') then '无问题' when issue is not null then '有问题' end,
            -- of drinking water four things are looked at, each of which may be wrong
            case when not is_water_clean or not is_water_enough or not is_water_near or not is_water_assured then '有问题'
                when is_water_clean and is_water_enough and is_water_near and is_water_assured then '无问题' end
        ) as found,
        case when household_key is null
            then coalesce(problem_households, case when screening_result = '无问题' then 0 end) end as more_problems,
        -- in a list that states no day at all a blank does not say that the problem is still there
        count(rectified_on) over (partition by unit, period, file, sheet) > 0 as has_rectifications
    from clean.screenings
    where coalesce(year(replaced_on) > as_of_year, true)
)

select
    coalesce(area, township_area, county_area) as area, as_of_year as year,
    coalesce(screening_subject, '未注明') as screening_subject, coalesce(household_group, '全部') as household_group,
    nullif(count(distinct village), 0) as screened_villages,
    case when count(household_key) + count(case when household_key is null then households end) > 0
        then count(distinct household_key) + coalesce(sum(case when household_key is null then households end), 0) end
    as screened_households,
    sum(case when household_key is null then persons end) as screened_persons,
    case when count(case when household_key is not null then found end) + count(more_problems) > 0
        then count(distinct case when found = '有问题' then household_key end)
            + coalesce(sum(more_problems), 0) end as problem_households,
    case when count(case when household_key is not null and (has_rectifications or found = '无问题') then found end) > 0
        then count(distinct case when found = '有问题' and rectified_on is not null then household_key end) end as rectified_households
from screened
group by as_of_year, screening_subject, household_group, grouping sets ((area), (township_area), (county_area))
