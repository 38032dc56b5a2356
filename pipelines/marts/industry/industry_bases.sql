with facts as (
    select
        area, township_area, county_area, as_of_year as year, base_name, base_name as listed,
        invested_yuan, land_area_mu, floor_area_m2, storeys, greenhouses, greenhouse_area_mu, production_lines,
        planted_area_mu, contracted_area_mu,
        posts_offered, employees_persons, poor_employees_persons, disabled_employees_persons, covered_households,
        cast(null as decimal(24, 6)) as transferred_area_mu,
        cast(null as decimal(18, 2)) as annual_rent_yuan, cast(null as decimal(18, 2)) as total_rent_yuan
    from clean.industry_bases
    where coalesce(year(replaced_on) > as_of_year, true)
    union all
    select
        area, township_area, county_area, as_of_year as year, coalesce(base_name, '未注明') as base_name, null as listed,
        null as invested_yuan, null as land_area_mu, null as floor_area_m2, null as storeys, null as greenhouses,
        null as greenhouse_area_mu, null as production_lines, null as planted_area_mu, null as contracted_area_mu,
        null as posts_offered, null as employees_persons, null as poor_employees_persons,
        null as disabled_employees_persons, null as covered_households, transferred_area_mu,
        coalesce(annual_rent_yuan, cast(transferred_area_mu * rent_standard_yuan as decimal(18, 2))) as annual_rent_yuan,
        coalesce(total_rent_yuan, annual_rent_yuan * lease_years) as total_rent_yuan
    from clean.land_transfers
    where coalesce(year(replaced_on) > as_of_year, true)
)

select
    coalesce(area, township_area, county_area) as area, year, base_name,
    nullif(count(listed), 0) as bases,
    sum(invested_yuan) as invested_yuan,
    sum(land_area_mu) as land_area_mu,
    sum(floor_area_m2) as floor_area_m2,
    max(storeys) as storeys,
    sum(greenhouses) as greenhouses,
    sum(greenhouses * greenhouse_area_mu) * 1e0
        / nullif(sum(case when greenhouse_area_mu is not null then greenhouses end), 0) as average_greenhouse_area_mu,
    sum(production_lines) as production_lines,
    sum(planted_area_mu) as planted_area_mu,
    sum(contracted_area_mu) as contracted_area_mu,
    sum(posts_offered) as posts_offered,
    sum(employees_persons) as employees_persons,
    sum(poor_employees_persons) as poor_employees_persons,
    sum(disabled_employees_persons) as disabled_employees_persons,
    sum(covered_households) as covered_households,
    sum(transferred_area_mu) as transferred_area_mu,
    sum(annual_rent_yuan) as annual_rent_yuan,
    sum(total_rent_yuan) as total_rent_yuan
from facts
group by year, base_name, grouping sets ((area), (township_area), (county_area))
