-- 哪些项目的支出落后于时间、环节颠倒，或者结转超过年限？
select
    coalesce(village, township, county) as 地区,
    year as 资金年度,
    document_number as 文号,
    project_name as 项目,
    planned_yuan as 计划,
    paid_yuan as 支出,
    unspent_yuan as 结余,
    round(100 * execution_rate, 2) as "支出进度（%）",
    round(100 * elapsed_rate, 2) as "时间进度（%）",
    outturn_band as 偏离档次,
    carried_years as 结转年数,
    breach as 环节颠倒
from projects
where is_behind_time or is_carried_too_long or breach is not null
order by 结余 desc nulls last, 地区, 项目;
