with

officers as (select * from {{ ref('int_ledger__village_accountants') }} where role = 'preparer'),

vouchers as (select * from {{ ref('int_audit__village_vouchers') }}),

-- The training of the year is the day on which most of those who keep books were trained.
trainings as (
    select trained_on, row_number() over (order by count(*) desc, trained_on desc) as place
    from officers
    where trained_on is not null
    group by trained_on
),

untrained as (
    select
        officers.org_id,
        officers.org_name,
        officers.officer_name,
        max(officers.person_id) as person_id,
        max(trainings.trained_on) as training_on,
        -- Who was appointed after it has time for the next one.
        max(case
            when officers.valid_from > trainings.trained_on
                then {{ add_days('officers.valid_from', parameter('grace_days')) }}
            else trainings.trained_on
        end) as excused_until,
        {{ gathered_rows('officers.row_uid') }} as officer_rows
    from officers
    cross join trainings
    where trainings.place = 1
    group by officers.org_id, officers.org_name, officers.officer_name
    having count(case when coalesce(officers.training_result, 'passed') = 'passed' then officers.trained_on end) = 0
),

final as (
    select
        'L08.2' as indicator_id,
        'person' as subject_type,
        coalesce(untrained.person_id, untrained.org_name || '/' || untrained.officer_name) as subject_id,
        untrained.org_id,
        min(vouchers.booked_on) as period_start,
        max(vouchers.booked_on) as period_end,
        null as amount_cny,
        null as score,
        {{ joined_rows(
            'untrained.officer_rows',
            row_list([
                first_by('vouchers.row_uid', 'vouchers.booked_on'), last_by('vouchers.row_uid', 'vouchers.booked_on')
            ])
        ) }} as evidence,
        {{ detail({
            'subject': 'untrained.officer_name', 'village': 'untrained.org_name',
            'training_on': 'untrained.training_on', 'first_on': 'min(vouchers.booked_on)',
            'last_on': 'max(vouchers.booked_on)', 'vouchers': 'count(*)'
        }) }} as detail
    from untrained
    inner join vouchers
        on
            untrained.org_name = vouchers.org_name
            and {{ fold_name('untrained.officer_name') }} = {{ fold_name('vouchers.preparer') }}
            and vouchers.booked_on > untrained.excused_until
    group by
        untrained.person_id, untrained.org_id, untrained.org_name, untrained.officer_name, untrained.training_on,
        untrained.officer_rows
)

select * from final
