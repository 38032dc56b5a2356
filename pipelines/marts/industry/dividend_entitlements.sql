with outcomes as (
    select
        area, township_area, county_area, partner, payout_year, outcome,
        case when has_capital then memberships when not is_group then 1 end as memberships, capital_yuan, due_yuan, stated_due_yuan, paid_yuan
    from steps.entitlements
    union all
    select
        area, township_area, county_area, partner, payout_year, outcome, 1 as memberships, null as capital_yuan,
        null as due_yuan, null as stated_due_yuan, paid_yuan
    from steps.payees
)

select
    coalesce(area, township_area, county_area) as area, partner, payout_year, outcome,
    sum(memberships) as memberships,
    sum(capital_yuan) as capital_yuan,
    sum(due_yuan) as contract_due_yuan,
    sum(stated_due_yuan) as stated_due_yuan,
    sum(paid_yuan) as paid_yuan,
    -- what is not paid of what is due, where both are known
    sum(case when outcome in ('未发', '少发', '入股当年按季') then due_yuan - coalesce(paid_yuan, 0) end) as unpaid_yuan,
    sum(case when outcome = '多发' then paid_yuan - due_yuan end) as overpaid_yuan
from outcomes
group by partner, payout_year, outcome, grouping sets ((area), (township_area), (county_area))
