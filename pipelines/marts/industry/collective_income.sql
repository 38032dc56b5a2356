with events as (
    select
        *, coalesce(income_year, as_of_year) as year, coalesce(income_project, '未注明') as project,
        -- what has kilowatts and no name earns by the power that it makes
        coalesce(income_kind, case when income_project is null and capacity_kw > 0 and income_yuan is not null then '发电收益' end) as kind,
        -- a project's investment is repeated with each of its receipts, if that names it
        row_number() over (
            partition by unit, area, income_project, coalesce(income_year, as_of_year)
            order by invested_yuan desc nulls last, as_of_on nulls last, file nulls last, "row" nulls last
        ) as place
    from clean.collective_incomes
),

sums as (
    select
        coalesce(area, township_area, county_area) as area, year, project as income_project, kind as income_kind, income_use,
        sum(case when place = 1 or income_project is null then invested_yuan end) as invested_yuan,
        sum(income_yuan) as income_yuan,
        sum(township_share_yuan) as township_share_yuan,
        sum(village_share_yuan) as village_share_yuan,
        sum(case when income_yuan is not null then township_share_yuan end) * 1e0
            / nullif(sum(case when township_share_yuan is not null then income_yuan end), 0) as township_share_rate,
        sum(spent_yuan) as spent_yuan,
        sum(case when spent_yuan is not null then households end) as aided_households
    from events
    group by year, project, kind, income_use, grouping sets ((area), (township_area), (county_area))
)

select sums.*, cast(minimum as double) as required_share_rate, abs(township_share_rate - minimum) > 0.00005 as is_split_otherwise
from sums
inner join clean.areas as areas on areas.area = sums.area
left join policy.work_standards as standards
    on standard = '收益分配' and item = '乡镇统筹'
    and (standards.county is null or standards.county = areas.county)
    and (standards.township is null or standards.township = areas.township)
    and year between coalesce(year(valid_from), year) and coalesce(year(valid_to), year)
qualify row_number() over (
    partition by sums.area, year, income_project, income_kind, income_use
    order by standards.township nulls last, standards.county nulls last, valid_from desc nulls last
) = 1
