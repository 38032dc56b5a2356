-- 各乡镇的人均纯收入是多少（按人、按户），两不愁三保障缺得多不多？
select
    coalesce(household_income.township, household_income.county) as 地区,
    year as 年度,
    round(mean_income_of_persons_yuan, 2) as "人均纯收入（按人）",
    round(median_income_of_persons_yuan, 2) as "中位数（按人）",
    round(mean_income_of_households_yuan, 2) as "人均纯收入（按户）",
    round(median_income_of_households_yuan, 2) as "中位数（按户）",
    deprived_persons as 多维贫困人数,
    round(100 * headcount_rate, 2) as "多维贫困人数比例（%）",
    round(adjusted_headcount_rate, 4) as 多维贫困指数
from household_income
left join multidimensional_poverty using (area, year)
where household_income.area_level = 'township'
order by 年度, 地区;
