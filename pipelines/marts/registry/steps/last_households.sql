-- The households of the last registry that covers each village; those of a township or county may be of different years.
select * from steps.households
where replaced_on is null
qualify year = max(year) over (partition by home_area, household_id)
