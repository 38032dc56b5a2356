-- The lines of the ledgers, with the project of its name that each is of.
select
    *,
    -- what is left of the year before is paid beside this year's
    coalesce(allocated_yuan, planned_yuan) + coalesce(carried_over_yuan, 0) as available_yuan,
    -- a project has a row for each source of its money; the second budget of one source is another project's, a row without
    -- a budget one more payment
    greatest(1, count(coalesce(allocated_yuan, planned_yuan)) over (
        partition by unit, as_of_year, fund_year, area, township_area, project_name, fund_level, fund_source
        order by period nulls last, file nulls last, sheet nulls last, row nulls last
        rows between unbounded preceding and current row
    )) as nth_of_source
from steps.lines
