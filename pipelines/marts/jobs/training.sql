with listed as (
    select
        *, coalesce(year(training_on), as_of_year) as year,
        -- persons of several villages on one list are in one session; a village that states a number held its own
        concat_ws(
            '/', township_area, coalesce(session, '-'), coalesce(cast(training_on as varchar), '-'),
            case when trainees is not null then area end
        ) as held
    from clean.training_sessions
),

sessions as (
    select
        coalesce(area, township_area, county_area) as area, year, course,
        max(training_days) as training_days, max(class_hours) as class_hours,
        coalesce(sum(trainees), nullif(count(distinct person_id), 0), nullif(count(person_name), 0)) as trainees
    from listed
    group by year, course, held, grouping sets ((area), (township_area), (county_area))
)

select
    area, year, course,
    count(*) as sessions, sum(trainees) as trained_person_times,
    sum(training_days) as days_trained, sum(class_hours) as hours_taught
from sessions
group by area, year, course
