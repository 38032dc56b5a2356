with listed as (
    select
        *, coalesce(year(training_on), as_of_year) as year,
        -- persons of several villages on one list are in one session; a village that states a number held its own
        concat_ws(
            '/', township_area, coalesce(session, '-'), coalesce(cast(training_on as varchar), '-'),
            case when trainees is not null then area end
        ) as held,
        -- of one session that several villages state with a number of their own nobody knows whether it was held once
        session is not null and trainees is not null and min(area) over of_session <> max(area) over of_session as is_shared
    from clean.training_sessions
    window of_session as (
        partition by township_area, as_of_year, course, session, training_on, case when trainees is not null then 1 end
    )
),

sessions as (
    select
        coalesce(area, township_area, county_area) as area, year, course,
        max(training_days) as training_days, max(class_hours) as class_hours,
        grouping(area) = 1 and bool_or(is_shared) as is_unclear,
        coalesce(sum(trainees), nullif(count(distinct person_id), 0), nullif(count(person_name), 0)) as trainees
    from listed
    group by year, course, held, grouping sets ((area), (township_area), (county_area))
)

select
    area, year, course,
    case when not bool_or(is_unclear) then count(*) end as sessions, sum(trainees) as trained_person_times,
    case when not bool_or(is_unclear) then sum(training_days) end as days_trained,
    case when not bool_or(is_unclear) then sum(class_hours) end as hours_taught
from sessions
group by area, year, course
