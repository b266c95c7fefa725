with

-- Whoever only sorts the files first says so in the remark.
audits as (
    select
        *,
        coalesce(person_id, org_name || '/' || cadre_name) as file_id
    from {{ ref('int_party__archive_audits') }}
    where auditor is not null and not coalesce({{ fits('note', "'初筛'") }}, false)
),

days as (
    select
        {{ fold_name('auditor') }} as auditor_key,
        audited_on,
        min(auditor) as auditor,
        min(audit_round) as audit_round,
        count(distinct file_id) as files,
        {{ gathered_rows('row_uid') }} as evidence
    from audits
    group by {{ fold_name('auditor') }}, audited_on
),

final as (
    select
        'P05.3' as indicator_id,
        'other' as subject_type,
        auditor_key || '/' || {{ as_text('audited_on') }} as subject_id,
        cast(null as varchar) as org_id,
        audited_on as period_start,
        audited_on as period_end,
        null as amount_cny,
        null as score,
        evidence,
        {{ detail({
            'subject': 'auditor',
            'audited_on': 'audited_on',
            'audit_round': 'audit_round',
            'files': 'files'
        }) }} as detail
    from days
    where files > {{ parameter('files') }}
)

select * from final
