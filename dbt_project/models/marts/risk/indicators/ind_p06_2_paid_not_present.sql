with

payroll as (
    select person_id, valid_from, valid_to, row_uid
    from {{ ref('int_register__fiscal_staff') }}
    where status = 'active' and person_id is not null
),

-- An empty cell is no zero: what nobody noted is not held against anybody.
away as (
    select
        attendance.person_id,
        attendance.month,
        min(attendance.org_id) as org_id,
        min(attendance.org_name) as org_name,
        min(attendance.person_name_masked) as person_name,
        min(attendance.row_uid) as row_uid,
        min(payroll.row_uid) as payroll_row_uid,
        extract(year from attendance.month) * 12 + extract(month from attendance.month)
        - row_number() over (partition by attendance.person_id order by attendance.month) as run
    from {{ ref('int_party__attendance_months') }} as attendance
    inner join payroll
        on
            attendance.person_id = payroll.person_id
            and coalesce(payroll.valid_from <= attendance.month, true)
            and coalesce(payroll.valid_to >= attendance.month, true)
    where attendance.due_days > 0
    group by attendance.person_id, attendance.month
    having
        sum(attendance.present_days) = 0
        and sum(coalesce(attendance.field_days, 0) + coalesce(attendance.leave_days, 0)) = 0
),

final as (
    select
        'P06.2' as indicator_id,
        'person' as subject_type,
        person_id as subject_id,
        min(org_id) as org_id,
        min(month) as period_start,
        max({{ add_days(add_months('month', 1), -1) }}) as period_end,
        null as amount_cny,
        null as score,
        {{ joined_rows(gathered_rows('row_uid'), gathered_rows('payroll_row_uid')) }} as evidence,
        {{ detail({
            'subject': 'min(person_name)',
            'unit': 'min(org_name)',
            'first_month': 'min(month)',
            'last_month': 'max(month)',
            'months': 'count(*)'
        }) }} as detail
    from away
    group by person_id, run
)

select * from final
