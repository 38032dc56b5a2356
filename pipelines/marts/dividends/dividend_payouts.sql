with capital as (
    select *
    from clean.capital_contributions
    qualify as_of_on = max(as_of_on) over (partition by unit)
),

cohorts as (
    select
        coalesce(area, township_area, county_area) as area, partner, invested_year,
        max(as_of_year) as as_of_year,
        -- capital of a collective stands for no household: unknown, not zero
        nullif(count(distinct household_id), 0) as households,
        count(*) as memberships,
        sum(capital_yuan) as capital_yuan,
        sum(case when contract_rate is not null then capital_yuan end) as rated_capital_yuan,
        sum(capital_yuan * contract_rate) as yearly_due_yuan
    from capital
    group by partner, invested_year, grouping sets ((area), (township_area), (county_area))
),

payouts as (
    select
        area, township_area, county_area, coalesce(partner, '未注明') as payer, invested_year, paid_yuan, due_yuan,
        coalesce(payout_year, as_of_year) as year_of_payout,
        coalesce(beneficiaries, 1) as memberships
    from clean.dividend_payouts
),

paid as (
    select
        coalesce(area, township_area, county_area) as area, payer as partner, invested_year,
        year_of_payout as payout_year,
        sum(memberships) as beneficiaries,
        sum(due_yuan) as stated_due_yuan,
        sum(paid_yuan) as paid_yuan
    from payouts
    group by payer, invested_year, year_of_payout, grouping sets ((area), (township_area), (county_area))
),

figures as (
    select
        area, partner, invested_year,
        -- a cohort that was paid nothing yet is due in the year that its ledger speaks of
        coalesce(payout_year, as_of_year) as payout_year,
        households,
        coalesce(memberships, beneficiaries) as memberships,
        capital_yuan,
        yearly_due_yuan * 1e0 / nullif(rated_capital_yuan, 0) as contract_rate,
        -- what the ledger of payouts states as due, else the yearly dividend by contract
        cast(round(coalesce(stated_due_yuan, yearly_due_yuan), 2) as decimal(18, 2)) as due_yuan,
        cast(paid_yuan as decimal(18, 2)) as paid_yuan
    from cohorts
    full join paid using (area, partner, invested_year)
)

select
    area, area_level, county, township, village, partner, invested_year,
    cast(payout_year as integer) as payout_year,
    cast(households as bigint) as households,
    cast(memberships as bigint) as memberships,
    cast(capital_yuan as decimal(18, 2)) as capital_yuan,
    contract_rate,
    due_yuan,
    paid_yuan,
    cast(due_yuan - paid_yuan as decimal(18, 2)) as arrears_yuan,
    paid_yuan * 1e0 / nullif(due_yuan, 0) as paid_ratio,
    paid_yuan * 1e0 / nullif(capital_yuan, 0) as yield_rate
from figures
inner join clean.areas using (area)
order by area_level nulls first, area nulls first, partner nulls first, invested_year nulls first,
    payout_year nulls first
