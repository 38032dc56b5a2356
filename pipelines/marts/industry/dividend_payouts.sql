select
    area, partner, invested_year, payout_year,
    -- capital of a collective belongs to no household: unknown, not zero
    nullif(count(distinct household_id) + coalesce(sum(households), 0), 0) as households,
    sum(memberships) as memberships,
    sum(capital_yuan) as capital_yuan,
    sum(yearly_due_yuan) * 1e0 / nullif(sum(rated_capital_yuan), 0) as contract_rate,
    sum(due_yuan) as due_yuan,
    sum(paid_yuan) as paid_yuan,
    sum(case when has_payouts then due_yuan end) - coalesce(sum(paid_yuan), 0) as arrears_yuan,
    -- a rate divides only what states both sides
    sum(case when is_paid then due_yuan end) as covered_due_yuan,
    sum(case when is_due then paid_yuan end) * 1e0 / nullif(sum(case when is_paid then due_yuan end), 0) as paid_ratio,
    sum(case when is_paid then capital_yuan end) as covered_capital_yuan,
    sum(case when is_capital then paid_yuan end) * 1e0 / nullif(sum(case when is_paid then capital_yuan end), 0) as yield_rate
from steps.memberships
group by area, partner, invested_year, payout_year
