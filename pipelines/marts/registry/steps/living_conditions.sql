-- A household by the last registry of the year: its income and line, and of what the five guarantees it goes without.
-- What the registry does not state of it is unknown. It is there for its village, township and county.
with households as (
    select
        household_area as area, township_area, county_area, as_of_year as year, household_id, sum(row_persons) as persons,
        max(net_income_per_person_yuan) as income_yuan,
        max(case when schooling in ('失学', '辍学') then 1 when schooling is not null then 0 end) as lacks_schooling,
        max(case when not has_major_illness_insurance then 1 when has_major_illness_insurance then 0 end) as lacks_insurance,
        max(case when has_dangerous_house then 1 when not has_dangerous_house then 0 end) as lacks_housing,
        max(case when not has_safe_water or has_water_difficulty then 1
            when has_safe_water or not has_water_difficulty then 0 end) as lacks_water
    from steps.members
    group by household_area, township_area, county_area, as_of_year, household_id
),

lined as (
    select households.*, lines.line_yuan, lines.year as line_year, lines.basis
    from households
    left join policy.poverty_lines as lines on lines.year <= households.year
    -- the line of the year, else the last one before it
    qualify lines.year is not distinct from max(lines.year) over (partition by households.year)
)

select area as place, lined.* from lined
union all
select township_area as place, lined.* from lined
union all
select county_area as place, lined.* from lined
