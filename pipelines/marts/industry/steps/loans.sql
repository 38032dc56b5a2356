-- A loan, or the loans of a village, by the last list of the year: what has come due of it, and what is overdue.
with dated as (
    -- of a loan that was extended the later day holds
    select *, coalesce(extended_until_on, due_on) as repayable_on from clean.loans
),

holding as (
    select
        *,
        coalesce(matured_yuan, case when repayable_on > as_of_on then 0 when repayable_on is not null then loan_yuan end) as reached_yuan,
        coalesce(overdue_yuan, case
            when repayable_on > as_of_on or repaid_yuan >= loan_yuan or not is_overdue then 0
            when repayable_on <= as_of_on then coalesce(loan_yuan - repaid_yuan, balance_yuan)
        end) as unpaid_yuan
    from dated
    where coalesce(year(replaced_on) > as_of_year, true)
)

-- a row of a village has its counts, one of a household counts it
select
    holding.*, loan_yuan > limit_yuan as is_above_limit,
    case when household_key is null then matured_households else cast(reached_yuan > 0 as integer) end as matured,
    case when household_key is null then overdue_households else cast(coalesce(is_overdue, unpaid_yuan > 0) as integer) end as unpaid
from holding
left join policy.loan_limits as limits
    on household_key is not null
    and (limits.county is null or limits.county = holding.county)
    and (limits.township is null or limits.township = holding.township)
    and coalesce(lent_on, as_of_on) between coalesce(valid_from, date '0001-01-01') and coalesce(valid_to, date '9999-12-31')
-- the limit of the township before that of the county before the general one
qualify row_number() over (
    partition by unit, period, file, sheet, "row"
    order by limits.township nulls last, limits.county nulls last, valid_from desc nulls last
) = 1
