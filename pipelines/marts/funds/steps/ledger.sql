-- The projects of a year's money, from the ledger that tells it whole, with the budget that its rates are of.
with known as (
    select
        *,
        -- a line of the ledger with money of several levels is several rows, and one without level of what it does not split
        sum(available_yuan) over (partition by unit, period, file, sheet, row) as line_budget_yuan,
        row_number() over (
            of_project order by period nulls last, file nulls last, sheet nulls last, row nulls last, fund_level nulls last
        ) as row_of_project,
        row_number() over (
            partition by unit, as_of_year, fund_year, area, township_area, project_name, nth_of_source, fund_level, category
            order by period nulls last, file nulls last, sheet nulls last, row nulls last
        ) as row_of_level,
        bool_or(planned_yuan is not null and allocated_yuan is not null) over of_project as is_funded,
        count(fund_level) over (partition by unit, period, file, sheet, row) as levels_of_line,
        count(*) over (partition by unit, fund_year, as_of_year) as listed_projects,
        count(case when as_of_year = fund_year then 1 end) over (partition by unit, fund_year) as projects_of_year,
        -- of a ledger without one of the two nobody knows which of its projects have both
        count(planned_yuan) over (partition by unit, fund_year, as_of_year) > 0
        and count(allocated_yuan) over (partition by unit, fund_year, as_of_year) > 0 as has_plans_and_allocations
    from steps.project_lines
    window of_project as (
        partition by unit, as_of_year, fund_year, area, township_area, project_name, nth_of_source,
            case when project_name is null then concat_ws('/', period, file, sheet, cast(row as varchar)) end
    )
)

select
    area, township_area, county_area, fund_year, as_of_on, as_of_year, target, project_name as listed_project, document_number,
    allocated_on, disbursed_on, spent_on, audited_on,
    case when row_of_level = 1 and (fund_level is not null or levels_of_line = 0) then project_name end as project_name,
    case when row_of_project = 1 then project_name end as counted_project,
    -- of how many projects each level pays of a line of several the line does not say
    case when levels_of_line = 0 or (levels_of_line = 1 and fund_level is not null) then projects end as more_projects,
    case when row_of_project = 1 then projects end as counted_more_projects,
    coalesce(fund_level, '未注明') as fund_level,
    coalesce(category, '未注明') as category,
    planned_yuan, allocated_yuan, disbursed_yuan, paid_yuan, settled_yuan, has_plans_and_allocations, is_funded,
    coalesce(available_yuan, case when line_budget_yuan is null then paid_yuan + unspent_yuan end) as budget_yuan,
    case
        when available_yuan is not null and carried_over_yuan <> 0 then '含上年结转'
        when allocated_yuan is not null then '下达'
        when planned_yuan is not null then '计划'
        when line_budget_yuan is null and paid_yuan + unspent_yuan is not null then '支出加结余'
    end as budget_basis,
    -- the budget that a payment is of: that of all levels where its own is not known
    coalesce(available_yuan, line_budget_yuan, paid_yuan + unspent_yuan) as rated_budget_yuan
from known
-- a ledger of a later year holds where it lists all projects of the year, not only what is left of them
qualify as_of_year = max(case when listed_projects >= projects_of_year then as_of_year end) over (
    partition by unit, fund_year
)
