with orders as (
    -- in a list that states no closing at all a blank does not say that the order is open
    select *, count(order_closed_on) over (partition by unit, period, file, sheet) > 0 as has_closings
    from clean.work_orders
)

select
    coalesce(area, township_area, county_area) as area, year(received_on) as year, channel,
    count(*) as received_orders,
    case when bool_or(has_closings) then count(order_closed_on) end as closed_orders,
    case when count(case when has_closings then order_due_on end) > 0
        then count(case when has_closings and coalesce(order_closed_on, as_of_on) > order_due_on then 1 end) end as overdue_orders,
    count(order_closed_on) * 1e0 / nullif(count(case when has_closings then 1 end), 0) as closure_rate
from orders
group by year(received_on), channel, grouping sets ((area), (township_area), (county_area))
