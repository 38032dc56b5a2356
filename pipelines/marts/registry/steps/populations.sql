-- The population of each area, by the last list of villages that covered it in the year.
with years as (
    select township_area, year from registry_summary inner join clean.areas using (area)
    union
    select township_area, as_of_year as year from clean.villages
),

villages as (
    -- reported is 1 where the year's registry of the village is known: a rate divides by these alone
    select villages.*, years.year, case when units_reporting > 0 then 1 end as reported
    from clean.villages as villages inner join years on years.township_area = villages.township_area
    left join clean.coverage as coverage on register = 'persons' and years.year = coverage.year
        and coverage.area = case when village is null then villages.township_area else villages.area end
    where as_of_year <= years.year and coalesce(year(replaced_on) > years.year, true)
)

select
    coalesce(area, township_area, county_area) as area, year,
    -- a sum with an unknown part is unknown
    cast(case when count(*) = count(total_persons) then sum(total_persons) end as bigint) as total_population_persons,
    cast(case when count(*) = count(rural_persons) then sum(rural_persons) end as bigint) as rural_population_persons,
    cast(case when count(reported) = count(reported * total_persons) then sum(reported * total_persons) end as bigint)
        as covered_total_population_persons,
    cast(case when count(reported) = count(reported * rural_persons) then sum(reported * rural_persons) end as bigint)
        as covered_rural_population_persons,
    case when grouping(area) = 0 then bool_or(is_poor_village) end as is_poor_village,
    case when grouping(area) = 0 then bool_or(is_deep_poverty_village) end as is_deep_poverty_village,
    case when grouping(area) = 0 then max(poor_village_exit_year) end as poor_village_exit_year
from villages
group by year, grouping sets ((area), (township_area), (county_area))
