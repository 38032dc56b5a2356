-- 哪些户的分红要核实：没发、少发、多发，还是领取对象有疑问？（只是线索，不是认定）
select
    township as 乡镇,
    village as 行政村,
    household_id as 户编号,
    partner as 合作方,
    payout_year as 分红年度,
    outcome as 要核实的,
    contract_due_yuan as 按约定应发,
    paid_yuan as 实发,
    difference_yuan as 差额
from dividend_reviews
order by 差额 nulls last, 乡镇, 行政村, 户编号;
