select
    coalesce(area, township_area, county_area) as area, year(received_on) as year, channel,
    count(*) as received_orders,
    count(order_closed_on) as closed_orders,
    case when count(order_due_on) > 0
        then count(case when coalesce(order_closed_on, as_of_on) > order_due_on then 1 end) end as overdue_orders,
    count(order_closed_on) * 1e0 / nullif(count(*), 0) as closure_rate
from clean.work_orders
group by year(received_on), channel, grouping sets ((area), (township_area), (county_area))
