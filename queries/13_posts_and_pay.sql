-- 各类公益性岗位有多少个，一个岗位一年补助多少？
select
    coalesce(township, county) as 地区,
    year as 年度,
    post_type as 岗位类型,
    posts as 岗位数,
    holders as 上岗人数,
    yearly_pay_yuan as 年补助,
    round(yearly_pay_per_post_yuan, 2) as 岗均年补助
from public_welfare_posts
where area_level = 'township'
order by 年度, 地区, 岗位数 desc, 岗位类型;
