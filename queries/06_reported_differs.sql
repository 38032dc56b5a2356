-- 报告里哪些数和台账算出来的不一样？
select
    报送单位,
    期间,
    数据期间,
    coalesce(行政村, 乡镇, 县) as 地区,
    主题,
    指标,
    case 计量单位 when '元' then round(报告数 / 10000, 4) when '比例' then round(报告数 * 100, 4) else 报告数 end as 报告数,
    case 计量单位 when '元' then round(计算数 / 10000, 4) when '比例' then round(计算数 * 100, 4) else round(计算数, 4) end as 计算数,
    case 计量单位 when '元' then round(差额 / 10000, 4) when '比例' then round(差额 * 100, 4) else round(差额, 4) end as 差额,
    case 计量单位 when '元' then '万元' when '比例' then '%' else 计量单位 end as 计量单位,
    核对结果
from zh.数据核对
where 核对结果 in ('不一致', '尾差')
order by 核对结果 = '尾差', 报送单位, 期间, 数据编号;
