-- The exits that each area plans for a year, as last delivered: its own plan where it has one, else the sum of those below.
with last_plans as (
    select * from clean.exit_plans
    qualify as_of_on = max(as_of_on) over (partition by area, exit_year)
),

township_plans as (
    select
        township_area, county_area, township, exit_year,
        coalesce(sum(case when village is null then planned_households end), sum(planned_households)) as households,
        coalesce(sum(case when village is null then planned_persons end), sum(planned_persons)) as persons
    from last_plans
    group by township_area, county_area, township, exit_year
)

select area, exit_year, planned_households, planned_persons from last_plans
union all
select township_area as area, exit_year, households as planned_households, persons as planned_persons
from township_plans
union all
select
    county_area as area, exit_year,
    coalesce(sum(case when township is null then households end), sum(households)) as planned_households,
    coalesce(sum(case when township is null then persons end), sum(persons)) as planned_persons
from township_plans
group by county_area, exit_year
