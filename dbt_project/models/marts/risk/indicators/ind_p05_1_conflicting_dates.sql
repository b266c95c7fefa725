with

-- A later round stands in place of an earlier one.
audits as (
    select
        *,
        coalesce(person_id, org_name || '/' || cadre_name) as subject_id,
        rank() over (
            partition by coalesce(person_id, org_name || '/' || cadre_name), aspect
            order by audited_on desc, audit_round desc
        ) as place
    from {{ ref('int_party__archive_audits') }}
),

-- Who counted by the moon differs by a month or so; once the organisation has determined the month, it is settled.
conflicts as (
    select *
    from audits
    where
        place = 1
        and form_month <> earliest_month
        and determined_month is null
        and not coalesce({{ fits('note', "'农历'") }}, false)
),

final as (
    select
        'P05.1' as indicator_id,
        'person' as subject_type,
        subject_id,
        min(org_id) as org_id,
        min(audited_on) as period_start,
        max(audited_on) as period_end,
        null as amount_cny,
        null as score,
        {{ gathered_rows('row_uid') }} as evidence,
        {{ detail({
            'subject': 'min(cadre_name)',
            'unit': 'min(org_name)',
            'aspect': first_by('aspect', 'row_uid'),
            'document': first_by('earliest_document', 'row_uid'),
            'form_month': first_by('form_month', 'row_uid'),
            'earliest_month': first_by('earliest_month', 'row_uid'),
            'audited_on': 'min(audited_on)',
            'aspects': 'count(distinct aspect)'
        }) }} as detail
    from conflicts
    group by subject_id
)

select * from final
