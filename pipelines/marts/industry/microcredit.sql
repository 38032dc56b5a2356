select
    coalesce(area, township_area, county_area) as area, as_of_year as year,
    coalesce(loan_mode, '未注明') as loan_mode,
    nullif(count(distinct case when loan_yuan > 0 or balance_yuan > 0 then household_key end)
        + coalesce(sum(case when household_key is null then households end), 0), 0) as households,
    sum(loan_yuan) as loan_yuan,
    case when count(matured) > 0 then count(distinct case when matured > 0 then household_key end)
        + coalesce(sum(case when household_key is null then matured end), 0) end as matured_households,
    sum(reached_yuan) as matured_yuan,
    sum(repaid_yuan) as repaid_yuan,
    -- that a loan which is not due is not overdue says nothing of those that are due; that none of those that are known is
    -- overdue says nothing of the others
    nullif(case when coalesce(bool_or(case when reached_yuan > 0 then unpaid is not null end), count(unpaid) > 0)
        then count(distinct case when unpaid > 0 then household_key end) + coalesce(sum(case when household_key is null then unpaid end), 0)
    end, case when bool_or(reached_yuan > 0 and unpaid is null) then 0 end) as overdue_households,
    nullif(case when coalesce(bool_or(case when unpaid > 0 then unpaid_yuan is not null end),
        bool_or(case when reached_yuan > 0 then unpaid_yuan is not null end), true) then sum(unpaid_yuan) end,
    case when bool_or(reached_yuan > 0 and unpaid_yuan is null) then 0 end) as overdue_yuan,
    -- of loans that are overdue by unknown sums alone no rate is known
    nullif(case when coalesce(bool_or(case when unpaid > 0 then unpaid_yuan is not null end), true)
        then sum(case when reached_yuan is not null then unpaid_yuan end) * 1e0
        / nullif(sum(case when unpaid_yuan is not null then reached_yuan end), 0) end,
    case when bool_or(reached_yuan > 0 and unpaid_yuan is null) then 0 end) as overdue_rate,
    case when count(is_above_limit) > 0 then count(case when is_above_limit then 1 end) end as loans_above_limit,
    sum(case when coalesce(rated_households, granted_households) is not null then eligible_households end) as eligible_households,
    sum(rated_households) as rated_households,
    sum(granted_households) as granted_households,
    sum(case when eligible_households is not null then rated_households end) * 1e0
        / nullif(sum(case when rated_households is not null then eligible_households end), 0) as rated_share,
    sum(case when eligible_households is not null then granted_households end) * 1e0
        / nullif(sum(case when granted_households is not null then eligible_households end), 0) as granted_share
from steps.loans
group by as_of_year, loan_mode, grouping sets ((area), (township_area), (county_area))
