with facts as (
    select
        area, year, screened_villages, screened_households, problem_households,
        cast(null as bigint) as works, cast(null as decimal(18, 2)) as invested_yuan, cast(null as bigint) as facilities,
        cast(null as bigint) as covered_natural_villages, cast(null as bigint) as covered_villager_groups,
        cast(null as bigint) as benefiting_households, cast(null as bigint) as benefiting_persons
    from screenings
    where screening_subject = '饮水安全'
    union all
    select
        area, year, null as screened_villages, null as screened_households, null as problem_households, works,
        invested_yuan, facilities, covered_natural_villages, covered_villager_groups, benefiting_households,
        benefiting_persons
    from infrastructure
    where work_kind = '供水'
)

select
    area, year,
    max(screened_villages) as screened_villages,
    sum(screened_households) as screened_households,
    sum(problem_households) as problem_households,
    sum(problem_households) * 1e0
        / nullif(sum(case when problem_households is not null then screened_households end), 0) as problem_rate,
    sum(works) as works,
    sum(invested_yuan) as invested_yuan,
    sum(facilities) as facilities,
    sum(covered_natural_villages) as covered_natural_villages,
    sum(covered_villager_groups) as covered_villager_groups,
    sum(benefiting_households) as benefiting_households,
    sum(benefiting_persons) as benefiting_persons
from facts
group by area, year
