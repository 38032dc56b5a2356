with reported as (
    select
        unit, period, figure_id, county, township, village, figure_period, subject, measure, dims,
        value as reported_value, value_unit, modality, source,
        coalesce(
            case when village is not null then 'village' end,
            case when township is not null then 'township' end,
            case when county is not null then 'county' end
        ) as area_level,
        try_cast(regexp_extract(figure_period, '(19|20)[0-9]{2}') as integer) as year,
        try_cast(dims as json) as d
    from clean.reported_figures
),

-- what each figure asks for: the measure as the marts name it, and the one dimension that it is cut by
asked as (
    select
        *,
        case
            when measure in ('exited_households', 'exited_persons') and d ->> '$.cohort' = 'cumulative'
                then replace(measure, 'exited', 'exited_by_now')
            when measure = 'exit_target_persons' then 'planned_exit_persons'
            else measure
        end as question,
        case
            -- what is no JSON object says nothing that could be computed
            when dims is not null and json_type(d) is distinct from 'OBJECT' then '?'
            when d ->> '$.excluding' is not null or d ->> '$.scope' is not null or d ->> '$.group' is not null then '?'
            when d ->> '$.exit_year' is not null then d ->> '$.exit_year'
            when d ->> '$.exit_year_likely' is not null then d ->> '$.exit_year_likely'
            when measure = 'registered_poor_villages' then coalesce(d ->> '$.status', 'all')
            when measure like 'dividend%' or measure = 'share_capital'
                then concat_ws('|', coalesce(d ->> '$.partner', 'all'), d ->> '$.cohort')
            when subject = 'project_library'
                then concat_ws('|', coalesce(d ->> '$.type', d ->> '$.project_year', 'all'), d ->> '$.target')
            when d ->> '$.fund' is not null or d ->> '$.project' is not null
                then concat_ws('|', d ->> '$.fund', d ->> '$.project')
            when d ->> '$.cohort' is not null and d ->> '$.cohort' <> 'cumulative' then d ->> '$.cohort'
            else ''
        end as cut
    from reported
),

computed as (
    select area_level, county, township, village, year, 'registered_households' as question, '' as cut,
        registered_households::double as value from poverty_incidence
    union all
    select area_level, county, township, village, year, 'registered_persons', '', registered_persons
    from poverty_incidence
    union all
    select area_level, county, township, village, year, 'registered_population_share', '', registered_share
    from poverty_incidence
    union all
    select area_level, county, township, village, year, 'poverty_incidence', '', incidence_rate from poverty_incidence
    union all
    select area_level, county, township, village, year, 'unexited_households', '', poor_households
    from poverty_incidence
    union all
    select area_level, county, township, village, year, 'unexited_persons', '', poor_persons from poverty_incidence
    union all
    select area_level, county, township, village, year, 'exited_by_now_households', '',
        registered_households - poor_households from poverty_incidence
    union all
    select area_level, county, township, village, year, 'exited_by_now_persons', '', registered_persons - poor_persons
    from poverty_incidence
    union all
    select 'township', county, township, null, year, 'registered_poor_villages', 'all',
        count(*) filter (is_poor_village) from poverty_incidence where area_level = 'village'
    group by county, township, year
    union all
    select 'township', county, township, null, year, 'registered_poor_villages', 'deep_poverty',
        count(*) filter (is_deep_poverty_village) from poverty_incidence where area_level = 'village'
    group by county, township, year
    union all
    -- exits are asked for by their year, whichever year the report speaks of
    select area_level, county, township, village, null, unnest(['exited_households', 'exited_persons',
        'planned_exit_households', 'planned_exit_persons']), exit_year::varchar,
        unnest([households, persons, planned_households, planned_persons])
    from exits_by_year
    union all
    select area_level, county, township, village, null, unnest(['exited_households', 'exited_persons']), '2014-2015',
        unnest([sum(households), sum(persons)])
    from exits_by_year where exit_year in (2014, 2015)
    group by area_level, county, township, village
    union all
    select area_level, county, township, village, null, unnest(['dividend_paid', 'dividend_payable', 'share_capital']),
        partner || '|' || invested_year, unnest([sum(paid_yuan), sum(due_yuan), sum(capital_yuan)])
    from dividend_payouts
    group by area_level, county, township, village, partner, invested_year
    union all
    select area_level, county, township, village, null, unnest(['dividend_paid', 'dividend_payable', 'share_capital']),
        partner, unnest([sum(paid_yuan), sum(due_yuan), sum(capital_yuan)])
    from dividend_payouts
    group by area_level, county, township, village, partner
    union all
    select area_level, county, township, village, null, unnest(['dividend_paid', 'dividend_payable']),
        'all|' || invested_year, unnest([sum(paid_yuan), sum(due_yuan)])
    from dividend_payouts
    where partner <> '资金托管'  -- held in trust for 低保户, with no partner; reports count it apart
    group by area_level, county, township, village, invested_year
    union all
    select area_level, county, township, village, null, unnest(['projects', 'planned_amount']), year::varchar,
        unnest([sum(projects), sum(planned_yuan)])
    from fund_execution
    group by area_level, county, township, village, year
    union all
    select area_level, county, township, village, null, unnest(['projects', 'planned_amount']), 'all',
        unnest([sum(projects), sum(planned_yuan)])
    from fund_execution
    group by area_level, county, township, village
    union all
    select area_level, county, township, village, null, 'projects',
        replace(category, '产业', '产业项目') || unnest(['', '|到村', '|到户']),
        unnest([sum(projects), sum(village_projects), sum(household_projects)])
    from fund_execution
    group by area_level, county, township, village, category
    union all
    select area_level, county, township, village, year,
        unnest(['planned_amount', 'paid_amount', 'execution_rate']), '产业财政资金',
        unnest([planned_yuan, paid_yuan, execution_rate])
    from fund_execution where category = '产业'
    union all
    select area_level, county, township, village, year,
        unnest(['planned_amount', 'paid_amount', 'unspent_amount', 'execution_rate']), '',
        unnest([sum(planned_yuan), sum(paid_yuan), sum(unspent_yuan), sum(paid_yuan) * 1e0 / nullif(sum(budget_yuan), 0)])
    from fund_execution
    group by area_level, county, township, village, year
),

answered as (
    select asked.*, computed.value as computed_value
    from asked
    left join computed
        on asked.question = computed.question
        and asked.cut = computed.cut
        and asked.area_level = computed.area_level
        and asked.county is not distinct from computed.county
        and asked.township is not distinct from computed.township
        and asked.village is not distinct from computed.village
        and coalesce(computed.year, asked.year) = asked.year
)

select
    unit,
    period,
    figure_id,
    county,
    township,
    village,
    figure_period,
    subject,
    measure,
    dims,
    reported_value,
    value_unit,
    computed_value,
    computed_value - reported_value::double as difference,
    case
        when computed_value is null then '无法核对'
        when computed_value = reported_value::double then '一致'
        -- reports print four digits of a rate and round amounts
        when abs(computed_value - reported_value::double) <= greatest(1e-4, 5e-4 * abs(reported_value::double))
            and value_unit not in ('household', 'person', 'village', 'project') then '尾差'
        else '不一致'
    end as verdict,
    modality,
    source
from answered
order by unit nulls first, period nulls first, figure_id nulls first
