with households as (
    select county_area, person_id, max(household_id) as registered_household
    from clean.persons
    group by county_area, person_id
),

questions as (
    select area, county_area, household_id, person_id, programme, paid_in, outcome, entitled_yuan, paid_yuan
    from steps.benefit_dues
    where not is_summary and outcome in ('未发', '少发', '多发')
    union all
    select
        area, county_area, household_id, person_id, programme, paid_in, question as outcome, null as entitled_yuan,
        paid_yuan
    from steps.benefit_payees
)

select
    area, coalesce(household_id, registered_household) as household_id, programme, paid_in as year, outcome,
    count(outcome) as questioned_payments,
    sum(entitled_yuan) as entitled_yuan, sum(paid_yuan) as paid_yuan, sum(paid_yuan - entitled_yuan) as difference_yuan
from questions
left join households using (county_area, person_id)
where coalesce(household_id, registered_household) is not null
group by area, coalesce(household_id, registered_household), programme, paid_in, outcome
