with screened as (
    select
        *,
        coalesce(
            household_id, head_person_id, case when head_name is not null then concat(unit, file, sheet, "row") end
        ) as household,
        coalesce(screening_result, case when issue is not null then '有问题' end) as found
    from clean.screenings
    where coalesce(year(replaced_on) > as_of_year, true)
)

select
    coalesce(area, township_area, county_area) as area, as_of_year as year,
    coalesce(screening_subject, '未注明') as screening_subject, coalesce(household_group, '全部') as household_group,
    count(distinct village) as screened_villages,
    count(distinct household) + coalesce(sum(case when household is null then households end), 0) as screened_households,
    sum(case when household is null then persons end) as screened_persons,
    case when count(found) + count(problem_households) > 0
        then count(distinct case when found = '有问题' then household end)
            + coalesce(sum(case when household is null then problem_households end), 0) end as problem_households,
    case when count(found) > 0
        then count(distinct case when found = '有问题' and rectified_on is not null then household end) end as rectified_households
from screened
group by as_of_year, screening_subject, household_group, grouping sets ((area), (township_area), (county_area))
