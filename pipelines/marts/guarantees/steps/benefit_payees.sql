-- Payments to a person of whom the lists or the registry raise a question: paid twice for one time, in two posts at once,
-- outside the agreement or the age that the policy sets, or after the registry told that the person had died or left.
with persons as (
    select * from steps.benefit_dues where person_id is not null and not is_summary and coalesce(paid_yuan, 0) > 0
),

times as (
    select
        *,
        count(*) over of_time as payments_of_time,
        row_number() over (of_time order by file nulls last, sheet nulls last, row nulls last) as place_in_time
    from persons
    window of_time as (
        partition by county_area, person_id, programme, paid_in, semester, month, payment_batch, paid_on, as_of_on, paid_yuan
    )
),

-- by the last registry before the payment
departed as (
    select persons.unit, persons.period, persons.file, persons.sheet, persons.row, members.as_of_on, member_change
    from persons
    inner join clean.persons as members
        on members.county_area = persons.county_area and members.person_id = persons.person_id
        and members.as_of_on <= coalesce(persons.paid_on, persons.as_of_on)
    qualify members.as_of_on = max(members.as_of_on) over (
        partition by persons.unit, persons.period, persons.file, persons.sheet, persons.row
    )
)

select times.*, '重复发放' as question from times where payments_of_time > 1 and place_in_time > 1
union all
select times.*, '一人多岗' as question
from times
inner join steps.held_posts as held on held.county_area = times.county_area and held.person_id = times.person_id
    and post_year = paid_in
where programme = '公益性岗位补贴' and posts > 1
union all
select times.*, '协议不含当月' as question from times
where agreement_from_on > last_day(month) or agreement_until_on < month
union all
-- by the end of the year not old enough, or too old before it began
select times.*, '年龄不符' as question from times
where paid_in - year(id_birth_on) < age_from or paid_in - year(id_birth_on) > age_below
union all
select times.*, '已离册' as question
from times
inner join departed
    on departed.unit = times.unit and departed.period = times.period and departed.file = times.file
    and departed.sheet = times.sheet and departed.row = times.row
where coalesce(member_change, '在册') not in ('在册', '增加')
