-- The registered, and those of them who are still poor.
select
    area, year,
    sum(households) as registered_households,
    sum(persons) as registered_persons,
    sum(case when poverty_status <> '已脱贫' then households else 0 end) as poor_households,
    sum(case when poverty_status <> '已脱贫' then persons else 0 end) as poor_persons
from registry_summary
group by area, year
