with years as (
    select distinct county, township, year, true as has_registry
    from registry_summary
    where area_level in ('village', 'township')
    union
    select distinct county, township, as_of_year as year, false as has_registry
    from clean.villages
),

township_years as (
    select county, township, year, max(case when has_registry then 1 else 0 end) as has_registry
    from years
    group by county, township, year
),

-- the list of villages as last delivered up to the year
last_list as (
    select township_years.county, township_years.township, township_years.year, max(villages.as_of_on) as as_of_on
    from township_years
    inner join clean.villages as villages
        on township_years.county is not distinct from villages.county
        and township_years.township is not distinct from villages.township
        and villages.as_of_year <= township_years.year
    group by township_years.county, township_years.township, township_years.year
),

village_list as (
    select
        villages.county, villages.township, villages.village, last_list.year,
        villages.total_persons, villages.rural_persons,
        villages.is_poor_village, villages.is_deep_poverty_village, villages.poor_village_exit_year
    from clean.villages as villages
    inner join last_list
        on villages.county is not distinct from last_list.county
        and villages.township is not distinct from last_list.township
        and villages.as_of_on = last_list.as_of_on
),

populations as (
    select
        'village' as area_level, county, township, village, year, total_persons, rural_persons,
        is_poor_village, is_deep_poverty_village, poor_village_exit_year
    from village_list
    union all
    -- a sum with an unknown part is unknown
    select
        'township', county, township, null, year,
        case when count(*) = count(total_persons) then sum(total_persons) end,
        case when count(*) = count(rural_persons) then sum(rural_persons) end,
        null, null, null
    from village_list
    where township is not null
    group by county, township, year
    union all
    select
        'county', county, null, null, year,
        case when count(*) = count(total_persons) then sum(total_persons) end,
        case when count(*) = count(rural_persons) then sum(rural_persons) end,
        null, null, null
    from village_list
    where county is not null
    group by county, year
),

registry as (
    select
        area_level, county, township, village, year,
        sum(households) as registered_households,
        sum(persons) as registered_persons,
        sum(case when standing <> '已脱贫' then households else 0 end) as poor_households,
        sum(case when standing <> '已脱贫' then persons else 0 end) as poor_persons
    from registry_summary
    group by area_level, county, township, village, year
),

areas as (
    select area_level, county, township, village, year from populations
    union
    select area_level, county, township, village, year from registry
),

figures as (
    select
        areas.area_level, areas.county, areas.township, areas.village, areas.year,
        populations.total_persons, populations.rural_persons,
        populations.is_poor_village, populations.is_deep_poverty_village, populations.poor_village_exit_year,
        -- a village without a row in a registry that its township delivered has nobody on it: 0, not unknown
        case when township_years.has_registry = 1 then coalesce(registry.registered_households, 0)
            else registry.registered_households end as registered_households,
        case when township_years.has_registry = 1 then coalesce(registry.registered_persons, 0)
            else registry.registered_persons end as registered_persons,
        case when township_years.has_registry = 1 then coalesce(registry.poor_households, 0)
            else registry.poor_households end as poor_households,
        case when township_years.has_registry = 1 then coalesce(registry.poor_persons, 0)
            else registry.poor_persons end as poor_persons
    from areas
    left join populations
        on areas.area_level = populations.area_level
        and areas.county is not distinct from populations.county
        and areas.township is not distinct from populations.township
        and areas.village is not distinct from populations.village
        and areas.year = populations.year
    left join registry
        on areas.area_level = registry.area_level
        and areas.county is not distinct from registry.county
        and areas.township is not distinct from registry.township
        and areas.village is not distinct from registry.village
        and areas.year = registry.year
    left join township_years
        on areas.area_level <> 'county'
        and areas.county is not distinct from township_years.county
        and areas.township is not distinct from township_years.township
        and areas.year = township_years.year
),

-- the rule of the township before that of the county before the general one
ranked_rules as (
    select
        figures.area_level, figures.county, figures.township, figures.village, figures.year,
        rules.denominator_kind, rules.exit_threshold_rate,
        row_number() over (
            partition by figures.area_level, figures.county, figures.township, figures.village, figures.year
            order by
                case when rules.township is null then 1 else 0 end asc nulls last,
                case when rules.county is null then 1 else 0 end asc nulls last,
                rules.valid_from desc nulls last
        ) as precedence
    from figures
    inner join policy.incidence_rules as rules
        on (rules.county is null or rules.county = figures.county)
        and (rules.township is null or rules.township = figures.township)
        and (rules.valid_from is null or year(rules.valid_from) <= figures.year)
        and (rules.valid_to is null or year(rules.valid_to) >= figures.year)
),

rates as (
    select
        figures.*,
        rules.denominator_kind,
        rules.exit_threshold_rate,
        figures.poor_persons * 1e0 / nullif(
            case rules.denominator_kind
                when 'rural_population' then figures.rural_persons
                when 'total_population' then figures.total_persons
            end, 0
        ) as incidence_rate
    from figures
    left join ranked_rules as rules
        on figures.area_level = rules.area_level
        and figures.county is not distinct from rules.county
        and figures.township is not distinct from rules.township
        and figures.village is not distinct from rules.village
        and figures.year = rules.year
        and rules.precedence = 1
)

select
    area_level,
    county,
    township,
    village,
    cast(year as integer) as year,
    cast(total_persons as bigint) as total_population_persons,
    cast(rural_persons as bigint) as rural_population_persons,
    cast(registered_households as bigint) as registered_households,
    cast(registered_persons as bigint) as registered_persons,
    cast(poor_households as bigint) as poor_households,
    cast(poor_persons as bigint) as poor_persons,
    incidence_rate,
    denominator_kind,
    exit_threshold_rate,
    incidence_rate < exit_threshold_rate as meets_exit_threshold,
    is_poor_village,
    is_deep_poverty_village,
    poor_village_exit_year,
    registered_persons * 1e0 / nullif(total_persons, 0) as registered_share
from rates
order by area_level nulls first, county nulls first, township nulls first, village nulls first, year nulls first
