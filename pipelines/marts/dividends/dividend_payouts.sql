with members as (
    select
        coalesce(stakes.area, payments.area) as area,
        township_area,
        coalesce(stakes.county_area, payments.county_area) as county_area,
        partner, invested_year, payout_year, stakes.household_id, stakes.member is not null as has_capital,
        capital_yuan, rated_capital_yuan, yearly_due_yuan, contract_due_yuan, beneficiaries,
        payments.due_yuan as stated_due_yuan, paid_yuan,
        -- a sum that is stated as due to a group is due to those in it
        stakes.member is null and payments.household_id is null and payments.due_yuan is not null as is_due_of_group
    from steps.stakes
    full join steps.payments using (township_area, partner, invested_year, payout_year, member)
),

dues as (
    select
        *,
        coalesce(
            stated_due_yuan,
            case when not bool_or(is_due_of_group) over (partition by township_area, partner, invested_year, payout_year)
                then contract_due_yuan end
        ) as due_yuan,
        -- who is paid without a list of the capital is a member, where no list names the members
        case when has_capital then 1
            when not bool_or(has_capital) over (partition by area, partner, invested_year, payout_year) then beneficiaries
        end as memberships
    from members
),

sums as (
    select
        coalesce(area, township_area, county_area) as area, partner, invested_year,
        cast(payout_year as integer) as payout_year,
        -- capital of a collective belongs to no household: unknown, not zero
        nullif(count(distinct household_id), 0) as households,
        cast(sum(memberships) as bigint) as memberships,
        cast(sum(capital_yuan) as decimal(18, 2)) as capital_yuan,
        sum(yearly_due_yuan) * 1e0 / nullif(sum(rated_capital_yuan), 0) as contract_rate,
        cast(sum(due_yuan) as decimal(18, 2)) as due_yuan,
        cast(sum(paid_yuan) as decimal(18, 2)) as paid_yuan
    from dues
    group by partner, invested_year, payout_year, grouping sets ((area), (township_area), (county_area))
)

select
    area_level, county, township, village, partner, invested_year, payout_year,
    households, memberships, capital_yuan, contract_rate, due_yuan, paid_yuan,
    cast(due_yuan - coalesce(paid_yuan, 0) as decimal(18, 2)) as arrears_yuan,
    paid_yuan * 1e0 / nullif(due_yuan, 0) as paid_ratio,
    paid_yuan * 1e0 / nullif(capital_yuan, 0) as yield_rate,
    units_reporting, units_expected, sheets_set_aside, rows_set_aside, cells_set_aside,
    oldest_statement_on, newest_statement_on,
    area
from sums
inner join clean.areas using (area)
left join (
    select *, year as payout_year from steps.coverage where register = 'dividend_payouts'
) as coverage using (area, payout_year)
order by
    area_level nulls first, area nulls first, partner nulls first, invested_year nulls first, payout_year nulls first
