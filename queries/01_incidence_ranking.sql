-- 哪些村的贫困发生率最高，离退出标准还差多少？
select
    county as 县,
    township as 乡镇,
    village as 行政村,
    year as 年度,
    poor_persons as 未脱贫人口,
    rural_population_persons as 农村人口,
    round(100 * incidence_rate, 2) as "贫困发生率（%）",
    round(100 * exit_threshold_rate, 2) as "退出标准（%）"
from poverty_incidence
where area_level = 'village' and incidence_rate is not null
order by incidence_rate desc, 县, 乡镇, 行政村
limit 20;
