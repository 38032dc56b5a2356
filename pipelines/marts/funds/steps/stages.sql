-- A project, or a document's money that names none, through its stages, by the ledger that tells the year whole.
select
    area, township_area, county_area, fund_year as year, coalesce(document_number, '未注明') as document_number,
    coalesce(listed_project, '未注明') as project_name, category, as_of_on, as_of_year,
    sum(planned_yuan) as planned_yuan, sum(allocated_yuan) as allocated_yuan, sum(disbursed_yuan) as disbursed_yuan,
    sum(paid_yuan) as paid_yuan, sum(settled_yuan) as settled_yuan,
    sum(budget_yuan) as budget_yuan, sum(budget_yuan) - sum(paid_yuan) as unspent_yuan,
    min(allocated_on) as allocated_on, max(disbursed_on) as disbursed_on, max(spent_on) as spent_on,
    max(audited_on) as audited_on,
    -- that a later stage has more money, or an earlier day, than the one before it
    nullif(concat_ws(
        '、',
        case when sum(allocated_yuan) > sum(planned_yuan) then '下达多于计划' end,
        case when sum(disbursed_yuan) > sum(coalesce(allocated_yuan, planned_yuan)) then '拨付多于下达' end,
        case when sum(paid_yuan) > sum(coalesce(disbursed_yuan, allocated_yuan, planned_yuan)) then '支出多于拨付' end,
        case when sum(paid_yuan) > sum(settled_yuan) then '支出多于结算' end,
        case when max(disbursed_on) < min(allocated_on) then '下达前拨付' end,
        case when max(spent_on) < min(coalesce(disbursed_on, allocated_on)) then '拨付前支出' end,
        case when max(audited_on) < max(spent_on) then '支出前结算' end
    ), '') as breach
from steps.ledger
group by area, township_area, county_area, fund_year, document_number, listed_project, category, as_of_on, as_of_year
