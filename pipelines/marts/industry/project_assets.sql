with assets as (
    select
        area, township_area, county_area, as_of_year as year, coalesce(asset_class, '未注明') as asset_class,
        coalesce(asset_owner, '未注明') as asset_owner, original_value_yuan, net_value_yuan, annual_income_yuan,
        -- one with the day of its registration is confirmed
        case when confirmed_on is not null then true else is_confirmed end as is_confirmed, asset_state
    from clean.project_assets
    where coalesce(year(replaced_on) > as_of_year, true)
)

select
    coalesce(area, township_area, county_area) as area, year, asset_class, asset_owner,
    count(*) as assets,
    sum(original_value_yuan) as original_value_yuan,
    sum(net_value_yuan) as net_value_yuan,
    count(*) - count(original_value_yuan) as unvalued_assets,
    case when count(is_confirmed) > 0 then count(case when is_confirmed then 1 end) end as confirmed_assets,
    sum(case when is_confirmed then original_value_yuan when not is_confirmed then 0 end) as confirmed_value_yuan,
    case when count(asset_state) > 0 then count(case when asset_state = '闲置' then 1 end) end as idle_assets,
    sum(case when asset_state = '闲置' then original_value_yuan when asset_state is not null then 0 end) as idle_value_yuan,
    case when count(asset_state) > 0 then count(case when asset_state in ('低效', '损毁') then 1 end) end as failing_assets,
    sum(annual_income_yuan) as annual_income_yuan,
    -- of the assets that state both
    sum(case when original_value_yuan is not null then annual_income_yuan end) * 1e0
        / nullif(sum(case when annual_income_yuan is not null then original_value_yuan end), 0) as income_rate
from assets
group by year, asset_class, asset_owner, grouping sets ((area), (township_area), (county_area))
