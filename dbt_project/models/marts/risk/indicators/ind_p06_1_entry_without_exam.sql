with

-- Moves within the offices need no examination, and whoever is exempt has the rule named.
entries as (
    select
        *,
        coalesce(person_id, person_name_token) as subject_id,
        extract(year from effective_on) * 10000 + extract(month from effective_on) * 100
        + extract(day from effective_on) as effective_date
    from {{ ref('int_party__staff_entries') }}
    where
        kind not in ('transfer_in', 'transfer_out', 'within', 'secondment')
        and exam_no_token is null
        and exemption_basis is null
),

final as (
    select
        'P06.1' as indicator_id,
        'person' as subject_type,
        subject_id,
        min(org_id) as org_id,
        effective_on as period_start,
        effective_on as period_end,
        null as amount_cny,
        null as score,
        {{ gathered_rows('row_uid') }} as evidence,
        {{ detail({
            'subject': 'min(person_name_masked)',
            'unit': 'min(org_name)',
            'effective_on': 'effective_on',
            'kind': 'min(kind)',
            'post': 'min(post)',
            'approval_no': 'min(approval_no)'
        }) }} as detail
    from entries
    where effective_date >= {{ parameter('rule_from') }} and subject_id is not null
    group by subject_id, effective_on
)

select * from final
