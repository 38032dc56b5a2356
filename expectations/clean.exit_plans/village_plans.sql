-- The plans of the villages of a township; unknown where one of them is
select unit, period, county, township, exit_year,
    case when count(*) = count(planned_persons) then sum(planned_persons) end as villages_persons,
    case when count(*) = count(planned_households) then sum(planned_households) end as villages_households
from {batch}
where village is not null
group by all
