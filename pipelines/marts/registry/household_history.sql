with members as (
    select
        *,
        coalesce(exit_status, case when household_type = '脱贫户' then '已脱贫' end, household_type, '未注明') as status,
        coalesce(member_change, '在册') in ('在册', '增加') as is_member
    from clean.persons
)

select
    max(area) as area, household_id, as_of_on as listed_from_on, replaced_on as listed_until_on, unit, period,
    -- one part of a household that is poor makes it a poor one
    case when min(status) = max(status) then min(status)
        when bool_or(status in ('未脱贫', '返贫')) then '未脱贫' else min(status) end as household_status,
    min(exit_year) as exit_year, max(monitored_type) as monitored_type,
    bool_and(is_risk_eliminated) as is_risk_eliminated,
    sum(case when is_member then row_persons else 0 end) as persons,
    max(net_income_per_person_yuan) as net_income_per_person_yuan
from members
group by township_area, county_area, household_id, as_of_on, replaced_on, unit, period
