-- The persons of a township in the largest of its registries
select unit, county, township, max(persons) as registered_persons
from (select unit, period, county, township, count(*) as persons from clean.persons group by all) as registries
group by all
