with told as (
    -- what was closed is done, whatever else its row says of it in words that no term has
    select *, coalesce(issue_status, case when is_closed then '已完成' end) as status from clean.rectification_items
),

issues as (
    -- a list of which issues are closed and which are not does not say why some are open
    select
        *, coalesce(bool_or(status not in ('已完成', '正在整改')) over of_list, false)
        or bool_and(coalesce(status = '已完成', false)) over of_list as has_statuses
    from told
    where coalesce(year(replaced_on) > as_of_year, true)
    window of_list as (partition by unit, period, file, sheet)
)

select
    coalesce(area, township_area, county_area) as area, as_of_year as year, issue_source,
    coalesce(issue_level, '未注明') as issue_level,
    nullif(count(distinct issue_kind), 0) as issue_kinds,
    sum(coalesce(issue_count, 1)) as issues,
    sum(case when status is null then coalesce(issue_count, 1) else 0 end) as unknown_issues,
    sum(case when status = '已完成' then coalesce(issue_count, 1) else 0 end) as completed_issues,
    case when bool_or(has_statuses) then sum(case when status = '长期坚持' then coalesce(issue_count, 1) else 0 end) end
        as long_term_issues,
    case when bool_or(has_statuses) then sum(case when status = '上报' then coalesce(issue_count, 1) else 0 end) end
        as escalated_issues,
    sum(task_count) as tasks,
    sum(case when status = '已完成' then task_count end) as completed_tasks,
    sum(measure_count) as measures,
    sum(case when status = '已完成' then measure_count end) as completed_measures,
    min(issue_count) as fewest_issues, max(issue_count) as most_issues,
    sum(case when status = '已完成' then coalesce(issue_count, 1) else 0 end) * 1e0
        / nullif(sum(case when status is not null then coalesce(issue_count, 1) end), 0) as completion_rate,
    sum(case when status = '已完成' then task_count end) * 1e0
        / nullif(sum(case when status is not null then task_count end), 0) as task_completion_rate
from issues
group by as_of_year, issue_source, coalesce(issue_level, '未注明'), grouping sets ((area), (township_area), (county_area))
