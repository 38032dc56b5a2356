with registered as (
    select county_area, as_of_year as year, person_id, max(household_id) as registered_household
    from steps.members
    group by county_area, as_of_year, person_id
),

-- without a register of the county nobody knows who is registered
rosters as (select distinct county_area, year, true as has_roster from registered),

-- a summary says itself which of its rows are of the registered
events as (
    select
        area, township_area, county_area, county, township, year, programme, care_mode, person_key, household_key,
        case when person_id is null and beneficiary_group in ('建档立卡户', '低保建档立卡户') then 1 end as is_stated,
        registered_household, has_roster, sum(persons) as persons, sum(households) as households, sum(paid_yuan) as paid_yuan
    from steps.benefits left join registered using (county_area, year, person_id) left join rosters using (county_area, year)
    where family = '救助' and coalesce(progress, '发放') <> '申报'
    group by
        area, township_area, county_area, county, township, year, programme, care_mode, person_key, household_key, person_id,
        beneficiary_group, registered_household, has_roster, event
),

recipients as (
    select
        area, township_area, county_area, events.year, events.programme, care_mode, person_key, household_key, is_stated,
        has_roster, registered_household, max(persons) as persons, max(households) as households, sum(paid_yuan) as paid_yuan,
        sum(paid_yuan) >= max(large_yuan) as is_large
    from events
    left join steps.large_relief as floors
        on floors.year = events.year and floors.programme = events.programme and floors.township = events.township
        and coalesce(floors.county, '') = coalesce(events.county, '')
    group by
        area, township_area, county_area, events.county, events.township, events.year, events.programme, care_mode, person_key,
        household_key, is_stated, registered_household, has_roster
)

select
    coalesce(area, township_area, county_area) as area, year, programme, care_mode,
    case when count(person_key) + count(persons) > 0 then count(distinct person_key) + coalesce(sum(persons), 0) end as persons,
    case when count(household_key) + count(households) > 0
        then count(distinct household_key) + coalesce(sum(households), 0) end as households,
    case when count(registered_household) + count(is_stated) > 0 or bool_and(has_roster and person_key is not null)
        then count(distinct case when registered_household is not null then person_key end)
        + coalesce(sum(case when coalesce(is_stated, 0) = 1 or registered_household is not null then persons end), 0)
    end as dual_identity_persons,
    case when count(registered_household) + count(is_stated) > 0 or bool_and(has_roster and person_key is not null)
        then count(distinct registered_household) + coalesce(sum(is_stated * households), 0) end as dual_identity_households,
    case when count(case when household_key is not null then is_large end) > 0
        then count(distinct case when is_large then household_key end) end as large_relief_households,
    sum(paid_yuan) as paid_yuan
from recipients
group by year, programme, care_mode, grouping sets ((area), (township_area), (county_area))
