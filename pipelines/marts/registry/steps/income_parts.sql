-- The four parts of each household's net income, for the whole household, where they add up to it. Forms state them for the
-- household or for each person and do not say which: what they add up to does. Where they add up to neither, none is known.
with stated as (
    select
        household_area as area, township_area, county_area, as_of_year as year, household_id, sum(row_persons) as persons,
        max(net_income_per_person_yuan) as income_yuan, max(wage_income_yuan) as wage_yuan,
        max(business_income_yuan) as earned_yuan, coalesce(max(business_cost_yuan), 0) as cost_yuan,
        max(property_income_yuan) as property_yuan, max(transfer_income_yuan) as transfer_yuan
    from steps.members
    group by household_area, township_area, county_area, as_of_year, household_id
),

summed as (
    select
        area, township_area, county_area, year, household_id, persons, income_yuan, coalesce(wage_yuan, 0) as wage_yuan,
        coalesce(earned_yuan, 0) - cost_yuan as business_yuan, coalesce(property_yuan, 0) as property_yuan,
        coalesce(transfer_yuan, 0) as transfer_yuan
    from stated
    where coalesce(wage_yuan, earned_yuan, property_yuan, transfer_yuan) is not null and persons > 0
),

-- how often each amount counts for the household; the income of each person is rounded to the fen
weighed as (
    select
        *, case
            when abs(wage_yuan + business_yuan + property_yuan + transfer_yuan - income_yuan * persons) * 100 <= persons then 1
            when abs(wage_yuan + business_yuan + property_yuan + transfer_yuan - income_yuan) * 100 <= 1 then persons
        end as times
    from summed
)

select
    area, township_area, county_area, year, household_id, persons, case when wage_yuan is not null then '工资性' end as part,
    wage_yuan * times as part_yuan
from weighed
union all
select
    area, township_area, county_area, year, household_id, persons, case when business_yuan is not null then '经营性' end as part,
    business_yuan * times as part_yuan
from weighed
union all
select
    area, township_area, county_area, year, household_id, persons, case when property_yuan is not null then '财产性' end as part,
    property_yuan * times as part_yuan
from weighed
union all
select
    area, township_area, county_area, year, household_id, persons, case when transfer_yuan is not null then '转移性' end as part,
    transfer_yuan * times as part_yuan
from weighed
