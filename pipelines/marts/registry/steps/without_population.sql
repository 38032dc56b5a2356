-- The registered of townships of which nobody sent the population: a rate of the county divides only what states both sides.
select
    county_area as area, year,
    sum(registered_persons) as unknown_registered_persons, sum(poor_persons) as unknown_poor_persons
from steps.registered
inner join clean.areas using (area)
left join (select area, year, true as is_known from steps.populations) as populations using (area, year)
where area_level = 'township' and is_known is null
group by county_area, year
