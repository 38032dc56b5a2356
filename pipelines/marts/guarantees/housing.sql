with renovated as (
    select
        *,
        case
            when is_completed is not null then is_completed
            when coalesce(finished_on, accepted_on) is not null or is_moved_in
                or renovation_status in ('已竣工', '已验收', '已入住') then true
            when renovation_status is not null then false
        end as is_finished,
        coalesce(is_moved_in, case when renovation_status is not null then renovation_status = '已入住' end) as has_moved_in
    from clean.housing_renovations
    where coalesce(year(replaced_on) > as_of_year, true)
),

-- a row of a village has its counts, one of a household counts it
counted as (
    select
        *,
        -- what is due to a household stands in the row of each batch that it is paid
        case when household_key is null or row_number() over (
            partition by household_key, as_of_year, renovation_year, renovation_kind, payable_yuan
            order by paid_yuan desc nulls last, row_key nulls last
        ) = 1 then payable_yuan end as due_yuan,
        case when household_key is null then households end as more_households,
        case when household_key is null
            then coalesce(finished_households, households * cast(is_finished as integer)) end as more_finished,
        case when household_key is null
            then coalesce(moved_in_households, households * cast(has_moved_in as integer)) end as more_moved_in,
        case when household_key is null
            then coalesce(five_visual_households, households * cast(has_five_visual as integer)) end as more_five_visual
    from renovated
)

select
    coalesce(area, township_area, county_area) as area, as_of_year as year, renovation_year,
    coalesce(household_group, '未注明') as household_group, coalesce(renovation_kind, '未注明') as renovation_kind,
    count(distinct household_key) + coalesce(sum(more_households), 0) as households,
    case when count(case when household_key is not null then is_finished end) + count(more_finished) > 0
        then count(distinct case when is_finished then household_key end) + coalesce(sum(more_finished), 0) end as finished_households,
    case when count(case when household_key is not null then has_five_visual end) + count(more_five_visual) > 0
        then count(distinct case when has_five_visual then household_key end) + coalesce(sum(more_five_visual), 0)
    end as five_visual_households,
    case when count(case when household_key is not null then has_moved_in end) + count(more_moved_in) > 0
        then count(distinct case when has_moved_in then household_key end) + coalesce(sum(more_moved_in), 0) end as moved_in_households,
    -- a rate divides only what states both sides
    (count(distinct case when has_moved_in and is_finished then household_key end)
        + coalesce(sum(case when more_finished is not null then more_moved_in end), 0)) * 1e0
        / nullif(count(distinct case when has_moved_in is not null and is_finished then household_key end)
            + coalesce(sum(case when more_moved_in is not null then more_finished end), 0), 0) as occupancy_rate,
    sum(due_yuan) as payable_yuan,
    sum(paid_yuan) as paid_yuan,
    sum(case when payable_yuan is not null and paid_yuan is not null then coalesce(due_yuan, 0) - paid_yuan end)
        as outstanding_yuan,
    sum(case when payable_yuan is not null then paid_yuan end) * 1e0
        / nullif(sum(case when paid_yuan is not null then due_yuan end), 0) as payment_rate
from counted
group by as_of_year, renovation_year, household_group, renovation_kind, grouping sets ((area), (township_area), (county_area))
