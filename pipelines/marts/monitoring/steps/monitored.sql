-- A monitored household of the year, as its last list or, where none has it, the registry of persons that marks it has it.
with stated as (
    select
        1 as place, area, township_area, county_area, as_of_year as year,
        coalesce(household_id, person_id, row_key) as household, monitored_type, monitored_tier,
        main_risk, net_income_per_person_yuan, clue_on, recognised_on, risk_identified_month,
        is_risk_eliminated, risk_eliminated_month, is_safety_net_household,
        -- a list of households without their numbers states how many persons each has
        case when household_id is null and relation is null then coalesce(household_size_persons, row_persons)
            else row_persons end as persons
    from clean.monitored_households
    where coalesce(year(replaced_on) > as_of_year, true)
    union all
    select
        2 as place, area, township_area, county_area, as_of_year as year,
        coalesce(household_id, person_id) as household, monitored_type, null as monitored_tier, null as main_risk,
        net_income_per_person_yuan, null as clue_on, null as recognised_on, risk_identified_month, is_risk_eliminated,
        risk_eliminated_month, null as is_safety_net_household, row_persons as persons
    from clean.persons
    where
        monitored_type is not null and coalesce(year(replaced_on) > as_of_year, true)
        and coalesce(member_change, '在册') in ('在册', '增加')
),

lists as (
    select *, min(place) over (partition by township_area, year, household) as first_place from stated
)

select
    area, township_area, county_area, year, household,
    max(monitored_type) as monitored_type, max(monitored_tier) as monitored_tier,
    coalesce(max(main_risk), '未注明') as main_risk,
    max(net_income_per_person_yuan) as income_yuan, min(clue_on) as clue_on, min(recognised_on) as recognised_on,
    coalesce(year(min(recognised_on)), year(min(risk_identified_month))) as identified_year,
    max(case when is_risk_eliminated then 1 when not is_risk_eliminated then 0 end) as is_eliminated,
    year(max(risk_eliminated_month)) as eliminated_year,
    max(case when is_safety_net_household then 1 when not is_safety_net_household then 0 end) as is_safety_net,
    sum(persons) as persons
from lists
where place = first_place
group by area, township_area, county_area, year, household
