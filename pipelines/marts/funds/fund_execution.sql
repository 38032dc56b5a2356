with sums as (
    select
        coalesce(area, township_area, county_area) as area, fund_year as year, fund_level, category,
        -- rows that state neither a name nor a number may be of any number of projects
        case when count(listed_project) + count(more_projects) > 0
            then count(project_name) + coalesce(sum(more_projects), 0) end as projects,
        case when count(case when target is not null then coalesce(listed_project, cast(more_projects as varchar)) end) > 0
            then count(case when target = '到村' then project_name end)
            + coalesce(sum(case when target = '到村' then more_projects end), 0) end as village_projects,
        case when count(case when target is not null then coalesce(listed_project, cast(more_projects as varchar)) end) > 0
            then count(case when target = '到户' then project_name end)
            + coalesce(sum(case when target = '到户' then more_projects end), 0) end as household_projects,
        sum(planned_yuan) as planned_yuan,
        sum(allocated_yuan) as allocated_yuan,
        sum(disbursed_yuan) as disbursed_yuan,
        sum(paid_yuan) as paid_yuan,
        sum(settled_yuan) as settled_yuan,
        sum(budget_yuan) - sum(paid_yuan) as unspent_yuan,
        sum(budget_yuan) as budget_yuan,
        case when min(budget_basis) = max(budget_basis) then min(budget_basis)
            when min(budget_basis) is not null then '混合' end as budget_basis,
        -- a rate divides only what states both sides
        sum(case when paid_yuan is not null then rated_budget_yuan end) as covered_budget_yuan,
        sum(case when rated_budget_yuan is not null then paid_yuan end) * 1e0
            / nullif(sum(case when paid_yuan is not null then rated_budget_yuan end), 0) as execution_rate,
        sum(case when rated_budget_yuan is not null then disbursed_yuan end) * 1e0
            / nullif(sum(case when disbursed_yuan is not null then rated_budget_yuan end), 0) as disbursed_rate
    from steps.ledger
    group by fund_year, fund_level, category, grouping sets ((area), (township_area), (county_area))
)

select sums.*, target_rate, execution_rate < target_rate as is_behind_target
from sums
inner join clean.areas as areas on areas.area = sums.area
left join policy.fund_targets as targets
    on (targets.county is null or targets.county = areas.county)
    and (targets.township is null or targets.township = areas.township)
    and (targets.fund_level is null or targets.fund_level = sums.fund_level)
    and year between coalesce(year(valid_from), year) and coalesce(year(valid_to), year)
-- the target of the township before that of the county before the general one
qualify row_number() over (
    partition by sums.area, year, sums.fund_level, category
    order by targets.township nulls last, targets.county nulls last, targets.fund_level nulls last,
        valid_from desc nulls last
) = 1
