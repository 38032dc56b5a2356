with outcomes as (
    select
        area, township_area, county_area, paid_in as year, programme, outcome, units, entitled_yuan, due_yuan, paid_yuan
    from steps.benefit_dues
    union all
    select
        area, township_area, county_area, paid_in as year, programme, question as outcome, units,
        null as entitled_yuan, null as due_yuan, paid_yuan
    from steps.benefit_payees
)

select
    coalesce(area, township_area, county_area) as area, year, programme, outcome,
    sum(units) as compared_persons,
    sum(entitled_yuan) as entitled_yuan,
    sum(due_yuan) as stated_due_yuan,
    sum(paid_yuan) as paid_yuan,
    sum(case when outcome in ('未发', '少发') then entitled_yuan - paid_yuan end) as unpaid_yuan,
    sum(case when outcome = '多发' then paid_yuan - entitled_yuan end) as overpaid_yuan
from outcomes
group by year, programme, outcome, grouping sets ((area), (township_area), (county_area))
