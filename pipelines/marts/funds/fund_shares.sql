with sums as (
    select
        coalesce(area, township_area, county_area) as area, year,
        sum(budget_yuan) as budget_yuan,
        sum(case when paid_yuan is not null then budget_yuan end) as covered_budget_yuan,
        sum(case when budget_yuan is not null then paid_yuan end) as covered_paid_yuan,
        sum(unspent_yuan) as unspent_yuan,
        sum(case when is_carried_too_long then unspent_yuan end) as carried_too_long_yuan,
        sum(case when category not in ('未注明', '未识别') then budget_yuan end) as categorised_budget_yuan,
        sum(case when category = '产业' then budget_yuan when category not in ('未注明', '未识别') then 0 end) as industry_yuan,
        sum(case when category = '项目管理费' then budget_yuan when category not in ('未注明', '未识别') then 0 end)
            as management_yuan
    from steps.stages
    group by year, grouping sets ((area), (township_area), (county_area))
),

rated as (
    select
        *, covered_paid_yuan * 1e0 / nullif(covered_budget_yuan, 0) as outturn_rate,
        industry_yuan * 1e0 / nullif(categorised_budget_yuan, 0) as industry_share,
        management_yuan * 1e0 / nullif(categorised_budget_yuan, 0) as management_share
    from sums
)

select
    area, rated.year, budget_yuan, covered_budget_yuan, outturn_rate,
    case when outturn_rate is not null then coalesce(outturn_band, '超过±15%') end as outturn_band,
    unspent_yuan, carried_too_long_yuan, categorised_budget_yuan,
    industry_yuan, industry_share, industry.managed_at, industry.minimum_rate as industry_minimum_rate,
    management_yuan, management_share, management.maximum_rate as management_maximum_rate,
    management_share > management.maximum_rate as is_over_management_maximum
from rated
inner join clean.areas as areas using (area)
left join policy.outturn_bands as bands on outturn_rate between rate_from and rate_to
left join policy.fund_shares as industry
    on industry.category = '产业' and (industry.county is null or industry.county = areas.county)
    and rated.year between coalesce(year(industry.valid_from), rated.year) and coalesce(year(industry.valid_to), rated.year)
left join policy.fund_shares as management
    on management.category = '项目管理费' and (management.county is null or management.county = areas.county)
    and rated.year between coalesce(year(management.valid_from), rated.year) and coalesce(year(management.valid_to), rated.year)
-- the narrowest band, and the rule of the county before the general one
qualify row_number() over (
    partition by area, rated.year
    order by rate_from desc nulls last, industry.county nulls last, management.county nulls last
) = 1
