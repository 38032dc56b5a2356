with facts as (
    select
        area, township_area, county_area, coalesce(sales_year, as_of_year) as year, '农产品销售' as programme,
        cast(null as varchar) as donor, produce, buyer, quantity_unit,
        coalesce(household_id, head_person_id) as household_key, cast(null as bigint) as households,
        cast(null as bigint) as donors, quantity, sales_yuan, cast(null as decimal(18, 2)) as paid_yuan
    from clean.produce_sales
    union all
    select
        area, township_area, county_area, year, programme, donor, null as produce, null as buyer,
        null as quantity_unit, household_key, households, beneficiary_entities as donors, null as quantity,
        null as sales_yuan, paid_yuan
    from steps.benefits
    where family = '社会' and coalesce(progress, '发放') = '发放'
)

select
    coalesce(area, township_area, county_area) as area, year, programme, donor, produce, buyer, quantity_unit,
    case when count(household_key) + count(households) > 0
        then count(distinct household_key) + coalesce(sum(households), 0) end as households,
    sum(donors) as donors,
    sum(quantity) as quantity,
    sum(sales_yuan) as sales_yuan,
    min(case when household_key is not null then paid_yuan end) as lowest_yuan,
    max(case when household_key is not null then paid_yuan end) as highest_yuan,
    sum(paid_yuan) as paid_yuan
from facts
group by year, programme, donor, produce, buyer, quantity_unit, grouping sets ((area), (township_area), (county_area))
