with deprived as (
    select
        place, year, persons, line_year,
        case when income_yuan < line_yuan then 1 when income_yuan >= line_yuan then 0 end as lacks_income,
        lacks_schooling, lacks_insurance, lacks_housing, lacks_water
    from steps.living_conditions
),

weights as (
    select
        years.year, max(cutoff) as cutoff,
        sum(case when indicator = '收入' then weight end) as of_income,
        sum(case when indicator = '义务教育' then weight end) as of_schooling,
        sum(case when indicator = '基本医疗' then weight end) as of_insurance,
        sum(case when indicator = '住房安全' then weight end) as of_housing,
        sum(case when indicator = '饮水安全' then weight end) as of_water
    from (select distinct year from deprived) as years
    inner join policy.deprivation_weights as weights
        on years.year between coalesce(year(weights.valid_from), years.year) and coalesce(year(weights.valid_to), years.year)
    inner join policy.deprivation_cutoffs as cutoffs
        on years.year between coalesce(year(cutoffs.valid_from), years.year) and coalesce(year(cutoffs.valid_to), years.year)
    group by years.year
),

scored as (
    select
        *,
        lacks_income * of_income + lacks_schooling * of_schooling + lacks_insurance * of_insurance
        + lacks_housing * of_housing + lacks_water * of_water as score
    from deprived
    inner join weights using (year)
),

sums as (
    select
        place as area, year, line_year, cutoff,
        sum(persons) as persons,
        sum(case when score is not null then persons end) as covered_persons,
        sum(case when score >= cutoff then persons when score < cutoff then 0 end) as deprived_persons,
        sum(case when score >= cutoff then persons * score when score < cutoff then 0 end) as poor_score,
        sum(case when score >= cutoff then persons * lacks_income * of_income end) as income_score,
        sum(case when score >= cutoff then persons * lacks_schooling * of_schooling end) as schooling_score,
        sum(case when score >= cutoff then persons * lacks_insurance * of_insurance end) as insurance_score,
        sum(case when score >= cutoff then persons * lacks_housing * of_housing end) as housing_score,
        sum(case when score >= cutoff then persons * lacks_water * of_water end) as water_score
    from scored
    group by place, year, line_year, cutoff
)

select
    area, year, line_year, cutoff * 1e0 as cutoff_rate, persons, covered_persons, deprived_persons,
    deprived_persons * 1e0 / nullif(covered_persons, 0) as headcount_rate,
    poor_score * 1e0 / nullif(deprived_persons, 0) as intensity_rate,
    poor_score * 1e0 / nullif(covered_persons, 0) as adjusted_headcount_rate,
    income_score * 1e0 / nullif(poor_score, 0) as income_share,
    schooling_score * 1e0 / nullif(poor_score, 0) as schooling_share,
    insurance_score * 1e0 / nullif(poor_score, 0) as insurance_share,
    housing_score * 1e0 / nullif(poor_score, 0) as housing_share,
    water_score * 1e0 / nullif(poor_score, 0) as water_share
from sums
