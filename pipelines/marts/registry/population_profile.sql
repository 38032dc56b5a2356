with persons as (
    select
        area, township_area, county_area, year, persons,
        year(as_of_on) - year(id_birth_on)
        - case when month(as_of_on) * 100 + day(as_of_on) < month(id_birth_on) * 100 + day(id_birth_on) then 1 else 0 end as age,
        id_sex, health, schooling, labour, work_place
    from (
        -- a row for a whole household describes its head alone
        select
            household_area as area, township_area, county_area, as_of_year as year, as_of_on, row_persons as persons,
            case when row_persons = 1 then id_birth_on end as id_birth_on, case when row_persons = 1 then id_sex end as id_sex,
            case when row_persons = 1 then health end as health, case when row_persons = 1 then schooling end as schooling,
            case when row_persons = 1 then labour end as labour, case when row_persons = 1 then work_place end as work_place
        from steps.members
    ) as described
)

select
    coalesce(area, township_area, county_area) as area, year,
    coalesce(age_band, '未注明') as age_band, coalesce(id_sex, '未注明') as sex,
    sum(persons) as persons,
    case when count(health) > 0 then count(case when health like '%大病%' then 1 end) end as major_illness_persons,
    case when count(health) > 0 then count(case when health like '%慢性病%' then 1 end) end as chronic_illness_persons,
    case when count(health) > 0 then count(case when health like '%残疾%' then 1 end) end as disabled_persons,
    case when count(schooling) > 0
        then count(case when schooling not in ('非在校生', '学龄前儿童', '失学', '辍学') then 1 end) end as pupil_persons,
    case when count(labour) > 0
        then count(case when labour in ('普通劳动力', '技能劳动力') then 1 end) end as labour_capable_persons,
    case when count(work_place) > 0 then count(work_place) end as working_persons
from persons
left join policy.age_bands as bands on age >= bands.age_from and (bands.age_below is null or age < bands.age_below)
group by year, age_band, id_sex, grouping sets ((area), (township_area), (county_area))
