-- The capital of a member in a batch, as the list of a year has it, and what the contract makes due in that year.
with lists as (
    select *, coalesce(household_id, head_person_id, contributor, row_key) as member
    from clean.capital_contributions
    where coalesce(year(replaced_on) > as_of_year, true)
),

-- capital was invested in every year that a list covers, and in those that dividends were paid for
years as (
    select distinct township_area, partner, payout_year, max(as_of_on) over (partition by township_area) as told_on
    from (
        select township_area, partner, as_of_year as payout_year, as_of_on from lists
        union all
        select township_area, partner, coalesce(payout_year, as_of_year) as payout_year, as_of_on
        from clean.dividend_payouts
    ) as statements
),

in_years as (
    select lists.*, payout_year, told_on
    from lists
    inner join years on years.township_area = lists.township_area and years.partner = lists.partner
    where
        invested_year <= payout_year
        and (as_of_year > payout_year or coalesce(year(replaced_on) > payout_year, true))
    -- the list of the time, else the first one after it
    qualify as_of_year <= payout_year or as_of_on = min(as_of_on) over (partition by area, lists.partner, payout_year)
)

select
    township_area, county_area, max(area) as area, partner, invested_year, payout_year, member, household_id,
    -- a row of a village or partner has as many members as it states
    max(coalesce(households, case when coalesce(household_id, head_person_id, head_name, contributor) is not null then 1 end))
        as memberships,
    max(case when household_id is null then households end) as households,
    sum(capital_yuan) as capital_yuan,
    sum(case when contract_rate is not null then capital_yuan end) as rated_capital_yuan,
    sum(capital_yuan * contract_rate) as yearly_due_yuan,
    -- of a year that is not over, the quarters that are
    max(case when payout_year = year(told_on) then quarter(told_on) else 4 end) as quarters_due,
    cast(round(
        sum(capital_yuan * contract_rate) * 1e0
        * max(case when payout_year = year(told_on) then quarter(told_on) else 4 end) / 4, 2
    ) as decimal(18, 2)) as contract_due_yuan
from in_years
group by township_area, county_area, partner, invested_year, payout_year, member, household_id
