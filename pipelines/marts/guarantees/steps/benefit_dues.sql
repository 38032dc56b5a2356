-- A payment of a benefit beside what its standard makes due: that of the row or the post, else that of the place and time.
with payments as (
    select
        *, coalesce(payment_year, as_of_year) as paid_in,
        case when coalesce(person_id, person_name, head_person_id, head_name, household_id) is not null then 1 end as one,
        coalesce(beneficiary_persons, beneficiary_households) is not null as is_summary
    from clean.benefit_payments
    where coalesce(progress, '发放') = '发放' and programme is not null
),

priced as (
    select
        payments.*, coalesce(payments.standard_yuan, held.monthly_pay_yuan, standards.standard_yuan) as unit_yuan, per_unit, age_from, age_below,
        case when per_unit like '户%' then coalesce(beneficiary_households, one)
            else coalesce(beneficiary_persons, covered_persons, one) end as units
    from payments
    left join steps.held_posts as held
        on payments.programme = '公益性岗位补贴' and held.county_area = payments.county_area
        and held.person_id = payments.person_id and post_year = paid_in
    left join policy.benefit_standards as standards
        on standards.programme = payments.programme
        and (standards.county is null or standards.county = payments.county)
        and (standards.township is null or standards.township = payments.township)
        and paid_in between coalesce(year(valid_from), paid_in) and coalesce(year(valid_to), paid_in)
        and (band is null or band in (beneficiary_group, dibao_class, stage))
    -- the standard of the band before that of all, of the township before that of the county before the general one
    qualify row_number() over (
        partition by unit, period, file, sheet, row, payments.programme
        order by band nulls last, standards.township nulls last, standards.county nulls last, valid_from desc nulls last
    ) = 1
),

dues as (
    select
        *,
        case when per_unit = '人·月' and coalesce(periods, month(month), days_attended) is null then unit_yuan * units end as month_yuan,
        cast(round(case
            when days_attended is not null then unit_yuan * 1e0 / nullif(days_due, 0) * days_attended
            when area_mu is not null then unit_yuan * area_mu
            when per_unit = '亩' or (per_unit = '人·月' and coalesce(periods, month(month)) is null) then null
            else unit_yuan * units * coalesce(periods, 1)
        end, 2) as decimal(18, 2)) as entitled_yuan
    from priced
)

select
    *,
    case
        when paid_yuan is null then '没有金额'
        when unit_yuan is null then '标准不详'
        when paid_yuan = 0 and coalesce(entitled_yuan, 1) > 0 then '未发'
        when entitled_yuan is null then case
            when abs(paid_yuan - round(paid_yuan * 1e0 / nullif(month_yuan, 0)) * month_yuan) <= 1 then '整月相符'
            else '数量不详' end
        -- a yuan is rounding
        when abs(paid_yuan - entitled_yuan) <= 1 then '相符'
        when paid_yuan < entitled_yuan then '少发'
        else '多发'
    end as outcome
from dues
