with stocks as (
    select area, start_year, year,
        sum(case when status_at_start = '未脱贫' then coalesce(persons_at_start, 0) else 0 end) as poor_persons_at_start,
        sum(case when status_at_start <> '未脱贫' then 0 when movement = '转入' then persons_at_end
            when movement = '转出' then -persons_at_start else 0 end) as net_moved_in_persons,
        -- who is new and not poor any more was identified and left poverty in between
        sum(case when status_at_end = '已脱贫' and coalesce(status_at_start, '') <> '已脱贫' then persons_at_end else 0 end)
            as exited_persons,
        sum(case when status_at_end = '未脱贫' then persons_at_end else 0 end) as poor_persons_at_end
    from registry_flow
    group by area, start_year, year
),

-- where all reported both registries and the ledgers of every year after the first one, a change that none states is none
complete as (
    select stocks.area, start_year, stocks.year
    from stocks
    inner join clean.coverage as coverage on stocks.area = coverage.area and units_reporting = units_expected
    group by stocks.area, start_year, stocks.year
    having count(case when register = 'persons' and coverage.year in (start_year, stocks.year) then 1 end) = 2
        and count(case when register = 'registry_changes' and coverage.year between start_year + 1 and stocks.year then 1 end)
        = stocks.year - start_year
),

-- the changes of each area, and those stated of a place above it, of which nobody knows how many persons are of the area
changes as (
    select
        areas.area, change_type, coalesce(change_year, as_of_year) as change_year,
        case when (areas.township is null or ledger.township is not null) and (areas.village is null or ledger.village is not null)
            then coalesce(persons, household_size_persons) end as persons
    from clean.areas as areas
    inner join clean.registry_changes as ledger on areas.county_area = ledger.county_area
        and (areas.township is null or ledger.township is null or areas.township = ledger.township)
        and (areas.village is null or ledger.village is null or areas.village = ledger.village)
),

flows as (
    select complete.area, start_year, year,
        case when count(case when change_type in ('新识别', '漏评') and persons is null then 1 end) = 0
            then coalesce(sum(case when change_type in ('新识别', '漏评') then persons end), 0) end as identified_persons,
        case when count(case when change_type in ('返贫', '错退') and persons is null then 1 end) = 0
            then coalesce(sum(case when change_type in ('返贫', '错退') then persons end), 0) end as returned_persons,
        case when count(case when change_type = '自然增加' and persons is null then 1 end) = 0
            then coalesce(sum(case when change_type = '自然增加' then persons end), 0) end as natural_increase_persons,
        case when count(case when change_type = '清退' and persons is null then 1 end) = 0
            then coalesce(sum(case when change_type = '清退' then persons end), 0) end as removed_persons,
        case when count(case when change_type = '自然减少' and persons is null then 1 end) = 0
            then coalesce(sum(case when change_type = '自然减少' then persons end), 0) end as natural_decrease_persons
    from complete
    left join changes on complete.area = changes.area and change_year > start_year and change_year <= year
    group by complete.area, start_year, year
)

select
    *,
    poor_persons_at_start + identified_persons + returned_persons + natural_increase_persons + net_moved_in_persons
    - exited_persons - removed_persons - natural_decrease_persons - poor_persons_at_end as residual_persons
from stocks
left join flows using (area, start_year, year)
