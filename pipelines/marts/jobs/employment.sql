with stated as (
    select
        area, township_area, county_area, as_of_year as year, coalesce(work_region, '未注明') as work_region, return_status,
        transport_subsidy_yuan, 1 as persons
    from clean.workers
    where coalesce(year(replaced_on) > as_of_year, true)
    -- who is on two lists counts once
    qualify person_id is null or row_number() over (
        partition by township_area, as_of_year, person_id order by return_status nulls last, row nulls last
    ) = 1
),

-- a region that a township lists person by person is not counted again
counted as (
    select counts.*, coalesce(counts.work_region, '未注明') as region
    from clean.worker_counts as counts
    left join (select distinct township_area, year, work_region from stated where return_status is null) as listed
        on listed.township_area = counts.township_area and listed.year = counts.as_of_year
        and (listed.work_region = counts.work_region or '未注明' in (listed.work_region, coalesce(counts.work_region, '未注明')))
        and counts.worker_count is not null
    where coalesce(year(counts.replaced_on) > as_of_year, true) and listed.year is null
),

working as (
    select area, township_area, county_area, year, work_region, return_status, transport_subsidy_yuan, persons,
        cast(null as bigint) as labour_force_persons
    from stated
    union all
    select
        area, township_area, county_area, as_of_year as year, region as work_region, null as return_status,
        null as transport_subsidy_yuan, worker_count as persons, labour_force_persons
    from counted
)

select
    coalesce(area, township_area, county_area) as area, year,
    sum(labour_force_persons) as labour_force_persons,
    sum(case when return_status is null then persons end) as worker_persons,
    sum(case when return_status is null and work_region = '县内' then persons end) as within_county_persons,
    sum(case when return_status is null and work_region = '市内县外' then persons end) as within_city_persons,
    sum(case when return_status is null and work_region = '省内市外' then persons end) as within_province_persons,
    sum(case when return_status is null and work_region = '省外' then persons end) as outside_province_persons,
    sum(case when return_status is null and work_region in ('未注明', '未识别', '境外') then persons end)
        as other_region_persons,
    sum(case when return_status is not null then persons end) as returnee_persons,
    sum(case when return_status = '本乡镇内就业' then persons end) as returnee_employed_persons,
    sum(case when return_status = '公益性岗位' then persons end) as returnee_post_persons,
    nullif(count(case when transport_subsidy_yuan > 0 then 1 end), 0) as transport_subsidy_persons,
    sum(transport_subsidy_yuan) as transport_subsidy_yuan,
    sum(case when return_status is null then persons end) * 1e0 / nullif(sum(labour_force_persons), 0) as worker_share
from working
group by year, grouping sets ((area), (township_area), (county_area))
