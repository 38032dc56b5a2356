with last_ledger as (
    -- a ledger is a running account: the last one that a unit delivered tells a year's money
    select unit, coalesce(year, as_of_year) as year, max(as_of_on) as as_of_on
    from clean.fund_ledger
    group by unit, coalesce(year, as_of_year)
),

ledger as (
    select
        ledger.county,
        ledger.township,
        ledger.village,
        last_ledger.year,
        coalesce(ledger.fund_level, '未注明') as fund_level,
        coalesce(ledger.category, '未注明') as category,
        ledger.project_name,
        ledger.target,
        ledger.planned_yuan,
        ledger.allocated_yuan,
        ledger.disbursed_yuan,
        ledger.paid_yuan,
        ledger.settled_yuan,
        coalesce(ledger.allocated_yuan, ledger.planned_yuan, ledger.paid_yuan + ledger.unspent_yuan) as budget_yuan,
        case
            when ledger.allocated_yuan is not null then '下达'
            when ledger.planned_yuan is not null then '计划'
            when ledger.paid_yuan + ledger.unspent_yuan is not null then '支出加结余'
        end as budget_basis,
        coalesce(
            ledger.unspent_yuan, coalesce(ledger.allocated_yuan, ledger.planned_yuan) - ledger.paid_yuan
        ) as unspent_yuan
    from clean.fund_ledger as ledger
    inner join last_ledger
        on ledger.unit = last_ledger.unit
        and coalesce(ledger.year, ledger.as_of_year) = last_ledger.year
        and ledger.as_of_on = last_ledger.as_of_on
),

by_area as (
    select 'village' as area_level, ledger.* from ledger where village is not null
    union all
    select
        'township', county, township, null, year, fund_level, category, project_name, target, planned_yuan,
        allocated_yuan, disbursed_yuan, paid_yuan, settled_yuan, budget_yuan, budget_basis, unspent_yuan
    from ledger
    where township is not null
    union all
    select
        'county', county, null, null, year, fund_level, category, project_name, target, planned_yuan,
        allocated_yuan, disbursed_yuan, paid_yuan, settled_yuan, budget_yuan, budget_basis, unspent_yuan
    from ledger
    where county is not null
),

sums as (
    select
        area_level, county, township, village, year, fund_level, category,
        count(project_name) as projects,
        count(case when target = '到村' then project_name end) as village_projects,
        count(case when target = '到户' then project_name end) as household_projects,
        sum(planned_yuan) as planned_yuan,
        sum(allocated_yuan) as allocated_yuan,
        sum(disbursed_yuan) as disbursed_yuan,
        sum(paid_yuan) as paid_yuan,
        sum(settled_yuan) as settled_yuan,
        sum(unspent_yuan) as unspent_yuan,
        sum(budget_yuan) as budget_yuan,
        case when min(budget_basis) = max(budget_basis) then min(budget_basis)
            when min(budget_basis) is not null then '混合' end as budget_basis
    from by_area
    group by area_level, county, township, village, year, fund_level, category
),

-- the target of the township before that of the county before the general one
ranked_targets as (
    select
        sums.area_level, sums.county, sums.township, sums.village, sums.year, sums.fund_level, sums.category,
        targets.target_rate,
        row_number() over (
            partition by
                sums.area_level, sums.county, sums.township, sums.village, sums.year, sums.fund_level, sums.category
            order by
                case when targets.township is null then 1 else 0 end asc nulls last,
                case when targets.county is null then 1 else 0 end asc nulls last,
                case when targets.fund_level is null then 1 else 0 end asc nulls last,
                targets.valid_from desc nulls last
        ) as precedence
    from sums
    inner join policy.fund_targets as targets
        on (targets.county is null or targets.county = sums.county)
        and (targets.township is null or targets.township = sums.township)
        and (targets.fund_level is null or targets.fund_level = sums.fund_level)
        and (targets.valid_from is null or year(targets.valid_from) <= sums.year)
        and (targets.valid_to is null or year(targets.valid_to) >= sums.year)
)

select
    sums.area_level,
    sums.county,
    sums.township,
    sums.village,
    cast(sums.year as integer) as year,
    sums.fund_level,
    sums.category,
    sums.projects,
    sums.village_projects,
    sums.household_projects,
    cast(sums.planned_yuan as decimal(18, 2)) as planned_yuan,
    cast(sums.allocated_yuan as decimal(18, 2)) as allocated_yuan,
    cast(sums.disbursed_yuan as decimal(18, 2)) as disbursed_yuan,
    cast(sums.paid_yuan as decimal(18, 2)) as paid_yuan,
    cast(sums.settled_yuan as decimal(18, 2)) as settled_yuan,
    cast(sums.unspent_yuan as decimal(18, 2)) as unspent_yuan,
    cast(sums.budget_yuan as decimal(18, 2)) as budget_yuan,
    sums.budget_basis,
    sums.paid_yuan * 1e0 / nullif(sums.budget_yuan, 0) as execution_rate,
    sums.disbursed_yuan * 1e0 / nullif(sums.budget_yuan, 0) as disbursed_rate,
    targets.target_rate,
    sums.paid_yuan * 1e0 / nullif(sums.budget_yuan, 0) < targets.target_rate as is_behind_target
from sums
left join ranked_targets as targets
    on sums.area_level = targets.area_level
    and sums.county is not distinct from targets.county
    and sums.township is not distinct from targets.township
    and sums.village is not distinct from targets.village
    and sums.year = targets.year
    and sums.fund_level = targets.fund_level
    and sums.category = targets.category
    and targets.precedence = 1
order by
    sums.area_level nulls first, sums.county nulls first, sums.township nulls first, sums.village nulls first,
    sums.year nulls first, sums.fund_level nulls first, sums.category nulls first
