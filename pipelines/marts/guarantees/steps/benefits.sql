-- A payment to a person or a household, or a row of a summary with as many as it states. Who has no number of his own is
-- counted as a summary's rows are: by payment, of which the one that reached most counts.
with payments as (
    select
        *,
        person_name is null and coalesce(head_name, head_person_id, household_id) is not null
        -- who is covered beside the head of a household has no row of his own
        or covered_persons is not null and count(*) over (
            partition by unit, period, file, sheet, programme, paid_on, month, coalesce(household_id, head_person_id, person_id)
        ) = 1 as is_of_household,
        coalesce(beneficiary_persons, beneficiary_households, beneficiary_projects) is not null
        and coalesce(person_name, head_name, person_id, head_person_id, household_id) is null as is_summary,
        coalesce(progress, '发放') = '发放' as is_paid,
        -- of a list of payments whoever has no amount, is of no household with one, and was given no goods, got nothing
        coalesce(progress, '发放') = '发放' and coalesce(paid_yuan = 0, count(paid_yuan) over (
            partition by unit, period, file, sheet, programme
        ) > 0 and count(paid_yuan) over (
            partition by unit, period, file, sheet, programme, coalesce(household_id, head_person_id, person_id, cast("row" as varchar))
        ) = 0 and coalesce(aid_form, '') not like '%物%') as is_unpaid
    from clean.benefit_payments
),

keyed as (
    select
        *,
        -- a list says of whom it does not reach that nothing was paid
        is_unpaid and not is_summary as is_unreached,
        case when not is_of_household and not is_unpaid then person_id end as person_key,
        case when not is_summary and not is_unpaid
            then coalesce(household_id, head_person_id, case when is_of_household then person_id end) end as household_key
    from payments
)

select
    area, township_area, county_area, county, township, case when village is not null then area end as village_area,
    coalesce(payment_year, as_of_year) as year, coalesce(family, '其他') as family,
    coalesce(keyed.programme, '未注明') as programme,
    beneficiary_group, semester, payment_batch, stage, disability_level, care_mode, dibao_class, project_type, entity, donor, progress,
    -- lists of one household are of a payment each; those of areas may be of a part of the beneficiaries each
    concat_ws(' ', cast(as_of_on as varchar), cast(month as varchar), cast(paid_on as varchar),
        case when coalesce(person_key, household_key) is not null then concat_ws('/', unit, file, sheet) end) as event,
    case when not is_unreached then person_id end as person_id, person_key, household_key, case when not is_of_household then id_sex end as sex,
    case when person_key is null and not is_unreached
        then coalesce(beneficiary_persons, case when is_of_household or is_summary then covered_persons else 1 end)
    end as persons,
    case when household_key is null and not is_unreached
        then coalesce(beneficiary_households, case when is_of_household and not is_summary then 1 end) end as households,
    case when person_key is null then male_persons end as male_persons,
    case when person_key is null then female_persons end as female_persons,
    area_mu, coalesce(beneficiary_projects, case when not is_summary and not is_unreached then 1 end) as projects, beneficiary_entities,
    standard_yuan, coalesce(applied_yuan, case when progress = '申报' then paid_yuan end) as applied_yuan, due_yuan,
    case when is_paid then paid_yuan end as paid_yuan
from keyed
left join policy.benefit_programmes as programmes on programmes.programme = keyed.programme
