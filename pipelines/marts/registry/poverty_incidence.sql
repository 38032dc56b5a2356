with figures as (
    -- a village without a row in a registry that is there has nobody on it: 0, not unknown
    select
        area, year, areas.county, areas.township,
        total_population_persons, rural_population_persons, covered_total_population_persons, covered_rural_population_persons,
        is_poor_village, is_deep_poverty_village, poor_village_exit_year,
        coalesce(registered_households, nobody) as registered_households,
        coalesce(registered_persons, nobody) as registered_persons,
        coalesce(poor_households, nobody) as poor_households,
        coalesce(poor_persons, nobody) as poor_persons,
        case when coalesce(covered_total_population_persons, covered_rural_population_persons) is not null
            then coalesce(registered_persons, nobody) - coalesce(unknown_registered_persons, 0) end as covered_registered_persons,
        case when coalesce(covered_total_population_persons, covered_rural_population_persons) is not null
            then coalesce(poor_persons, nobody) - coalesce(unknown_poor_persons, 0) end as covered_poor_persons
    from steps.populations as populations
    full join steps.registered using (area, year)
    left join steps.without_population using (area, year)
    inner join clean.areas as areas using (area)
    left join (
        select area, year, case when units_reporting > 0 then 0 end as nobody
        from clean.coverage where register = 'persons'
    ) as coverage using (area, year)
),

ruled as (
    select
        figures.*, denominator_kind, exit_threshold_rate,
        covered_poor_persons * 1e0 / nullif(case denominator_kind
            when 'rural_population' then covered_rural_population_persons
            when 'total_population' then covered_total_population_persons end, 0) as incidence_rate
    from figures
    left join policy.incidence_rules as rules
        on (rules.county is null or rules.county = figures.county)
        and (rules.township is null or rules.township = figures.township)
        and figures.year between coalesce(year(valid_from), figures.year) and coalesce(year(valid_to), figures.year)
    -- the rule of the township before that of the county before the general one
    qualify row_number() over (
        partition by area, figures.year
        order by rules.township nulls last, rules.county nulls last, valid_from desc nulls last
    ) = 1
)

select
    area, year, total_population_persons, rural_population_persons,
    registered_households, registered_persons, poor_households, poor_persons,
    incidence_rate, denominator_kind, exit_threshold_rate, incidence_rate < exit_threshold_rate as meets_exit_threshold,
    is_poor_village, is_deep_poverty_village, poor_village_exit_year,
    covered_registered_persons * 1e0 / nullif(covered_total_population_persons, 0) as registered_share,
    covered_registered_persons, covered_poor_persons, covered_total_population_persons, covered_rural_population_persons
from ruled
