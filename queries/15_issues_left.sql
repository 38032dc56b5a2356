-- 各级发现的问题整改了多少，还剩多少？
select
    coalesce(township, county) as 地区,
    year as 年度,
    issue_source as 问题来源,
    issue_level as 整改层级,
    issues as 问题数,
    completed_issues as 完成数,
    issues - completed_issues as 剩余,
    round(100 * completion_rate, 2) as "完成率（%）"
from rectification
where area_level = 'township' and issues is not null
order by 剩余 desc nulls last, 地区, 年度, 问题来源;
