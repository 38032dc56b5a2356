with parts as (
    select area as place, year, part, household_id, persons, part_yuan from steps.income_parts
    union all
    select township_area as place, year, part, household_id, persons, part_yuan from steps.income_parts
    union all
    select county_area as place, year, part, household_id, persons, part_yuan from steps.income_parts
),

ranked as (
    select
        place, year, part, persons, part_yuan, cast(part_yuan * 1e0 / nullif(persons, 0) as decimal(18, 2)) as each_yuan,
        sum(case when part_yuan is not null then persons end) over so_far as persons_so_far,
        sum(case when part_yuan is not null then persons end) over whole as all_persons,
        count(part_yuan) over so_far as households_so_far, count(part_yuan) over whole as all_households
    from parts
    window
        whole as (partition by place, year, part),
        so_far as (
            partition by place, year, part order by part_yuan * 1e0 / nullif(persons, 0) nulls last, household_id nulls last
            rows between unbounded preceding and current row
        )
)

select
    place as area, year, part,
    count(part_yuan) as income_households,
    count(*) - count(part_yuan) as unexplained_households,
    sum(case when part_yuan is not null then persons end) as income_persons,
    sum(part_yuan) as part_yuan,
    sum(part_yuan) * 1e0 / nullif(sum(case when part_yuan is not null then persons end), 0) as mean_part_of_persons_yuan,
    sum(each_yuan) * 1e0 / nullif(count(each_yuan), 0) as mean_part_of_households_yuan,
    -- half have no more and half no less: between two, in the middle
    (min(case when persons_so_far * 2 >= all_persons then each_yuan end)
        + min(case when persons_so_far * 2 > all_persons then each_yuan end)) * 1e0 / 2 as median_part_of_persons_yuan,
    (min(case when households_so_far * 2 >= all_households then each_yuan end)
        + min(case when households_so_far * 2 > all_households then each_yuan end)) * 1e0 / 2 as median_part_of_households_yuan
from ranked
group by place, year, part
