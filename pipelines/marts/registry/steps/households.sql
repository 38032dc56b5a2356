-- A household, or the part of it that has a status of its own, in the last registry of the year that covers its village.
select
    household_area as area, township_area, county_area, home_area, household_id, as_of_year as year,
    as_of_on, replaced_on, poverty_status,
    -- who has left was registered by then, whatever the month of identification
    case when year_of_exit < identified_year then year_of_exit else identified_year end as identified_year,
    case when poverty_status in ('已脱贫', '返贫') then year_of_exit end as exit_year,
    coalesce(min(case when relation = '户主' then stated_cause end), min(stated_cause), '未注明') as poverty_cause,
    coalesce(min(case when relation = '户主' then household_kind end), min(household_kind), '未注明') as household_kind,
    sum(row_persons) as persons
from steps.members as members
group by
    household_area, township_area, county_area, home_area, as_of_year, as_of_on, replaced_on, poverty_status,
    members.identified_year, exit_status, household_type, year_of_exit, household_id
