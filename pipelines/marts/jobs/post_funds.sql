select
    coalesce(area, township_area, county_area) as area, as_of_year as year, post_fund,
    coalesce(funded_site, '未注明') as funded_site,
    sum(funded_posts) as fund_posts,
    sum(expected_income_yuan * funded_posts) as expected_income_yuan,
    sum(expected_income_yuan * funded_posts) * 1e0
        / nullif(sum(case when expected_income_yuan is not null then funded_posts end), 0) as expected_income_per_post_yuan,
    sum(post_spending_yuan) as post_spending_yuan
from clean.post_funds
where coalesce(year(replaced_on) > as_of_year, true)
group by as_of_year, post_fund, coalesce(funded_site, '未注明'), grouping sets ((area), (township_area), (county_area))
