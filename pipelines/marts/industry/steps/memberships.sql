-- A member of a batch in a year, once for its village, township and county: the capital, what was due and paid, and which
-- of them are known beside each other.
with members as (
    select
        coalesce(stakes.area, payments.area) as village_area,
        township_area,
        coalesce(stakes.county_area, payments.county_area) as county_area,
        partner, invested_year, payout_year, coalesce(stakes.household_id, known_household) as known_household,
        coalesce(has_capital, false) as has_capital,
        capital_yuan, rated_capital_yuan, yearly_due_yuan, contract_due_yuan, beneficiaries, households,
        memberships as stake_memberships,
        payments.due_yuan as stated_due_yuan, paid_yuan,
        has_capital is null and known_household is null as is_group
    from (select *, true as has_capital from steps.stakes) as stakes
    full join steps.payments as payments using (township_area, partner, invested_year, payout_year, member)
),

dues as (
    select
        *,
        -- a sum that is stated as due to a group is due to those in it
        coalesce(
            stated_due_yuan,
            case when not bool_or(is_group and stated_due_yuan is not null) over (
                partition by township_area, partner, invested_year, payout_year
            ) then contract_due_yuan end
        ) as due_yuan,
        -- who is paid without a list of the capital is a member, where no list names the members
        case when has_capital then stake_memberships when not bool_or(has_capital) over of_batch then beneficiaries end
            as memberships,
        case when has_capital or not bool_or(has_capital) over of_batch then known_household end as household_id,
        -- before a partner's first payout is told, nobody knows what was not paid; after it, no list is nothing paid
        count(paid_yuan) over (partition by township_area, partner order by payout_year nulls first) > 0 as has_payouts
    from members
    window of_batch as (partition by village_area, partner, invested_year, payout_year)
),

-- what a group was paid its members were paid, in its village or in its township as a whole
in_areas as (
    select *, village_area as area, village_area as group_area from dues
    union all
    select *, township_area as area, township_area as group_area from dues
    union all
    select *, county_area as area, township_area as group_area from dues
)

select
    *,
    paid_yuan is not null or bool_or(is_group and paid_yuan is not null) over of_group as is_paid,
    due_yuan is not null or (is_group and bool_or(due_yuan is not null) over of_group) as is_due,
    has_capital or (is_group and bool_or(has_capital) over of_group) as is_capital
from in_areas
window of_group as (partition by area, group_area, partner, invested_year, payout_year)
