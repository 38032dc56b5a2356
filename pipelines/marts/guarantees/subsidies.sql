with events as (
    select
        area, township_area, county_area, village_area, year, family, programme, disability_level, person_key, household_key, sex,
        coalesce(progress, '发放') = '申报' as is_applied,
        sum(persons) as persons, sum(households) as households, sum(male_persons) as male_persons,
        sum(female_persons) as female_persons, sum(area_mu) as area_mu,
        min(standard_yuan) as lowest_yuan, max(standard_yuan) as highest_yuan, sum(due_yuan) as due_yuan,
        sum(paid_yuan) as paid_yuan
    from steps.benefits
    group by
        area, township_area, county_area, village_area, year, family, programme, disability_level, person_key, household_key, sex,
        progress, event, semester, payment_batch
),

beneficiaries as (
    select
        area, township_area, county_area, village_area, year, family, programme, disability_level, sex,
        case when not is_applied then person_key end as person_key, case when is_applied then person_key end as applicant,
        case when not is_applied then household_key end as household_key,
        case when not is_applied then max(persons) end as persons, case when is_applied then max(persons) end as applicants,
        case when not is_applied then max(households) end as households, max(male_persons) as male_persons,
        max(female_persons) as female_persons, case when not is_applied then max(area_mu) end as area_mu,
        min(lowest_yuan) as lowest_yuan, max(highest_yuan) as highest_yuan, sum(due_yuan) as due_yuan,
        sum(paid_yuan) as paid_yuan
    from events
    group by
        area, township_area, county_area, village_area, year, family, programme, disability_level, is_applied, person_key,
        household_key, sex
)

select
    coalesce(area, township_area, county_area) as area, year, family, programme, disability_level,
    case when count(person_key) + count(persons) > 0
        then count(distinct person_key) + coalesce(sum(persons), 0) end as persons,
    case when count(case when person_key is not null then sex end) + count(male_persons) > 0
        then count(distinct case when sex = '男' then person_key end) + coalesce(sum(male_persons), 0) end as male_persons,
    case when count(case when person_key is not null then sex end) + count(female_persons) > 0
        then count(distinct case when sex = '女' then person_key end) + coalesce(sum(female_persons), 0) end as female_persons,
    case when count(household_key) + count(households) > 0
        then count(distinct household_key) + coalesce(sum(households), 0) end as households,
    case when count(applicant) + count(applicants) > 0
        then count(distinct applicant) + coalesce(sum(applicants), 0) end as applied_persons,
    nullif(count(distinct village_area), 0) as villages,
    sum(area_mu) as area_mu,
    case when min(lowest_yuan) = max(highest_yuan) then min(lowest_yuan) end as standard_yuan,
    sum(due_yuan) as due_yuan,
    sum(paid_yuan) as paid_yuan
from beneficiaries
group by year, family, programme, disability_level, grouping sets ((area), (township_area), (county_area))
