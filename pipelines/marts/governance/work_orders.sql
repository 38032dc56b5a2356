with orders as (
    -- in a list that states no closing at all a blank does not say that the order is open
    select
        *, count(coalesce(cast(order_closed_on as varchar), nullif(nullif(order_outcome, '其他'), '退回')))
            over (partition by unit, period, file, sheet) > 0 as has_closings,
        coalesce(order_outcome, '') <> '办理中' and (order_closed_on is not null or coalesce(order_outcome, '') = '已办结')
        as is_closed
    from clean.work_orders
),

received as (
    -- what was sent back was not the township's to close, and of what was closed on a day that is not stated it is unknown
    -- whether that was late
    select
        *, case when has_closings and is_closed then 1 end as closed,
        case when has_closings and (order_closed_on is not null or not is_closed) then order_due_on end as due_on,
        case when is_closed then order_closed_on else as_of_on end as open_until
    from orders
    where coalesce(order_outcome, '') <> '退回'
)

select
    coalesce(area, township_area, county_area) as area, year(received_on) as year, channel,
    count(*) as received_orders,
    case when bool_or(has_closings) then count(closed) end as closed_orders,
    case when count(due_on) > 0 then count(case when open_until > due_on then 1 end) end as overdue_orders,
    count(closed) * 1e0 / nullif(count(case when has_closings then 1 end), 0) as closure_rate
from received
group by year(received_on), channel, grouping sets ((area), (township_area), (county_area))
