-- 报告里哪些数和台账算出来的不一样？
select
    unit as 单位,
    period as 期间,
    figure_period as 数据期间,
    coalesce(village, township, county) as 地区,
    subject as 主题,
    measure as 指标,
    reported_value as 报告数,
    computed_value as 计算数,
    difference as 差额,
    value_unit as 计量单位,
    verdict as 结果
from quality.reconciliation
where verdict in ('不一致', '尾差')
order by verdict = '尾差', 单位, 期间, figure_id;
