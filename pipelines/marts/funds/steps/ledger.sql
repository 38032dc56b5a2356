-- The projects of a year's money, from the ledger that tells it whole, with the budget that its rates are of.
with listed as (
    select
        *,
        coalesce(year, as_of_year) as fund_year,
        count(*) over (partition by unit, coalesce(year, as_of_year), as_of_year) as listed_projects
    from clean.fund_ledger
),

known as (
    select
        *,
        max(case when as_of_year = fund_year then listed_projects end) over (partition by unit, fund_year) as projects_of_year
    from listed
)

select
    area, township_area, county_area, fund_year, project_name, target,
    coalesce(fund_level, '未注明') as fund_level,
    coalesce(category, '未注明') as category,
    planned_yuan, allocated_yuan, disbursed_yuan, paid_yuan, settled_yuan,
    coalesce(allocated_yuan, planned_yuan, paid_yuan + unspent_yuan) as budget_yuan,
    case
        when allocated_yuan is not null then '下达'
        when planned_yuan is not null then '计划'
        when paid_yuan + unspent_yuan is not null then '支出加结余'
    end as budget_basis
from known
-- a ledger of a later year holds where it lists all projects of the year, not only what is left of them
qualify as_of_year = max(case when listed_projects >= coalesce(projects_of_year, 0) then as_of_year end) over (
    partition by unit, fund_year
)
