with lines as (
    select distinct
        place, year, concat(cast(line_year as varchar), ' 年农村扶贫标准') as line_name, line_yuan, basis
    from steps.living_conditions
    where line_yuan is not null
    union all
    select
        place, places.year,
        concat(cast(year(valid_from) as varchar), ' 年防返贫监测线', coalesce(concat('，', applies_to), '')) as line_name,
        monitoring_line_yuan as line_yuan, basis
    from (select distinct place, year from steps.living_conditions) as places
    inner join clean.areas as areas on areas.area = place
    inner join policy.monitoring_lines as lines
        on (lines.county is null or lines.county = areas.county)
        and (lines.township is null or lines.township = areas.township)
        and places.year between coalesce(year(valid_from), places.year) and coalesce(year(valid_to), places.year)
),

gaps as (
    select
        conditions.place, conditions.year, line_name, lines.line_yuan, lines.basis, persons,
        greatest(lines.line_yuan - income_yuan, 0) as gap_yuan,
        case when income_yuan < lines.line_yuan then persons else 0 end as poor_persons
    from steps.living_conditions as conditions
    inner join lines on lines.place = conditions.place and lines.year = conditions.year
    where income_yuan is not null
)

select
    place as area, year, line_name, line_yuan as standard_line_yuan, basis as income_basis,
    sum(persons) as covered_persons,
    sum(poor_persons) as below_line_persons,
    sum(persons * gap_yuan) as shortfall_yuan,
    -- Foster, Greer and Thorbecke: how many, how far below the line, and how unequally; sums are exact, so that a
    -- build gives the same digits whichever row it adds first
    sum(poor_persons) * 1e0 / nullif(sum(persons), 0) as below_line_rate,
    sum(persons * gap_yuan) * 1e0 / nullif(sum(persons) * 1e0 * line_yuan, 0) as poverty_gap_rate,
    sum(persons * (gap_yuan * gap_yuan)) * 1e0 / nullif(sum(persons) * 1e0 * line_yuan * line_yuan, 0) as squared_gap_rate
from gaps
group by place, year, line_name, line_yuan, basis
