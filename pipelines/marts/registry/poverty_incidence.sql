with registry as (
    select
        area, year,
        sum(households) as registered_households,
        sum(persons) as registered_persons,
        sum(case when poverty_status <> '已脱贫' then households else 0 end) as poor_households,
        sum(case when poverty_status <> '已脱贫' then persons else 0 end) as poor_persons
    from registry_summary
    group by area, year
),

figures as (
    select
        area, area_level, areas.county, areas.township, areas.village, year,
        total_population_persons, rural_population_persons,
        -- a village without a row in a registry that is there has nobody on it: 0, not unknown
        cast(coalesce(registered_households, case when units_reporting > 0 then 0 end) as bigint)
            as registered_households,
        cast(coalesce(registered_persons, case when units_reporting > 0 then 0 end) as bigint) as registered_persons,
        cast(coalesce(poor_households, case when units_reporting > 0 then 0 end) as bigint) as poor_households,
        cast(coalesce(poor_persons, case when units_reporting > 0 then 0 end) as bigint) as poor_persons,
        is_poor_village, is_deep_poverty_village, poor_village_exit_year,
        units_reporting, units_expected, sheets_set_aside, rows_set_aside, cells_set_aside,
        oldest_statement_on, newest_statement_on
    from steps.populations as populations
    full join registry using (area, year)
    inner join clean.areas as areas using (area)
    left join (select * from steps.coverage where register = 'persons') as coverage using (area, year)
)

select
    area_level, figures.county, figures.township, village, cast(year as integer) as year,
    total_population_persons, rural_population_persons,
    registered_households, registered_persons, poor_households, poor_persons,
    poor_persons * 1e0 / nullif(
        case denominator_kind
            when 'rural_population' then rural_population_persons
            when 'total_population' then total_population_persons
        end, 0
    ) as incidence_rate,
    denominator_kind, exit_threshold_rate,
    incidence_rate < exit_threshold_rate as meets_exit_threshold,
    is_poor_village, is_deep_poverty_village, poor_village_exit_year,
    registered_persons * 1e0 / nullif(total_population_persons, 0) as registered_share,
    units_reporting, units_expected, sheets_set_aside, rows_set_aside, cells_set_aside,
    oldest_statement_on, newest_statement_on,
    area
from figures
left join policy.incidence_rules as rules
    on (rules.county is null or rules.county = figures.county)
    and (rules.township is null or rules.township = figures.township)
    and coalesce(year(valid_from), figures.year) <= figures.year
    and coalesce(year(valid_to), figures.year) >= figures.year
-- the rule of the township before that of the county before the general one
qualify row_number() over (
    partition by area, figures.year
    order by rules.township nulls last, rules.county nulls last, valid_from desc nulls last
) = 1
order by area_level nulls first, area nulls first, year nulls first
