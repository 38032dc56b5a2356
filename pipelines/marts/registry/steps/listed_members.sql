-- Who is registered: the members of each household by every registry that was in force.
-- What one registry states of a household stays known where another, of a form without that column, does not. A number that
-- two townships give is of one household where the two list one person under it; one of them stands for its home.
with numbered as (
    select
        township_area, household_id, exit_year, household_identified_month,
        min(township_area) over (partition by county_area, household_id, person_id) as known_in
    from clean.persons
),

known_facts as (
    select
        township_area, household_id,
        max(exit_year) as known_exit_year,
        cast(year(min(household_identified_month)) as integer) as identified_year,
        min(known_in) as home_area
    from numbered
    group by township_area, household_id
)

-- only what marts read: each column of a million persons costs time and memory
select
    area, township_area, county_area, as_of_on, as_of_year, replaced_on, household_id, person_id, row_persons, relation,
    exit_status, household_type, monitored_type, is_risk_eliminated, household_kind, identified_year, home_area,
    id_birth_on, id_sex, health, schooling, labour, work_place, net_income_per_person_yuan, wage_income_yuan,
    business_income_yuan, business_cost_yuan, property_income_yuan, transfer_income_yuan, has_major_illness_insurance,
    has_dangerous_house, has_safe_water, has_water_difficulty,
    -- the village of one member written otherwise makes no second household
    first_value(area) over (
        partition by township_area, as_of_on, household_id
        order by case when relation = '户主' then 0 else 1 end nulls first, area nulls first
    ) as household_area,
    -- the 32-column form of 2022 states only that a household has left poverty, not when
    coalesce(
        exit_status, case when household_type = '脱贫户' or monitored_type = '脱贫不稳定户' then '已脱贫' end, '未注明'
    ) as poverty_status,
    coalesce(exit_year, case when known_exit_year <= as_of_year then known_exit_year end) as year_of_exit,
    nullif(poverty_cause, '未填写') as stated_cause -- exports write a blank in words too
from clean.persons
left join known_facts using (township_area, household_id)
where
    -- struck off the registry, or never on it (monitored households that were not poor); or no member any more
    coalesce(exit_status, household_type, '未注明') not in ('注销', '一般农户', '突发严重困难户')
    and (coalesce(exit_status, household_type, '未注明') <> '防止返贫致贫对象' or monitored_type = '脱贫不稳定户')
    and coalesce(member_change, '在册') in ('在册', '增加')
