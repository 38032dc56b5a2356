-- What the villages of each township add up to
select county, township, year, sum(registered_persons) as villages_registered_persons
from {batch}
where area_level = 'village' and township is not null
group by county, township, year
