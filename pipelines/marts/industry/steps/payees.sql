-- Payouts to a household of which its lists and the registry raise a question: entered again, into an account of several
-- households, after the registry struck the household off, or to a person who had died or left by then.
with listed as (
    select
        *, coalesce(partner, '未注明') as payer, coalesce(payout_year, as_of_year) as paid_in,
        coalesce(payout_on, as_of_on) as paid_by
    from clean.dividend_payouts
    where household_id is not null
),

repeated as (
    select area, township_area, county_area, payer, paid_in, household_id, sum(paid_yuan) - max(paid_yuan) as paid_yuan
    from listed
    group by area, township_area, county_area, payer, paid_in, household_id, invested_year, payout_on, round, as_of_on, paid_yuan
    having count(*) > 1
),

shared_accounts as (
    select township_area, bank_account
    from listed
    group by township_area, bank_account
    having bank_account is not null and count(distinct household_id) > 1
),

-- by the last registry before the payout
registered as (
    select
        listed.area, listed.township_area, listed.county_area, payer, paid_in, listed.household_id, paid_by, head_person_id,
        paid_yuan, persons.as_of_on, bool_and(coalesce(persons.exit_status, '') = '注销') as is_struck_off,
        bool_or(
            persons.person_id = head_person_id and coalesce(member_change, '在册') not in ('在册', '增加')
        ) as has_left
    from listed
    inner join clean.persons as persons
        on persons.township_area = listed.township_area and persons.household_id = listed.household_id
        and persons.as_of_on <= paid_by
    group by
        listed.area, listed.township_area, listed.county_area, payer, paid_in, listed.household_id, paid_by, head_person_id,
        paid_yuan, listed.file, listed.sheet, listed.row, persons.as_of_on
    qualify persons.as_of_on = max(persons.as_of_on) over (partition by listed.file, listed.sheet, listed.row, paid_by)
),

raised as (
    select area, township_area, county_area, payer, paid_in, household_id, paid_yuan, '登记重复' as outcome from repeated
    union all
    select area, township_area, county_area, payer, paid_in, household_id, paid_yuan, '账号共用' as outcome
    from listed inner join shared_accounts using (township_area, bank_account)
    union all
    select area, township_area, county_area, payer, paid_in, household_id, paid_yuan, '户已注销' as outcome
    from registered where is_struck_off
    union all
    select area, township_area, county_area, payer, paid_in, household_id, paid_yuan, '领款人已离册' as outcome
    from registered where has_left and not is_struck_off
)

select
    max(area) as area, township_area, county_area, payer as partner, paid_in as payout_year, household_id, outcome,
    sum(paid_yuan) as paid_yuan
from raised
group by township_area, county_area, payer, paid_in, household_id, outcome
