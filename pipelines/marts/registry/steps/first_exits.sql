-- A household since its first exit, in the village where it was then: until its first return, or the last registry that
-- lists it. is_listed says that no later one has come yet.
with listed as (
    select
        home_area, household_id, as_of_on,
        min(household_area) as area, min(township_area) as township_area, min(county_area) as county_area,
        count(*) > count(replaced_on) as is_of_last_list, sum(row_persons) as persons, min(year_of_exit) as year_of_exit,
        bool_or(poverty_status = '返贫') as is_marked, not bool_and(poverty_status = '已脱贫') as is_poor
    from steps.listed_members
    group by home_area, household_id, as_of_on
),

followed as (
    select
        *, min(year_of_exit) over (partition by home_area, household_id) as exit_year,
        -- marked as returned, or poor after a registry in which it was not
        is_poor and (is_marked or coalesce(bool_or(not is_poor) over before, false)) as has_returned
    from listed
    window before as (
        partition by home_area, household_id order by as_of_on nulls first rows between unbounded preceding and 1 preceding
    )
)

select
    exit_year, first_area as area, first_township_area as township_area, first_county_area as county_area,
    min(as_of_on) as first_seen_on, max(case when not is_poor then as_of_on end) as last_seen_on,
    max(case when has_returned then as_of_on end) as returned_on, max(case when has_returned then persons end) as persons,
    bool_or(is_of_last_list) as is_listed
from (
    select *,
        first_value(area) over since as first_area, first_value(township_area) over since as first_township_area,
        first_value(county_area) over since as first_county_area,
        coalesce(bool_or(has_returned) over before, false) as had_returned
    from followed
    where year(as_of_on) >= exit_year and (has_returned or not is_poor)
    window
        since as (partition by home_area, household_id order by as_of_on nulls first),
        before as (partition by home_area, household_id order by as_of_on nulls first rows between unbounded preceding and 1 preceding)
) as since_exit
where not had_returned
group by home_area, household_id, exit_year, first_area, first_township_area, first_county_area
