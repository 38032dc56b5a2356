with stages_of_projects as (
    select
        area, township_area, county_area, year,
        case when planned_yuan is not null then '1 计划' end as fund_stage, planned_yuan as amount_yuan,
        cast(null as decimal(18, 2)) as compared_yuan, cast(null as decimal(18, 2)) as before_yuan,
        cast(null as bigint) as days, cast(null as varchar) as breach, projects
    from steps.stages
    union all
    select
        area, township_area, county_area, year,
        case when allocated_yuan is not null then '2 下达' end as fund_stage, allocated_yuan as amount_yuan,
        compared_allocated_yuan as compared_yuan, before_allocated_yuan as before_yuan,
        cast(null as bigint) as days, allocated_breach as breach, projects
    from steps.stages
    union all
    select
        area, township_area, county_area, year,
        case when disbursed_yuan is not null then '3 拨付' end as fund_stage, disbursed_yuan as amount_yuan,
        compared_disbursed_yuan as compared_yuan, before_disbursed_yuan as before_yuan,
        date_diff('day', allocated_on, disbursed_on) as days, disbursed_breach as breach, projects
    from steps.stages
    union all
    select
        area, township_area, county_area, year,
        case when paid_yuan is not null then '4 支出' end as fund_stage, paid_yuan as amount_yuan,
        compared_paid_yuan as compared_yuan, before_paid_yuan as before_yuan,
        date_diff('day', coalesce(disbursed_on, allocated_on), spent_on) as days, paid_breach as breach, projects
    from steps.stages
    union all
    select
        area, township_area, county_area, year,
        case when settled_yuan is not null then '5 结算' end as fund_stage, settled_yuan as amount_yuan,
        compared_settled_yuan as compared_yuan, before_settled_yuan as before_yuan,
        date_diff('day', spent_on, audited_on) as days, settled_breach as breach, projects
    from steps.stages
)

select
    coalesce(area, township_area, county_area) as area, year, fund_stage,
    sum(projects) as projects,
    sum(amount_yuan) as stage_yuan,
    -- a rate divides only what states both stages
    sum(compared_yuan) * 1e0 / nullif(sum(before_yuan), 0) as passed_rate,
    sum(days) * 1e0 / nullif(count(days), 0) as days_from_earlier,
    case when count(coalesce(compared_yuan, days)) > 0 then count(breach) end as out_of_order_projects
from stages_of_projects
where fund_stage is not null
group by year, fund_stage, grouping sets ((area), (township_area), (county_area))
