with reported as (
    select
        unit, period, figure_id, county, township, village, figure_period, subject, measure, dims, cut,
        value as reported_value, value_unit, modality, source, least, most, is_compared, doubt,
        case
            when village is not null then 'village'
            when township is not null then 'township'
            when county is not null then 'county'
        end as area_level,
        try_cast(regexp_extract(figure_period, '(19|20)[0-9]{2}') as integer) as year
    from figures
),

answered as (
    select reported.*, computed.value as computed_value
    from reported
    left join computed
        on reported.is_compared
        and reported.measure = computed.measure
        and reported.cut = computed.cut
        and reported.subject = coalesce(computed.subject, reported.subject)
        and reported.year = coalesce(computed.year, reported.year)
        and reported.area_level = computed.area_level
        and reported.county is not distinct from computed.county
        and reported.township is not distinct from computed.township
        and reported.village is not distinct from computed.village
)

select
    unit,
    period,
    figure_id,
    county,
    township,
    village,
    figure_period,
    subject,
    measure,
    dims,
    reported_value,
    value_unit,
    computed_value,
    computed_value - reported_value::double as difference,
    case
        when computed_value is null then '无法核对'
        when doubt is not null then '存疑'
        when computed_value = reported_value::double then '一致'
        when computed_value between least and most then '尾差'
        -- reports print four digits of a rate and round amounts
        when abs(computed_value - reported_value::double) <= greatest(1e-4, 5e-4 * abs(reported_value::double))
            and value_unit not in ('household', 'person', 'village', 'project') then '尾差'
        else '不一致'
    end as verdict,
    modality,
    source,
    doubt
from answered
