with events as (
    select
        area, township_area, county_area, year, programme, beneficiary_group, project_type, payment_batch as batch,
        coalesce(progress, '发放') as progress, person_key, household_key, entity, sum(households) as households, sum(projects) as projects,
        sum(beneficiary_entities) as entities, sum(applied_yuan) as applied_yuan, sum(paid_yuan) as paid_yuan
    from steps.benefits
    where family = '产业' or programme = '务工奖补'
    group by
        area, township_area, county_area, year, programme, beneficiary_group, project_type, payment_batch, progress, person_key,
        household_key, entity, event
),

support as (
    select
        area, township_area, county_area, year, programme, cast(null as varchar) as partner, cast(null as integer) as invested_year,
        beneficiary_group, project_type, batch, progress, household_key, entity, max(households) as households, sum(projects) as projects,
        max(entities) as entities, cast(null as decimal(18, 2)) as capital_yuan, sum(applied_yuan) as applied_yuan,
        sum(paid_yuan) as paid_yuan
    from events
    group by
        area, township_area, county_area, year, programme, beneficiary_group, project_type, batch, progress, person_key,
        household_key, entity
    union all
    select
        area, township_area, county_area, as_of_year as year, '入股' as programme, partner, invested_year, beneficiary_group,
        null as project_type, null as batch, '发放' as progress, household_id as household_key, null as entity,
        case when household_id is null then households end as households, null as projects, null as entities, capital_yuan, null as applied_yuan, null as paid_yuan
    from clean.capital_contributions
    where coalesce(year(replaced_on) > as_of_year, true)
),

-- a household may hold capital with several partners
cohorts as (
    select
        coalesce(area, township_area, county_area) as area, year, invested_year, coalesce(beneficiary_group, '-') as of_group,
        nullif(count(distinct household_key), 0) as cohort_households
    from support
    where programme = '入股'
    group by year, invested_year, beneficiary_group, grouping sets ((area), (township_area), (county_area))
),

sums as (
    select
        coalesce(area, township_area, county_area) as area, year, programme, partner, invested_year, beneficiary_group,
        coalesce(beneficiary_group, '-') as of_group, project_type, batch, progress,
        case when count(household_key) + count(households) > 0
            then count(distinct household_key) + coalesce(sum(households), 0) end as households,
        sum(projects) as projects, sum(capital_yuan) as capital_yuan, sum(applied_yuan) as applied_yuan, sum(paid_yuan) as paid_yuan,
        case when count(entity) + count(entities) > 0
            then count(distinct entity) + coalesce(sum(entities), 0) end as entities
    from support
    group by
        year, programme, partner, invested_year, beneficiary_group, project_type, batch, progress,
        grouping sets ((area), (township_area), (county_area))
)

select
    area, year, programme, partner, invested_year, beneficiary_group, project_type, batch, progress, households,
    cohort_households, projects, entities, capital_yuan, applied_yuan, paid_yuan
from sums left join cohorts using (area, year, invested_year, of_group)
