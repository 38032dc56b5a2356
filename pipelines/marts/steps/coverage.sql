-- What the figures of an area and year rest on: the register that is counted, and the last list that it is held against.
select
    counted.area, counted.register, counted.year, counted.units_reporting, counted.units_expected,
    counted.sheets_set_aside + case when beside.area is null then 0 else beside.sheets_set_aside end as sheets_set_aside,
    counted.rows_set_aside + case when beside.area is null then 0 else beside.rows_set_aside end as rows_set_aside,
    counted.cells_set_aside + case when beside.area is null then 0 else beside.cells_set_aside end as cells_set_aside,
    coalesce(least(counted.oldest_on, beside.oldest_on), counted.oldest_on, beside.oldest_on) as oldest_statement_on,
    coalesce(greatest(counted.newest_on, beside.newest_on), counted.newest_on, beside.newest_on) as newest_statement_on
from clean.coverage as counted
left join clean.coverage as beside
    on beside.area = counted.area
    and beside.register = case counted.register
        when 'persons' then 'villages' when 'dividend_payouts' then 'capital_contributions'
    end
    and beside.year <= counted.year
    and (beside.newest_on is not null or beside.sheets_set_aside > 0)
qualify row_number() over (
    partition by counted.area, counted.register, counted.year order by beside.year desc nulls last
) = 1
