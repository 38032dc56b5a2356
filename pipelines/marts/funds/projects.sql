with rated as (
    select
        *, paid_yuan * 1e0 / nullif(budget_yuan, 0) as execution_rate,
        -- of a year that is over all time has passed
        case when as_of_year = year then month(as_of_on) * 1e0 / 12 else 1e0 end as elapsed_rate
    from steps.stages
)

select
    area, rated.year, document_number, project_name, category, as_of_on,
    planned_yuan, allocated_yuan, disbursed_yuan, paid_yuan, settled_yuan, unspent_yuan,
    execution_rate,
    case when execution_rate is not null then coalesce(outturn_band, '超过±15%') end as outturn_band,
    elapsed_rate,
    execution_rate < elapsed_rate as is_behind_time,
    date_diff('day', allocated_on, disbursed_on) as days_to_disbursement,
    date_diff('day', disbursed_on, spent_on) as days_to_payment,
    date_diff('day', spent_on, audited_on) as days_to_settlement,
    carried_years, is_carried_too_long,
    nullif(concat_ws('、', allocated_breach, disbursed_breach, paid_breach, settled_breach), '') as breach
from rated
left join policy.outturn_bands as bands on execution_rate between rate_from and rate_to
-- the narrowest band that it is in
qualify row_number() over (
    partition by area, rated.year, document_number, project_name, category, as_of_on order by rate_from desc nulls last
) = 1
