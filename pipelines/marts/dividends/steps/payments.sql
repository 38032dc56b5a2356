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
        township_area, partner, household_id, possible_in, grouping(household_id) = 1 as is_of_partner,
        max(invested_year) as batch
    from clean.capital_contributions
    inner join (select distinct paid_in as possible_in from payouts) as years on invested_year <= possible_in
    group by township_area, partner, possible_in, grouping sets ((household_id), ())
    having min(invested_year) = max(invested_year)
),

rounds as (
    select
        payouts.township_area, county_area, area, payer, paid_in, payouts.household_id, member,
        coalesce(invested_year, own.batch, shared.batch) as batch_year,
        sum(coalesce(beneficiaries, 1)) as beneficiaries,
        sum(due_yuan) as due_yuan,
        sum(paid_yuan) as paid_yuan
    from payouts
    left join only_batches as own
        on own.township_area = payouts.township_area and own.partner = payer
        and own.household_id = payouts.household_id and own.possible_in = paid_in and not own.is_of_partner
    left join only_batches as shared
        on shared.township_area = payouts.township_area and shared.partner = payer
        and shared.possible_in = paid_in and shared.is_of_partner
    group by
        payouts.township_area, county_area, area, payer, paid_in, payouts.household_id, member,
        coalesce(invested_year, own.batch, shared.batch), payout_on, round, as_of_on
)

select
    township_area, county_area, max(area) as area, payer as partner, batch_year as invested_year,
    paid_in as payout_year, member, household_id,
    -- who is paid in several rounds is a member once
    max(beneficiaries) as beneficiaries,
    sum(due_yuan) as due_yuan,
    sum(paid_yuan) as paid_yuan
from rounds
group by township_area, county_area, payer, batch_year, paid_in, member, household_id
