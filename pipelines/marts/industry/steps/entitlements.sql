-- A household or another member in a batch and year: what its capital made due, what it got, and how the two compare.
with agreed_rates as (
    -- the rate of the place and time, where its standards agree on one
    select county, township, valid_from, valid_to, min(minimum) as yearly_rate
    from policy.work_standards
    where standard = '每年分红率'
    group by county, township, valid_from, valid_to
    having min(minimum) = max(maximum)
),

members as (
    select
        coalesce(stakes.area, payments.area) as area, township_area,
        coalesce(stakes.county_area, payments.county_area) as county_area, partner, invested_year, payout_year,
        coalesce(stakes.household_id, payments.household_id) as household_id, coalesce(has_capital, false) as has_capital,
        has_capital is null and payments.household_id is null as is_group, memberships, capital_yuan, rated_capital_yuan,
        quarters_due, yearly_due_yuan, payments.due_yuan as stated_due_yuan, paid_yuan
    from (select *, true as has_capital from steps.stakes) as stakes
    full join steps.payments as payments using (township_area, partner, invested_year, payout_year, member)
),

dues as (
    select
        members.*,
        cast(round(case when rated_capital_yuan = capital_yuan then yearly_due_yuan else capital_yuan * yearly_rate end
            * 1e0 * quarters_due / 4, 2) as decimal(18, 2)) as due_yuan,
        case when rated_capital_yuan = capital_yuan then yearly_due_yuan else capital_yuan * yearly_rate end * 1e0 / 4
            as quarter_yuan,
        bool_or(has_capital) over of_batch as has_list,
        -- before a partner's first payout is told, nobody knows what was not paid; after it, no list is nothing paid
        count(paid_yuan) over of_partner > 0 as has_payouts,
        count(case when is_group then paid_yuan end) over of_batch > 0 as is_paid_as_group
    from members
    inner join clean.areas as places on places.area = members.township_area
    left join agreed_rates as rates
        on (rates.county is null or rates.county = places.county)
        and (rates.township is null or rates.township = places.township)
        and payout_year between coalesce(year(valid_from), payout_year) and coalesce(year(valid_to), payout_year)
    window of_partner as (partition by members.township_area, partner order by payout_year nulls first),
        of_batch as (partition by members.township_area, partner, payout_year)
)

select
    *,
    case
        when is_group then '按群体发放'
        when not has_capital then case when has_list then '没有入股' else '没有入股台账' end
        when coalesce(paid_yuan, 0) = 0 then case
            when not has_payouts then '没有发放台账' when is_paid_as_group then '按群体发放' else '未发' end
        when due_yuan is null then '应发不详'
        -- a yuan is rounding
        when abs(paid_yuan - due_yuan) <= 1 then '相符'
        -- of the year in which it was invested, as many quarters are due as are left of it
        when invested_year = payout_year and paid_yuan < due_yuan
            and abs(paid_yuan - round(paid_yuan * 1e0 / nullif(quarter_yuan, 0)) * quarter_yuan) <= 1 then '入股当年按季'
        when paid_yuan < due_yuan then '少发'
        else '多发'
    end as outcome
from dues
where not is_group or paid_yuan is not null
