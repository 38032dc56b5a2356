with events as (
    select
        area, township_area, county_area, year, programme, semester, stage, beneficiary_group, person_key, household_key,
        sum(persons) as persons, sum(households) as households, sum(due_yuan) as due_yuan, sum(paid_yuan) as paid_yuan
    from steps.benefits
    where family = '教育' and coalesce(progress, '发放') <> '申报'
    group by
        area, township_area, county_area, year, programme, semester, stage, beneficiary_group, person_key, household_key,
        event, payment_batch
),

pupils as (
    select
        area, township_area, county_area, year, programme, semester, stage, beneficiary_group, person_key, household_key,
        max(persons) as persons, max(households) as households, sum(due_yuan) as due_yuan, sum(paid_yuan) as paid_yuan
    from events
    group by
        area, township_area, county_area, year, programme, semester, stage, beneficiary_group, person_key, household_key
)

select
    coalesce(area, township_area, county_area) as area, year, programme, semester, stage, beneficiary_group,
    case when count(person_key) + count(persons) > 0
        then count(distinct person_key) + coalesce(sum(persons), 0) end as persons,
    case when count(household_key) + count(households) > 0
        then count(distinct household_key) + coalesce(sum(households), 0) end as households,
    sum(due_yuan) as due_yuan,
    sum(paid_yuan) as paid_yuan,
    -- a rate divides only what states both sides
    sum(case when due_yuan is not null then paid_yuan end) * 1e0
        / nullif(sum(case when paid_yuan is not null then due_yuan end), 0) as paid_ratio
from pupils
group by
    year, programme, semester, stage, beneficiary_group, grouping sets ((area), (township_area), (county_area))
