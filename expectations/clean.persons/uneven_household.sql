-- What the members of an uneven household state
select unit, period, household_id,
    min(village) as one_village, max(village) as other_village,
    min(poverty_cause) as one_cause, max(poverty_cause) as other_cause,
    min(household_kind) as one_kind, max(household_kind) as other_kind,
    min(household_type) as one_type, max(household_type) as other_type,
    min(has_dangerous_house) as one_house, max(has_dangerous_house) as other_house,
    min(has_safe_water) as one_water, max(has_safe_water) as other_water,
    min(household_identified_month) as one_month, max(household_identified_month) as other_month,
    min(monitored_type) as one_class, max(monitored_type) as other_class,
    count(monitored_type) as monitored_persons, count(*) - count(monitored_type) as unmonitored_persons
from {batch} as member
semi join (from household where is_uneven) as uneven using (unit, period, household_id)
where exit_status is distinct from '注销'
group by unit, period, household_id
