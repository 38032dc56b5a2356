with last_capital as (
    select unit, max(as_of_on) as as_of_on
    from clean.capital_contributions
    group by unit
),

capital as (
    select
        capital.county, capital.township, capital.village, capital.household_id,
        capital.partner, capital.invested_year, capital.as_of_year,
        capital.capital_yuan, capital.contract_rate
    from clean.capital_contributions as capital
    inner join last_capital
        on capital.unit = last_capital.unit
        and capital.as_of_on = last_capital.as_of_on
),

-- a payout that a later delivery lists again is counted as that delivery has it
ranked_payouts as (
    select
        payouts.*,
        rank() over (
            partition by
                unit, village, household_id, beneficiary_group, partner, invested_year,
                coalesce(payout_year, as_of_year), payout_on, round
            order by as_of_on desc nulls last
        ) as recency
    from clean.dividend_payouts as payouts
),

payouts as (
    select
        county, township, village, coalesce(partner, '未注明') as partner, invested_year,
        coalesce(payout_year, as_of_year) as payout_year,
        coalesce(beneficiaries, 1) as beneficiaries, due_yuan, paid_yuan
    from ranked_payouts
    where recency = 1
),

capital_areas as (
    select
        'village' as area_level, county, township, village, household_id, partner, invested_year, as_of_year,
        capital_yuan, contract_rate
    from capital
    where village is not null
    union all
    select
        'township', county, township, null, household_id, partner, invested_year, as_of_year, capital_yuan,
        contract_rate
    from capital
    where township is not null
    union all
    select
        'county', county, null, null, household_id, partner, invested_year, as_of_year, capital_yuan, contract_rate
    from capital
    where county is not null
),

cohorts as (
    select
        area_level, county, township, village, partner, invested_year,
        max(as_of_year) as as_of_year,
        -- capital of a collective stands for no household: unknown, not zero
        nullif(count(distinct household_id), 0) as households,
        count(*) as memberships,
        sum(capital_yuan) as capital_yuan,
        sum(case when contract_rate is not null then capital_yuan end) as rated_capital_yuan,
        sum(capital_yuan * contract_rate) as yearly_due_yuan
    from capital_areas
    group by area_level, county, township, village, partner, invested_year
),

payout_areas as (
    select
        'village' as area_level, county, township, village, partner, invested_year, payout_year, beneficiaries,
        due_yuan, paid_yuan
    from payouts
    where village is not null
    union all
    select
        'township', county, township, null, partner, invested_year, payout_year, beneficiaries, due_yuan, paid_yuan
    from payouts
    where township is not null
    union all
    select 'county', county, null, null, partner, invested_year, payout_year, beneficiaries, due_yuan, paid_yuan
    from payouts
    where county is not null
),

paid as (
    select
        area_level, county, township, village, partner, invested_year, payout_year,
        sum(beneficiaries) as beneficiaries,
        sum(due_yuan) as stated_due_yuan,
        sum(paid_yuan) as paid_yuan
    from payout_areas
    group by area_level, county, township, village, partner, invested_year, payout_year
),

-- a cohort that was paid nothing yet is due in the year that its ledger speaks of
years as (
    select area_level, county, township, village, partner, invested_year, payout_year
    from paid
    union
    select
        cohorts.area_level, cohorts.county, cohorts.township, cohorts.village, cohorts.partner,
        cohorts.invested_year, cohorts.as_of_year
    from cohorts
    left join paid
        on cohorts.area_level = paid.area_level
        and cohorts.county is not distinct from paid.county
        and cohorts.township is not distinct from paid.township
        and cohorts.village is not distinct from paid.village
        and cohorts.partner = paid.partner
        and cohorts.invested_year is not distinct from paid.invested_year
    where paid.partner is null
),

figures as (
    select
        years.area_level, years.county, years.township, years.village, years.partner, years.invested_year,
        years.payout_year,
        cohorts.households,
        coalesce(cohorts.memberships, paid.beneficiaries) as memberships,
        cohorts.capital_yuan,
        cohorts.yearly_due_yuan * 1e0 / nullif(cohorts.rated_capital_yuan, 0) as contract_rate,
        -- what the ledger of payouts states as due, else the yearly dividend by contract
        cast(round(coalesce(paid.stated_due_yuan, cohorts.yearly_due_yuan), 2) as decimal(18, 2)) as due_yuan,
        paid.paid_yuan
    from years
    left join cohorts
        on years.area_level = cohorts.area_level
        and years.county is not distinct from cohorts.county
        and years.township is not distinct from cohorts.township
        and years.village is not distinct from cohorts.village
        and years.partner = cohorts.partner
        and years.invested_year is not distinct from cohorts.invested_year
    left join paid
        on years.area_level = paid.area_level
        and years.county is not distinct from paid.county
        and years.township is not distinct from paid.township
        and years.village is not distinct from paid.village
        and years.partner = paid.partner
        and years.invested_year is not distinct from paid.invested_year
        and years.payout_year = paid.payout_year
)

select
    area_level,
    county,
    township,
    village,
    partner,
    invested_year,
    cast(payout_year as integer) as payout_year,
    cast(households as bigint) as households,
    cast(memberships as bigint) as memberships,
    cast(capital_yuan as decimal(18, 2)) as capital_yuan,
    contract_rate,
    due_yuan,
    cast(paid_yuan as decimal(18, 2)) as paid_yuan,
    cast(due_yuan - paid_yuan as decimal(18, 2)) as arrears_yuan,
    paid_yuan * 1e0 / nullif(due_yuan, 0) as paid_ratio,
    paid_yuan * 1e0 / nullif(capital_yuan, 0) as yield_rate
from figures
order by
    area_level nulls first, county nulls first, township nulls first, village nulls first, partner nulls first,
    invested_year nulls first, payout_year nulls first
