-- The households of the last registry of each township; those of a county may be of different years.
select * from steps.households
qualify year = max(year) over (partition by township_area)
