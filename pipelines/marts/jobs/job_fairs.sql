select
    coalesce(area, township_area, county_area) as area, year(fair_on) as year,
    count(*) as fairs, sum(fair_employers) as employers, sum(offered_posts) as fair_posts,
    sum(fair_households) as households, sum(intent_persons) as intent_persons
from clean.job_fairs
group by year(fair_on), grouping sets ((area), (township_area), (county_area))
