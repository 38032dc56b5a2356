-- 各类监测对象有多少户、多少户风险还没有消除，认定用了多少天？
select
    coalesce(village, township, county) as 地区,
    year as 年度,
    monitored_type as 监测对象类别,
    households as 户数,
    risk_not_eliminated_households as 未消除户数,
    open_without_safety_net_households as 未消除且非兜底户数,
    round(days_to_recognition, 1) as 线索到认定平均天数,
    late_households as 超时认定户数
from monitored_households
where area_level = 'township'
order by 年度, 地区, 监测对象类别;
