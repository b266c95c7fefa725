with

-- Put right, and only the papers are missing: the remark says so.
open_findings as (
    select *
    from {{ ref('int_ledger__supervision_checks') }}
    where
        fixed_on is null
        and due_on < {{ known_until() }}
        and not coalesce({{ fits('note', "'已改正|待上传'") }}, false)
),

final as (
    select
        'L02.5' as indicator_id,
        'visit' as subject_type,
        check_no || '/' || org_name as subject_id,
        org_id,
        checked_on as period_start,
        max(due_on) as period_end,
        null as amount_cny,
        null as score,
        {{ gathered_rows('row_uid') }} as evidence,
        {{ detail({
            'subject': 'check_no',
            'unit': 'org_name',
            'checked_on': 'checked_on',
            'due_on': 'max(due_on)',
            'finding': 'min(finding)',
            'days': days_between('max(due_on)', known_until())
        }) }} as detail
    from open_findings
    group by check_no, org_name, org_id, checked_on
)

select * from final
