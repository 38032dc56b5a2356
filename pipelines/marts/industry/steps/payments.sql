-- What a member of a batch was paid of a year, and what its lists of payouts state as due.
with payouts as (
    select
        *,
        coalesce(payout_year, as_of_year) as paid_in,
        coalesce(partner, '未注明') as payer,
        coalesce(household_id, head_person_id, area || coalesce(beneficiary_group, '')) as member
    from clean.dividend_payouts
),

-- a payout without a batch is of the only one that it can be of: of the household, else of the partner
only_batches as (
    select
        township_area, partner as payer, household_id, paid_in, grouping(household_id) = 1 as is_of_partner,
        max(invested_year) as batch
    from clean.capital_contributions
    inner join (select distinct paid_in from payouts) as years on invested_year <= paid_in
    group by township_area, partner, paid_in, grouping sets ((household_id), ())
    having min(invested_year) = max(invested_year)
),

rounds as (
    select
        township_area, county_area, area, payer, paid_in, household_id, head_person_id, member,
        coalesce(invested_year, own.batch, shared.batch) as batch,
        -- a row of a village that states no number may be of any
        sum(coalesce(
            beneficiaries, case when coalesce(household_id, head_person_id, head_name) is not null then 1 end
        )) as beneficiaries,
        sum(due_yuan) as due_yuan,
        sum(paid_yuan) as paid_yuan
    from payouts
    left join (select * from only_batches where not is_of_partner) as own using (township_area, payer, household_id, paid_in)
    left join (select township_area, payer, paid_in, batch from only_batches where is_of_partner) as shared
        using (township_area, payer, paid_in)
    group by
        township_area, county_area, area, payer, paid_in, household_id, head_person_id, member,
        coalesce(invested_year, own.batch, shared.batch), payout_on, round, as_of_on
)

select
    township_area, county_area, max(area) as area, payer as partner, batch as invested_year, paid_in as payout_year,
    member, household_id, max(coalesce(household_id, head_person_id)) as known_household,
    -- who is paid in several rounds is a member once
    max(beneficiaries) as beneficiaries,
    sum(due_yuan) as due_yuan,
    sum(paid_yuan) as paid_yuan
from rounds
group by township_area, county_area, payer, batch, paid_in, member, household_id
