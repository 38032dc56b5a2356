-- The members of each household by the last registry of the year that covers its village.
select * from steps.listed_members
where coalesce(year(replaced_on) > as_of_year, true)
-- whom two places listed in turn lives in the later one
qualify as_of_on = max(as_of_on) over (partition by home_area, as_of_year, household_id)
