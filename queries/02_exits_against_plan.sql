-- 各乡镇每年计划脱贫多少、实际脱贫多少，差多少？
select
    county as 县,
    township as 乡镇,
    exit_year as 脱贫年度,
    planned_persons as 计划人数,
    persons as 实际人数,
    persons - planned_persons as 超出计划,
    remaining_persons as 年底剩余
from exits_by_year
where area_level = 'township' and planned_persons is not null
order by 县, 乡镇, 脱贫年度;
