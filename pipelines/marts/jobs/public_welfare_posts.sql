with held as (
    select
        -- what a row states for the year is what its factors make up, with what they leave out
        *, coalesce(
            year_total_yuan,
            coalesce(yearly_pay_yuan, coalesce(post_months, 12) * monthly_pay_yuan) * coalesce(post_count, 1)
        ) as paid_yuan
    from clean.post_holders
)

select
    coalesce(area, township_area, county_area) as area, as_of_year as year, post_type,
    sum(coalesce(post_count, 1)) as posts,
    nullif(count(distinct person_id), 0) as holders,
    sum(paid_yuan) as yearly_pay_yuan,
    -- a rate divides only what states both sides
    sum(paid_yuan) * 1e0 / nullif(sum(case when paid_yuan is not null then coalesce(post_count, 1) end), 0)
        as yearly_pay_per_post_yuan
from held
where coalesce(year(replaced_on) > as_of_year, true) and coalesce(post_until_on >= as_of_on, true)
group by as_of_year, post_type, grouping sets ((area), (township_area), (county_area))
