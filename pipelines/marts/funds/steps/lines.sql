-- The lines of the ledgers of funds. What several sheets tell of one project, each of other stages, is one line.
with told as (
    select
        *, coalesce(year, as_of_year) as fund_year, concat_ws('/', period, file, sheet) as told_in,
        -- a sheet that states no level tells of the one that the others state
        case when min(fund_level) over of_project = max(fund_level) over of_project
            then min(fund_level) over of_project else fund_level end as told_level
    from clean.fund_ledger
    window of_project as (partition by unit, as_of_year, coalesce(year, as_of_year), township_area, area, project_name)
),

staged as (
    select
        *,
        project_name is not null and min(told_in) over of_level <> max(told_in) over of_level
        and coalesce(min(category) over of_level = max(category) over of_level, true)
        and coalesce(min(case when planned_yuan is not null then told_in end) over of_level
            = max(case when planned_yuan is not null then told_in end) over of_level, true)
        and coalesce(min(case when allocated_yuan is not null then told_in end) over of_level
            = max(case when allocated_yuan is not null then told_in end) over of_level, true)
        and coalesce(min(case when disbursed_yuan is not null then told_in end) over of_level
            = max(case when disbursed_yuan is not null then told_in end) over of_level, true)
        and coalesce(min(case when paid_yuan is not null then told_in end) over of_level
            = max(case when paid_yuan is not null then told_in end) over of_level, true)
        and coalesce(min(case when settled_yuan is not null then told_in end) over of_level
            = max(case when settled_yuan is not null then told_in end) over of_level, true) as is_staged
    from told
    window of_level as (partition by unit, as_of_year, fund_year, township_area, area, project_name, told_level)
),

lines as (
    select
        *, case when is_staged then told_level else fund_level end as level_of_line,
        case when not is_staged then row_key end as line
    from staged
)

select
    unit, as_of_year, fund_year, county_area, township_area, area, project_name, level_of_line as fund_level,
    min(period) as period, min(file) as file, min(sheet) as sheet, min(row) as row, max(as_of_on) as as_of_on,
    max(category) as category, max(target) as target, max(fund_source) as fund_source, max(document_number) as document_number,
    min(allocated_on) as allocated_on, max(disbursed_on) as disbursed_on, max(spent_on) as spent_on, max(audited_on) as audited_on,
    sum(planned_yuan) as planned_yuan, sum(allocated_yuan) as allocated_yuan, sum(disbursed_yuan) as disbursed_yuan,
    sum(paid_yuan) as paid_yuan, sum(settled_yuan) as settled_yuan, sum(unspent_yuan) as unspent_yuan,
    sum(carried_over_yuan) as carried_over_yuan, sum(case when project_name is null then projects end) as projects
from lines
group by unit, as_of_year, fund_year, county_area, township_area, area, project_name, level_of_line, line
