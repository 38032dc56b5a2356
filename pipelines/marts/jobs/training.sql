with sessions as (
    select
        area, township_area, county_area, coalesce(year(training_on), as_of_year) as year, course, session, training_on,
        max(training_days) as training_days, max(class_hours) as class_hours,
        coalesce(sum(trainees), nullif(count(distinct person_id), 0), nullif(count(person_name), 0)) as trainees
    from clean.training_sessions
    group by area, township_area, county_area, coalesce(year(training_on), as_of_year), course, session, training_on
)

select
    coalesce(area, township_area, county_area) as area, year, course,
    count(*) as sessions, sum(trainees) as trained_person_times,
    sum(training_days) as days_trained, sum(class_hours) as hours_taught
from sessions
group by year, course, grouping sets ((area), (township_area), (county_area))
