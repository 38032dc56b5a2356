-- 哪些补贴发得比标准少、比标准多，各差多少？
select
    coalesce(township, county) as 地区,
    year as 年度,
    programme as 补贴项目,
    sum(entitled_yuan) as 按标准应发,
    sum(paid_yuan) as 实发,
    sum(unpaid_yuan) as 少发,
    sum(overpaid_yuan) as 多发
from benefit_entitlements
where area_level = 'township' and entitled_yuan is not null
group by all
having 少发 > 0 or 多发 > 0
order by coalesce(少发, 0) + coalesce(多发, 0) desc, 地区, 补贴项目;
