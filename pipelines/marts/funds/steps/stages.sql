-- A project, or a document's money that names none, through its stages, by the ledger that tells the year whole.
with compared as (
    select
        *,
        -- the stage before, of a row that states both: one of a project's rows may lack what the others have
        case when allocated_yuan is not null then planned_yuan end as before_allocated_yuan,
        case when disbursed_yuan is not null then coalesce(allocated_yuan, planned_yuan) end as before_disbursed_yuan,
        case when paid_yuan is not null then coalesce(disbursed_yuan, allocated_yuan, planned_yuan) end as before_paid_yuan,
        case when settled_yuan is not null then paid_yuan end as before_settled_yuan,
        coalesce(disbursed_on, allocated_on) as before_spent_on
    from steps.ledger
),

summed as (
    select
        area, township_area, county_area, fund_year as year, coalesce(document_number, '未注明') as document_number,
        coalesce(listed_project, '未注明') as project_name, category, as_of_on, as_of_year,
        case when listed_project is not null then 1 else sum(counted_more_projects) end as projects,
        sum(planned_yuan) as planned_yuan, sum(allocated_yuan) as allocated_yuan, sum(disbursed_yuan) as disbursed_yuan,
        sum(paid_yuan) as paid_yuan, sum(settled_yuan) as settled_yuan,
        sum(budget_yuan) as budget_yuan, sum(budget_yuan) - sum(paid_yuan) as unspent_yuan,
        min(allocated_on) as allocated_on, max(disbursed_on) as disbursed_on, max(spent_on) as spent_on,
        max(audited_on) as audited_on,
        sum(before_allocated_yuan) as before_allocated_yuan, sum(before_disbursed_yuan) as before_disbursed_yuan,
        sum(before_paid_yuan) as before_paid_yuan, sum(before_settled_yuan) as before_settled_yuan,
        sum(case when before_allocated_yuan is not null then allocated_yuan end) as compared_allocated_yuan,
        sum(case when before_disbursed_yuan is not null then disbursed_yuan end) as compared_disbursed_yuan,
        sum(case when before_paid_yuan is not null then paid_yuan end) as compared_paid_yuan,
        sum(case when before_settled_yuan is not null then settled_yuan end) as compared_settled_yuan,
        max(case when disbursed_on < allocated_on then '下达前拨付' end) as disbursed_early,
        max(case when spent_on < before_spent_on then '拨付前支出' end) as paid_early,
        max(case when audited_on < spent_on then '支出前结算' end) as settled_early
    from compared
    group by
        area, township_area, county_area, fund_year, document_number, listed_project, category, as_of_on, as_of_year
),

terms as (
    select years.as_of_year, min(carry_over_years) as carry_over_years
    from (select distinct as_of_year from steps.ledger) as years
    inner join policy.fund_terms
        on years.as_of_year between coalesce(year(valid_from), years.as_of_year) and coalesce(year(valid_to), years.as_of_year)
    group by years.as_of_year
)

select
    summed.*,
    -- of each stage, that it has more money than the one before it, or an earlier day
    case when compared_allocated_yuan > before_allocated_yuan then '下达多于计划' end as allocated_breach,
    nullif(concat_ws('、', case when compared_disbursed_yuan > before_disbursed_yuan then '拨付多于下达' end, disbursed_early), '')
        as disbursed_breach,
    nullif(concat_ws('、', case when compared_paid_yuan > before_paid_yuan then '支出多于拨付' end, paid_early), '') as paid_breach,
    nullif(concat_ws('、', case when compared_settled_yuan < before_settled_yuan then '支出多于结算' end, settled_early), '')
        as settled_breach,
    case when unspent_yuan > 0 then summed.as_of_year - coalesce(year(allocated_on), year) end as carried_years,
    case when unspent_yuan > 0 then summed.as_of_year - coalesce(year(allocated_on), year) >= carry_over_years end
        as is_carried_too_long
from summed
left join terms on terms.as_of_year = summed.as_of_year
