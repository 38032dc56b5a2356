with holding as (
    select
        *,
        coalesce(household_id, head_person_id, case when head_name is not null then concat(unit, file, sheet, "row") end) as household,
        coalesce(matured_yuan, case when due_on > as_of_on then 0 when due_on is not null then loan_yuan end) as reached_yuan,
        coalesce(overdue_yuan, case
            when due_on > as_of_on or repaid_yuan >= loan_yuan or not is_overdue then 0
            when due_on <= as_of_on then coalesce(loan_yuan - repaid_yuan, balance_yuan)
        end) as unpaid_yuan
    from clean.loans
    where coalesce(year(replaced_on) > as_of_year, true)
),

-- a row of a village has its counts, one of a household counts it
judged as (
    select
        holding.*, loan_yuan > limit_yuan as is_above_limit,
        case when household is null then matured_households else cast(reached_yuan > 0 as integer) end as matured,
        case when household is null then overdue_households else cast(coalesce(is_overdue, unpaid_yuan > 0) as integer) end as unpaid
    from holding
    left join policy.loan_limits as limits
        on household is not null
        and (limits.county is null or limits.county = holding.county)
        and (limits.township is null or limits.township = holding.township)
        and coalesce(lent_on, as_of_on) between coalesce(valid_from, date '0001-01-01') and coalesce(valid_to, date '9999-12-31')
    -- the limit of the township before that of the county before the general one
    qualify row_number() over (
        partition by unit, period, file, sheet, "row"
        order by limits.township nulls last, limits.county nulls last, valid_from desc nulls last
    ) = 1
)

select
    coalesce(area, township_area, county_area) as area, as_of_year as year,
    coalesce(loan_mode, '未注明') as loan_mode,
    nullif(count(distinct case when loan_yuan > 0 or balance_yuan > 0 then household end)
        + coalesce(sum(case when household is null then households end), 0), 0) as households,
    sum(loan_yuan) as loan_yuan,
    case when count(matured) > 0 then count(distinct case when matured > 0 then household end)
        + coalesce(sum(case when household is null then matured end), 0) end as matured_households,
    sum(reached_yuan) as matured_yuan,
    sum(repaid_yuan) as repaid_yuan,
    -- that a loan which is not due is not overdue says nothing of those that are due
    case when coalesce(bool_or(case when reached_yuan > 0 then unpaid is not null end), count(unpaid) > 0)
        then count(distinct case when unpaid > 0 then household end) + coalesce(sum(case when household is null then unpaid end), 0)
    end as overdue_households,
    case when coalesce(bool_or(case when unpaid > 0 then unpaid_yuan is not null end),
        bool_or(case when reached_yuan > 0 then unpaid_yuan is not null end), true) then sum(unpaid_yuan) end as overdue_yuan,
    sum(case when reached_yuan is not null then unpaid_yuan end) * 1e0
        / nullif(sum(case when unpaid_yuan is not null then reached_yuan end), 0) as overdue_rate,
    case when count(is_above_limit) > 0 then count(case when is_above_limit then 1 end) end as loans_above_limit,
    sum(case when coalesce(rated_households, granted_households) is not null then eligible_households end) as eligible_households,
    sum(rated_households) as rated_households,
    sum(granted_households) as granted_households,
    sum(case when eligible_households is not null then rated_households end) * 1e0
        / nullif(sum(case when rated_households is not null then eligible_households end), 0) as rated_share,
    sum(case when eligible_households is not null then granted_households end) * 1e0
        / nullif(sum(case when granted_households is not null then eligible_households end), 0) as granted_share
from judged
group by as_of_year, loan_mode, grouping sets ((area), (township_area), (county_area))
