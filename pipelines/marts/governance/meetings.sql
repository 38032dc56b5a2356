select
    coalesce(area, township_area, county_area) as area, year(meeting_on) as year, meeting_kind,
    count(*) as meetings,
    sum(meeting_attendees) as attendee_times
from clean.meetings
group by year(meeting_on), meeting_kind, grouping sets ((area), (township_area), (county_area))
