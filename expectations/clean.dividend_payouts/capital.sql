-- The capital of a household with a partner in the list that states most of it
select unit, household_id, partner, max(capital_yuan) as capital_yuan
from (
    select unit, period, household_id, partner, sum(capital_yuan) as capital_yuan
    from clean.capital_contributions
    group by all
) as lists
group by all
