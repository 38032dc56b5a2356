select
    coalesce(area, township_area, county_area) as area, as_of_year as year, ledger_name, coalesce(ledger_unit, '未注明') as ledger_unit,
    sum(ledger_quantity) as ledgers,
    nullif(count(distinct case when year(updated_month) = as_of_year then month(updated_month) end), 0) as updated_months
from clean.ledger_files
where coalesce(year(replaced_on) > as_of_year, true)
group by as_of_year, ledger_name, coalesce(ledger_unit, '未注明'), grouping sets ((area), (township_area), (county_area))
