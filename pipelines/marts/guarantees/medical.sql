with registry as (
    select county_area, as_of_year as year, person_id, max(household_id) as registered_household
    from clean.persons
    where coalesce(year(replaced_on) > as_of_year, true)
    group by county_area, as_of_year, person_id
),

facts as (
    select
        area, township_area, county_area, as_of_year as year, coalesce(service, '未注明') as health_item,
        beneficiary_group, cast(null as varchar) as care_type, is_new, person_id as person_key,
        coalesce(household_id, registered_household) as household_key,
        case when person_id is null then coalesce(beneficiary_persons, case when person_name is not null then 1 end) end as persons,
        beneficiary_households as households, eligible_persons, service_times,
        cast(null as decimal(18, 2)) as total_yuan, cast(null as decimal(18, 2)) as reimbursed_yuan,
        cast(null as decimal(18, 2)) as basic_paid_yuan, cast(null as decimal(18, 2)) as commercial_paid_yuan,
        cast(null as decimal(18, 2)) as assistance_paid_yuan, cast(null as decimal(18, 2)) as paid_yuan
    from (select *, as_of_year as year from clean.health_services) as services
    left join registry using (county_area, year, person_id)
    where coalesce(year(replaced_on) > as_of_year, true)
    union all
    select
        area, township_area, county_area, coalesce(settlement_year, as_of_year) as year, '医疗报销' as health_item,
        null as beneficiary_group, coalesce(care_type, '未注明') as care_type, null as is_new, person_id as person_key,
        household_id as household_key, null as persons, null as households, null as eligible_persons,
        coalesce(settlements, case when coalesce(person_id, person_name, head_name) is not null then 1 end) as service_times,
        total_yuan,
        coalesce(reimbursed_yuan, nullif(
            coalesce(basic_paid_yuan, 0) + coalesce(major_paid_yuan, 0) + coalesce(commercial_paid_yuan, 0)
            + coalesce(assistance_paid_yuan, 0) + coalesce(fund_paid_yuan, 0), 0)) as reimbursed_yuan,
        basic_paid_yuan, commercial_paid_yuan, assistance_paid_yuan, null as paid_yuan
    from clean.medical_settlements
    union all
    select
        area, township_area, county_area, year, '医保代缴' as health_item, beneficiary_group, null as care_type,
        null as is_new, person_key, household_key, persons, households, null as eligible_persons,
        null as service_times, null as total_yuan, null as reimbursed_yuan, null as basic_paid_yuan,
        null as commercial_paid_yuan, null as assistance_paid_yuan, paid_yuan
    from steps.benefits
    where programme = '医保代缴' and coalesce(progress, '发放') = '发放'
)

select
    coalesce(area, township_area, county_area) as area, year, health_item, beneficiary_group, care_type, is_new,
    case when count(person_key) + count(persons) > 0 then count(distinct person_key) + coalesce(sum(persons), 0) end as persons,
    case when count(household_key) + count(households) > 0
        then count(distinct household_key) + coalesce(sum(households), 0) end as households,
    sum(eligible_persons) as eligible_persons,
    sum(case when eligible_persons is not null then persons end) * 1e0
        / nullif(sum(case when persons is not null then eligible_persons end), 0) as covered_rate,
    sum(service_times) as service_times, sum(total_yuan) as total_yuan, sum(reimbursed_yuan) as reimbursed_yuan,
    sum(case when total_yuan is not null then reimbursed_yuan end) * 1e0
        / nullif(sum(case when reimbursed_yuan is not null then total_yuan end), 0) as reimbursement_rate,
    sum(basic_paid_yuan) as basic_paid_yuan, sum(commercial_paid_yuan) as commercial_paid_yuan,
    sum(assistance_paid_yuan) as assistance_paid_yuan, sum(paid_yuan) as paid_yuan
from facts
group by year, health_item, beneficiary_group, care_type, is_new, grouping sets ((area), (township_area), (county_area))
