select
    area, household_id, partner, invested_year, payout_year, outcome, capital_yuan, due_yuan as contract_due_yuan, paid_yuan,
    coalesce(paid_yuan, 0) - due_yuan as difference_yuan
from steps.entitlements
where household_id is not null and outcome in ('未发', '少发', '多发', '没有入股')
union all
select
    area, household_id, partner, null as invested_year, payout_year, outcome, null as capital_yuan,
    null as contract_due_yuan, paid_yuan, null as difference_yuan
from steps.payees
