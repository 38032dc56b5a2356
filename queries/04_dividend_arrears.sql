-- 哪些合作方还欠着分红，欠多少？
select
    coalesce(village, township, county) as 地区,
    partner as 合作方,
    invested_year as 入股年度,
    payout_year as 发放年度,
    memberships as 户次,
    due_yuan as 应发,
    paid_yuan as 实发,
    arrears_yuan as 欠发,
    round(100 * paid_ratio, 2) as "兑付率（%）"
from dividend_payouts
where area_level = 'township' and arrears_yuan > 0
order by 欠发 desc, 地区, 合作方, 入股年度, 发放年度;
