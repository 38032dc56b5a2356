-- 还没有脱贫的户，因为什么，各有多少户、多少人？
select
    county as 县,
    township as 乡镇,
    year as 年度,
    coalesce(poverty_cause, '未注明') as 主要致贫原因,
    sum(households) as 户数,
    sum(persons) as 人数
from remaining_households
where area_level = 'township'
group by all
order by 县, 乡镇, 年度, 户数 desc, 主要致贫原因;
