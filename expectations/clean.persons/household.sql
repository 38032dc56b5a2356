-- Each household as its members who are not struck off state it. Texts are compared by hash: they seldom differ.
select unit, period, household_id, max(as_of_on) as as_of_on, count(*) as persons,
    sum(coalesce(row_persons, 1)) as represented_persons,
    count(relation) as relations,
    count(*) filter (relation = '户主') as heads,
    count(*) filter (relation = '配偶') as spouses,
    count(*) filter (relation = '之父') as fathers,
    count(*) filter (relation = '之母') as mothers,
    min(id_sex) filter (relation = '户主') as head_sex,
    min(id_sex) filter (relation = '配偶') as spouse_sex,
    min(id_birth_on) filter (relation = '户主') as head_born_on,
    min(id_birth_on) as oldest_born_on, count(id_birth_on) as birthdays,
    min(exit_status) as one_status, max(exit_status) as other_status,
    min(exit_year) as first_exit_year, max(exit_year) as last_exit_year, count(exit_year) as exit_years,
    min(household_size_persons) as one_size, max(household_size_persons) as other_size,
    min(net_income_per_person_yuan) as one_income_yuan, max(net_income_per_person_yuan) as other_income_yuan,
    count(*) filter (poverty_cause = '因残') as through_disability,
    count(*) filter (poverty_cause = '因病') as through_illness,
    count(*) filter (poverty_cause = '因学') as through_schooling,
    count(*) filter (poverty_cause = '缺劳力') as through_lack_of_labour,
    count(*) filter (contains(health, '残疾')) as disabled,
    count(*) filter (health not in ('健康', '残疾')) as ill,
    count(*) filter (schooling not in ('非在校生', '失学', '辍学')) as pupils,
    count(*) filter (labour not in ('普通劳动力', '技能劳动力')) as without_full_labour,
    min(stated) <> max(stated) as is_uneven
from (
    select *, hash(village, poverty_cause, household_kind, household_type, has_dangerous_house, has_safe_water,
        household_identified_month, monitored_type) as stated
    from {batch}
) as member
where exit_status is distinct from '注销'
group by unit, period, household_id
