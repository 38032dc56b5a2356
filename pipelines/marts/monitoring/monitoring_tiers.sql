with tiered as (
    select
        monitored.*, tiers.monitored_tier as tier, monitoring_line_yuan,
        row_number() over (
            partition by monitored.area, year, household
            order by
                tiers.township nulls last, tiers.county nulls last, tiers.valid_from desc nulls last,
                lines.township nulls last, lines.county nulls last, lines.valid_from desc nulls last
        ) as rank_of_rule
    from steps.monitored as monitored
    inner join clean.areas as areas on areas.area = monitored.township_area
    left join policy.monitoring_tiers as tiers
        on (tiers.county is null or tiers.county = areas.county)
        and (tiers.township is null or tiers.township = areas.township)
        and year between coalesce(year(tiers.valid_from), year) and coalesce(year(tiers.valid_to), year)
        and income_yuan >= coalesce(income_from_yuan, income_yuan)
        and (income_below_yuan is null or income_yuan < income_below_yuan)
    left join policy.monitoring_lines as lines
        on (lines.county is null or lines.county = areas.county)
        and (lines.township is null or lines.township = areas.township)
        and year between coalesce(year(lines.valid_from), year) and coalesce(year(lines.valid_to), year)
)

select
    coalesce(area, township_area, county_area) as area, year,
    coalesce(tier, '无规则') as tier_by_rule,
    coalesce(monitored_tier, '未注明') as tier_recorded,
    count(*) as households, sum(persons) as persons,
    nullif(count(income_yuan), 0) as income_households,
    case when count(income_yuan + monitoring_line_yuan) > 0 then count(case when income_yuan < monitoring_line_yuan then 1 end) end
        as below_line_households
from tiered
-- the rule of the township before that of the county before the general one, the later of a year before the earlier
where rank_of_rule = 1
group by
    year, coalesce(tier, '无规则'), coalesce(monitored_tier, '未注明'),
    grouping sets ((area), (township_area), (county_area))
