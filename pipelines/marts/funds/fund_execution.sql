with ledger as (
    select
        area, township_area, county_area, project_name, target,
        coalesce(year, as_of_year) as fund_year,
        coalesce(fund_level, '未注明') as level_of_fund,
        coalesce(category, '未注明') as category_of_project,
        planned_yuan, allocated_yuan, disbursed_yuan, paid_yuan, settled_yuan,
        coalesce(allocated_yuan, planned_yuan, paid_yuan + unspent_yuan) as budget_yuan,
        case
            when allocated_yuan is not null then '下达'
            when planned_yuan is not null then '计划'
            when paid_yuan + unspent_yuan is not null then '支出加结余'
        end as budget_basis,
        coalesce(unspent_yuan, coalesce(allocated_yuan, planned_yuan) - paid_yuan) as unspent_yuan
    from clean.fund_ledger
    -- of the ledgers of several years the last one tells a year's money; those of one year were chosen from already
    qualify as_of_year = max(as_of_year) over (partition by unit, coalesce(year, as_of_year))
),

sums as (
    select
        coalesce(area, township_area, county_area) as area,
        cast(fund_year as integer) as year,
        level_of_fund as fund_level,
        category_of_project as category,
        count(project_name) as projects,
        count(case when target = '到村' then project_name end) as village_projects,
        count(case when target = '到户' then project_name end) as household_projects,
        cast(sum(planned_yuan) as decimal(18, 2)) as planned_yuan,
        cast(sum(allocated_yuan) as decimal(18, 2)) as allocated_yuan,
        cast(sum(disbursed_yuan) as decimal(18, 2)) as disbursed_yuan,
        cast(sum(paid_yuan) as decimal(18, 2)) as paid_yuan,
        cast(sum(settled_yuan) as decimal(18, 2)) as settled_yuan,
        cast(sum(unspent_yuan) as decimal(18, 2)) as unspent_yuan,
        cast(sum(budget_yuan) as decimal(18, 2)) as budget_yuan,
        case when min(budget_basis) = max(budget_basis) then min(budget_basis)
            when min(budget_basis) is not null then '混合' end as budget_basis
    from ledger
    group by fund_year, level_of_fund, category_of_project, grouping sets ((area), (township_area), (county_area))
)

select
    area, area_level, areas.county, areas.township, areas.village, sums.year, sums.fund_level, category,
    projects, village_projects, household_projects,
    planned_yuan, allocated_yuan, disbursed_yuan, paid_yuan, settled_yuan, unspent_yuan, budget_yuan, budget_basis,
    paid_yuan * 1e0 / nullif(budget_yuan, 0) as execution_rate,
    disbursed_yuan * 1e0 / nullif(budget_yuan, 0) as disbursed_rate,
    target_rate,
    paid_yuan * 1e0 / nullif(budget_yuan, 0) < target_rate as is_behind_target
from sums
inner join clean.areas as areas using (area)
left join policy.fund_targets as targets
    on (targets.county is null or targets.county = areas.county)
    and (targets.township is null or targets.township = areas.township)
    and (targets.fund_level is null or targets.fund_level = sums.fund_level)
    and coalesce(year(valid_from), sums.year) <= sums.year
    and coalesce(year(valid_to), sums.year) >= sums.year
-- the target of the township before that of the county before the general one
qualify row_number() over (
    partition by area, sums.year, sums.fund_level, category
    order by targets.township nulls last, targets.county nulls last, targets.fund_level nulls last,
        valid_from desc nulls last
) = 1
order by area_level nulls first, area nulls first, year nulls first, fund_level nulls first, category nulls first
