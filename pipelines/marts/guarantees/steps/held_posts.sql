-- How many posts a person holds by the last list of the year, and what a month of one pays.
select county_area, person_id, as_of_year as post_year, count(*) as posts, max(monthly_pay_yuan) as monthly_pay_yuan
from clean.post_holders
where person_id is not null and coalesce(year(replaced_on) > as_of_year, true) and coalesce(post_until_on >= as_of_on, true)
group by county_area, person_id, as_of_year
