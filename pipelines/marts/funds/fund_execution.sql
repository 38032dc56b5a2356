with sums as (
    select
        coalesce(area, township_area, county_area) as area,
        cast(fund_year as integer) as year,
        fund_level, category,
        count(project_name) as projects,
        case when count(target) > 0 then count(case when target = '到村' then project_name end) end as village_projects,
        case when count(target) > 0 then count(case when target = '到户' then project_name end) end as household_projects,
        cast(sum(planned_yuan) as decimal(18, 2)) as planned_yuan,
        cast(sum(allocated_yuan) as decimal(18, 2)) as allocated_yuan,
        cast(sum(disbursed_yuan) as decimal(18, 2)) as disbursed_yuan,
        cast(sum(paid_yuan) as decimal(18, 2)) as paid_yuan,
        cast(sum(settled_yuan) as decimal(18, 2)) as settled_yuan,
        cast(sum(budget_yuan) as decimal(18, 2)) as budget_yuan,
        case when min(budget_basis) = max(budget_basis) then min(budget_basis)
            when min(budget_basis) is not null then '混合' end as budget_basis,
        -- a rate divides only what states both sides
        cast(sum(case when paid_yuan is not null then budget_yuan end) as decimal(18, 2)) as covered_budget_yuan,
        sum(case when budget_yuan is not null then paid_yuan end) as covered_paid_yuan,
        sum(case when disbursed_yuan is not null then budget_yuan end) as budget_of_disbursed_yuan,
        sum(case when budget_yuan is not null then disbursed_yuan end) as disbursed_of_budget_yuan
    from steps.ledger
    group by fund_year, fund_level, category, grouping sets ((area), (township_area), (county_area))
),

rates as (
    select
        *,
        covered_paid_yuan * 1e0 / nullif(covered_budget_yuan, 0) as execution_rate,
        disbursed_of_budget_yuan * 1e0 / nullif(budget_of_disbursed_yuan, 0) as disbursed_rate
    from sums
)

select
    area_level, areas.county, areas.township, areas.village, year, rates.fund_level, category,
    projects, village_projects, household_projects,
    planned_yuan, allocated_yuan, disbursed_yuan, paid_yuan, settled_yuan,
    cast(budget_yuan - paid_yuan as decimal(18, 2)) as unspent_yuan,
    budget_yuan, budget_basis, covered_budget_yuan, execution_rate, disbursed_rate, target_rate,
    execution_rate < target_rate as is_behind_target,
    units_reporting, units_expected, sheets_set_aside, rows_set_aside, cells_set_aside,
    oldest_statement_on, newest_statement_on,
    area
from rates
inner join clean.areas as areas using (area)
left join (select * from steps.coverage where register = 'fund_ledger') as coverage using (area, year)
left join policy.fund_targets as targets
    on (targets.county is null or targets.county = areas.county)
    and (targets.township is null or targets.township = areas.township)
    and (targets.fund_level is null or targets.fund_level = rates.fund_level)
    and coalesce(year(valid_from), year) <= year
    and coalesce(year(valid_to), year) >= year
-- the target of the township before that of the county before the general one
qualify row_number() over (
    partition by area, year, rates.fund_level, category
    order by targets.township nulls last, targets.county nulls last, targets.fund_level nulls last,
        valid_from desc nulls last
) = 1
order by area_level nulls first, area nulls first, year nulls first, fund_level nulls first, category nulls first
