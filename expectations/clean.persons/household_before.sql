-- Each household beside its row in the unit's delivery before
select unit, period, household_id,
    other_income_yuan as income_yuan, lag(other_income_yuan) over before as earlier_yuan,
    last_exit_year, lag(last_exit_year) over before as earlier_exit_year,
    other_status as last_status, lag(other_status) over before as earlier_status
from household
where unit in (select unit from household group by unit having min(period) <> max(period))
window before as (partition by unit, household_id order by as_of_on, period)
