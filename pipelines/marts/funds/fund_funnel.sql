with steps_of_projects as (
    select
        area, township_area, county_area, year, case when planned_yuan is not null then '1 计划' end as fund_stage,
        planned_yuan as amount_yuan, null as earlier_yuan, null as days, null as breach
    from steps.stages
    union all
    select
        area, township_area, county_area, year, case when allocated_yuan is not null then '2 下达' end,
        allocated_yuan, planned_yuan, null, case when allocated_yuan > planned_yuan then 1 end
    from steps.stages
    union all
    select
        area, township_area, county_area, year, case when disbursed_yuan is not null then '3 拨付' end,
        disbursed_yuan, coalesce(allocated_yuan, planned_yuan), date_diff('day', allocated_on, disbursed_on),
        case when disbursed_yuan > coalesce(allocated_yuan, planned_yuan) or disbursed_on < allocated_on then 1 end
    from steps.stages
    union all
    select
        area, township_area, county_area, year, case when paid_yuan is not null then '4 支出' end,
        paid_yuan, coalesce(disbursed_yuan, allocated_yuan, planned_yuan),
        date_diff('day', coalesce(disbursed_on, allocated_on), spent_on),
        case when paid_yuan > coalesce(disbursed_yuan, allocated_yuan, planned_yuan)
                or spent_on < coalesce(disbursed_on, allocated_on) then 1 end
    from steps.stages
    union all
    select
        area, township_area, county_area, year, case when settled_yuan is not null then '5 结算' end,
        settled_yuan, paid_yuan, date_diff('day', spent_on, audited_on),
        case when settled_yuan < paid_yuan or audited_on < spent_on then 1 end
    from steps.stages
)

select
    coalesce(area, township_area, county_area) as area, year, fund_stage,
    count(amount_yuan) as projects,
    sum(amount_yuan) as stage_yuan,
    -- a rate divides only what states both stages
    sum(case when earlier_yuan is not null then amount_yuan end) * 1e0 / nullif(sum(earlier_yuan), 0) as passed_rate,
    sum(days) * 1e0 / nullif(count(days), 0) as days_from_earlier,
    count(breach) as out_of_order_projects
from steps_of_projects
where fund_stage is not null
group by year, fund_stage, grouping sets ((area), (township_area), (county_area))
