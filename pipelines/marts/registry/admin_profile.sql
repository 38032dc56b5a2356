with listed as (
    select
        coalesce(area, township_area, county_area) as area, as_of_year as year,
        count(distinct township_area) as township_count,
        count(case when village not like '%社区' and village not like '%居委会' then 1 end) as villages,
        count(case when village like '%社区' or village like '%居委会' then 1 end) as communities,
        -- a sum with an unknown part is unknown
        case when count(*) = count(natural_villages) then sum(natural_villages) end as natural_villages,
        case when count(*) = count(villager_groups) then sum(villager_groups) end as villager_groups,
        case when count(*) = count(land_area_km2) then sum(land_area_km2) end as land_area_km2,
        case when count(*) = count(total_households) then sum(total_households) end as total_households,
        case when count(*) = count(total_persons) then sum(total_persons) end as total_persons,
        case when count(*) = count(rural_households) then sum(rural_households) end as rural_households,
        case when count(*) = count(rural_persons) then sum(rural_persons) end as rural_persons,
        case when count(*) = count(coalesce(urban_households, total_households - rural_households))
            then sum(coalesce(urban_households, total_households - rural_households)) end as urban_households,
        case when count(*) = count(coalesce(urban_persons, total_persons - rural_persons))
            then sum(coalesce(urban_persons, total_persons - rural_persons)) end as urban_persons
    from clean.villages
    where coalesce(year(replaced_on) > as_of_year, true)
    group by as_of_year, grouping sets ((area), (township_area), (county_area))
),

stated as (
    select
        coalesce(township_area, county_area) as area, as_of_year as year, count(*) as township_count,
        sum(village_committees) as villages, sum(communities) as communities,
        sum(natural_villages) as natural_villages, sum(villager_groups) as villager_groups, sum(land_area_km2) as land_area_km2,
        sum(total_households) as total_households, sum(total_persons) as total_persons,
        sum(rural_households) as rural_households, sum(rural_persons) as rural_persons,
        sum(urban_households) as urban_households, sum(urban_persons) as urban_persons
    from clean.township_profiles
    where coalesce(year(replaced_on) > as_of_year, true)
    group by as_of_year, grouping sets ((township_area), (county_area))
)

select
    area, year,
    greatest(listed.township_count, stated.township_count) as township_count,
    coalesce(listed.villages, stated.villages) as villages, coalesce(listed.communities, stated.communities) as communities,
    coalesce(listed.natural_villages, stated.natural_villages) as natural_villages,
    coalesce(listed.villager_groups, stated.villager_groups) as villager_groups,
    coalesce(listed.land_area_km2, stated.land_area_km2) as land_area_km2,
    coalesce(listed.total_households, stated.total_households) as total_households,
    coalesce(listed.total_persons, stated.total_persons) as total_persons,
    coalesce(listed.rural_households, stated.rural_households) as rural_households,
    coalesce(listed.rural_persons, stated.rural_persons) as rural_persons,
    coalesce(listed.urban_households, stated.urban_households) as urban_households,
    coalesce(listed.urban_persons, stated.urban_persons) as urban_persons
from listed full join stated using (area, year)
