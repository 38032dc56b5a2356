with delivered as (
    select unit, period, sum(accepted + quarantined + superseded) as rows
    from quality.deliveries
    group by unit, period
    having sum(accepted + quarantined + superseded) > 0
),

faults as (
    -- what reading set aside: rows with a fault in one of their cells, and sheets that could not be read at all
    select
        unit,
        period,
        -- what cannot be read or understood, or is not exact, is not valid
        case
            when rules.dimension in ('complete', 'consistent', 'unique', 'timely') then rules.dimension
            else 'valid'
        end as dimension,
        count(distinct concat_ws('|', file, sheet, cast(row as varchar))) as rows
    from quality.quarantine
    left join quality.rules using (rule)
    where row is not null
    group by all
    union all
    select unit, period, 'complete' as dimension, sum(quarantined) as rows
    from quality.deliveries
    where status = 'unreadable'
    group by unit, period
    union all
    -- duplicate rows; a sheet that another one replaces as a whole is not a fault
    select unit, period, 'unique' as dimension, sum(superseded) as rows
    from quality.deliveries
    where status <> 'superseded'
    group by unit, period
    union all
    -- what the expectations found and nobody answers for; what is only counted (info) lowers no score
    select unit, period, dimension, sum(rows - waived - dismissed) as rows
    from quality.findings
    where dimension is not null and unit is not null and severity <> 'info'
    group by unit, period, dimension
),

shares as (
    select
        delivered.unit,
        delivered.period,
        any_value(delivered.rows) as rows,
        1 - least(1, coalesce(sum(faults.rows) filter (where faults.dimension = 'complete'), 0) * 1e0 / any_value(delivered.rows))
            as complete_score,
        1 - least(1, coalesce(sum(faults.rows) filter (where faults.dimension = 'valid'), 0) * 1e0 / any_value(delivered.rows))
            as valid_score,
        1 - least(1, coalesce(sum(faults.rows) filter (where faults.dimension = 'consistent'), 0) * 1e0 / any_value(delivered.rows))
            as consistent_score,
        1 - least(1, coalesce(sum(faults.rows) filter (where faults.dimension = 'unique'), 0) * 1e0 / any_value(delivered.rows))
            as unique_score,
        1 - least(1, coalesce(sum(faults.rows) filter (where faults.dimension = 'timely'), 0) * 1e0 / any_value(delivered.rows))
            as timely_score
    from delivered
    left join faults on delivered.unit = faults.unit and delivered.period = faults.period
    group by delivered.unit, delivered.period
),

scores as (
    select
        *,
        (complete_score + valid_score + consistent_score + unique_score + timely_score) / 5 as score
    from shares
)

select
    unit,
    period,
    cast(rows as bigint) as rows,
    cast(complete_score as double) as complete_score,
    cast(valid_score as double) as valid_score,
    cast(consistent_score as double) as consistent_score,
    cast(unique_score as double) as unique_score,
    cast(timely_score as double) as timely_score,
    cast(score as double) as score,
    cast(score - lag(score) over (partition by unit order by period) as double) as score_change
from scores
