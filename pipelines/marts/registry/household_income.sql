with ranked as (
    select
        place, year, persons, income_yuan,
        sum(persons) over so_far as persons_so_far, sum(persons) over whole as all_persons,
        row_number() over so_far as households_so_far, count(*) over whole as all_households
    from steps.living_conditions
    where income_yuan is not null
    window
        whole as (partition by place, year),
        so_far as (
            partition by place, year order by income_yuan nulls last, household_id nulls last
            rows between unbounded preceding and current row
        )
)

select
    place as area, year,
    count(income_yuan) as income_households,
    sum(persons) as income_persons,
    sum(persons * income_yuan) as total_net_income_yuan,
    sum(persons * income_yuan) * 1e0 / nullif(sum(persons), 0) as mean_income_of_persons_yuan,
    sum(income_yuan) * 1e0 / nullif(count(*), 0) as mean_income_of_households_yuan,
    -- half have no more and half no less: between two, in the middle
    (min(case when persons_so_far * 2 >= all_persons then income_yuan end)
        + min(case when persons_so_far * 2 > all_persons then income_yuan end)) * 1e0 / 2 as median_income_of_persons_yuan,
    (min(case when households_so_far * 2 >= all_households then income_yuan end)
        + min(case when households_so_far * 2 > all_households then income_yuan end)) * 1e0 / 2
        as median_income_of_households_yuan
from ranked
group by place, year
