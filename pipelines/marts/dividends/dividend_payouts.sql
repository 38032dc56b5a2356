with sums as (
    select
        coalesce(area, township_area, county_area) as area, partner, invested_year,
        cast(payout_year as integer) as payout_year,
        -- capital of a collective belongs to no household: unknown, not zero
        nullif(count(distinct household_id), 0) as households,
        cast(sum(memberships) as bigint) as memberships,
        cast(sum(capital_yuan) as decimal(18, 2)) as capital_yuan,
        sum(yearly_due_yuan) * 1e0 / nullif(sum(rated_capital_yuan), 0) as contract_rate,
        cast(sum(due_yuan) as decimal(18, 2)) as due_yuan,
        cast(sum(paid_yuan) as decimal(18, 2)) as paid_yuan,
        -- a rate divides only what states both sides
        case when grouping(area) = 0 then sum(case when is_paid_in_area then due_yuan end)
            else sum(case when is_paid then due_yuan end) end as covered_due_yuan,
        case when grouping(area) = 0 then sum(case when is_due_in_area then paid_yuan end)
            else sum(case when is_due then paid_yuan end) end as paid_of_due_yuan,
        case when grouping(area) = 0 then sum(case when is_paid_in_area then capital_yuan end)
            else sum(case when is_paid then capital_yuan end) end as covered_capital_yuan,
        case when grouping(area) = 0 then sum(case when is_capital_in_area then paid_yuan end)
            else sum(case when is_capital then paid_yuan end) end as paid_of_capital_yuan
    from steps.memberships
    group by partner, invested_year, payout_year, grouping sets ((area), (township_area), (county_area))
)

select
    area_level, county, township, village, partner, invested_year, payout_year,
    households, memberships, capital_yuan, contract_rate, due_yuan, paid_yuan,
    cast(due_yuan - coalesce(paid_yuan, 0) as decimal(18, 2)) as arrears_yuan,
    cast(covered_due_yuan as decimal(18, 2)) as covered_due_yuan,
    paid_of_due_yuan * 1e0 / nullif(covered_due_yuan, 0) as paid_ratio,
    cast(covered_capital_yuan as decimal(18, 2)) as covered_capital_yuan,
    paid_of_capital_yuan * 1e0 / nullif(covered_capital_yuan, 0) as yield_rate,
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
