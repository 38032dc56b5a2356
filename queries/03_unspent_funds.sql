-- 哪些资金还没有花出去：预算、支出、结余各是多少？
select
    coalesce(township, county) as 单位,
    year as 年度,
    fund_level as 资金级次,
    category as 类别,
    budget_basis as 预算口径,
    budget_yuan as 预算,
    paid_yuan as 支出,
    budget_yuan - paid_yuan as 未支出,
    round(100 * execution_rate, 2) as "支出进度（%）"
from fund_execution
where area_level in ('township', 'county') and execution_rate < 1
order by 未支出 desc, 单位, 年度, 资金级次, 类别;
