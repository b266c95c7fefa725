with

-- What is added by the rules is recorded as mended between the two looks.
altered as (
    select
        *,
        coalesce(person_id, org_name || '/' || cadre_name) as subject_id
    from {{ ref('int_party__archive_audits') }}
    where
        recheck_digest <> audit_digest
        and not coalesce(fixed_on between audited_on and rechecked_on, false)
),

final as (
    select
        'P05.2' as indicator_id,
        'person' as subject_type,
        subject_id,
        min(org_id) as org_id,
        audited_on as period_start,
        max(rechecked_on) as period_end,
        null as amount_cny,
        null as score,
        {{ gathered_rows('row_uid') }} as evidence,
        {{ detail({
            'subject': 'min(cadre_name)',
            'unit': 'min(org_name)',
            'audited_on': 'audited_on',
            'auditor': 'min(auditor)',
            'rechecked_on': 'max(rechecked_on)'
        }) }} as detail
    from altered
    group by subject_id, audited_on
)

select * from final
