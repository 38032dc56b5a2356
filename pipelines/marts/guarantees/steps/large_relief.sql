-- From which sum on relief to a household is large, where that is laid down for the place and the year.
select benefits.county, benefits.township, benefits.year, benefits.programme, max(standard_yuan) as large_yuan
from (select distinct county, township, year, programme from steps.benefits) as benefits
inner join policy.benefit_standards as standards
    on standards.programme = benefits.programme and band = '大额'
    and coalesce(standards.county, benefits.county, '') = coalesce(benefits.county, '')
    and coalesce(standards.township, benefits.township) = benefits.township
    and benefits.year between coalesce(year(valid_from), benefits.year) and coalesce(year(valid_to), benefits.year)
group by benefits.county, benefits.township, benefits.year, benefits.programme
