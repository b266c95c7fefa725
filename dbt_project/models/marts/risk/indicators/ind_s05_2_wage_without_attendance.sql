with

wages as (select * from {{ ref('int_subsidy__job_wages') }}),

-- Attendance that was kept on paper is told by the remark; pay in arrears belongs to other months.
paid as (
    select *
    from wages
    where
        amount_cny > 0
        and attended_days = 0
        and coalesce(pay_kind, 'regular') = 'regular'
        and job_no is not null
        and month is not null
        and not coalesce({{ fits('note', "'纸质'") }}, false)
),

final as (
    select
        'S05.2' as indicator_id,
        'job' as subject_type,
        job_no as subject_id,
        max(org_id) as org_id,
        month as period_start,
        max(paid_on) as period_end,
        sum(amount_cny) as amount_cny,
        null as score,
        {{ gathered_rows('row_uid') }} as evidence,
        {{ detail({
            'subject': 'max(person_name_masked)',
            'job_no': 'job_no',
            'village': 'max(org_name)',
            'month': 'month',
            'due_days': 'max(due_days)',
            'amount': 'sum(amount_cny)',
            'paid_on': 'max(paid_on)',
            'keeper': 'max(attendance_keeper)'
        }) }} as detail
    from paid
    group by job_no, month
)

select * from final
